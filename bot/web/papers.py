"""The pages behind links to papers: first the date of birth, then the paper, to read, to print, or as a PDF.

A paper link may be passed on. It shows nothing before the borrower's date of birth was given in this browser; in the chat the
conversation's own key opens the PDF while it is verified as that borrower.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from itsdangerous import BadSignature, URLSafeSerializer
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot import particulars
from bot.documents import Paper, Papers, Ticket
from bot.documents.page import CSP
from bot.identity import limits
from bot.security import Csrf, bearer
from bot.services import Services
from bot.web import assets
from bot.web.body import BodyTooLarge, limited
from bot.web.pages import TEMPLATES, wanted_language
from bot.web.problems import Problem, invalid
from relief.dates import local_date, zone
from relief.store.uow import UnitOfWork
from words import payment, relief_papers
from words.model import Language, as_language

COOKIE = "evenkeel_paper"
SESSION_LASTS = timedelta(minutes=30)
FORM_LIMIT = 4 * 1024


@dataclass(frozen=True)
class Session:
    """What the cookie says: a random id for CSRF, and the borrower whose date of birth its browser has given."""

    id: str = ""
    proven: str | None = None


@dataclass(frozen=True)
class Note:
    """A page that shows no paper: the form for the date of birth, or why there is none."""

    name: str
    values: Mapping[str, Any]
    status: int = 200


class PaperPages:
    """Handlers of `/papers/…`, and of the PDF in the chat."""

    def __init__(self, services: Services, papers: Papers) -> None:
        self._services = services
        self._papers = papers
        self._assets = assets.load()
        self._cookies = URLSafeSerializer(
            services.server_key, salt="evenkeel.paper.session", signer_kwargs={"digest_method": hashlib.sha256}
        )
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/papers/{token}.pdf", self.pdf, methods=["GET"]),
            Route("/papers/{token}.json", self.json, methods=["GET"]),
            Route("/papers/{token}", self.show, methods=["GET"]),
            Route("/papers/{token}", self.prove, methods=["POST"]),
            Route("/api/v1/conversations/{id}/papers/{token}", self.in_chat, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        session, language = self._session(request), wanted_language(request)
        found = await self._services.database.read(lambda uow: self._open(uow, request, session, language))
        if isinstance(found, Note):
            return self._note(request, found, session, language)
        token, other = request.path_params["token"], "en" if language == "zh" else "zh"
        html = found.html(self._assets.url, pdf=f"{token}.pdf?lang={language}", other=f"?lang={other}")
        return HTMLResponse(html, headers=_headers(language))

    async def pdf(self, request: Request) -> Response:
        session, language = self._session(request), wanted_language(request)
        found = await self._services.database.read(lambda uow: self._open(uow, request, session, language))
        if isinstance(found, Note):
            return self._note(request, found, session, language)
        return await _download(found)

    async def json(self, request: Request) -> Response:
        """What the paper holds, for programs; only papers about one's own data have it."""
        session, language = self._session(request), wanted_language(request)
        found = await self._services.database.read(lambda uow: self._open(uow, request, session, language))
        if isinstance(found, Note):
            return self._note(request, found, session, language)
        if found.data is None:
            raise HTTPException(404)
        name = quote(found.name)
        headers = {"Content-Disposition": f"attachment; filename=\"data.json\"; filename*=UTF-8''{name}.json"}
        return JSONResponse(dict(found.data), headers=headers)

    async def prove(self, request: Request) -> Response:
        session, language = self._session(request), wanted_language(request)
        form = await _form(request)
        if not session.id or not self._services.csrf.holds(session.id, form.get(Csrf.FIELD)):
            return self._note(request, _ask("session_over", 403), Session(), language)
        outcome = await self._services.database.write(lambda uow: self._check(uow, request, form.get("birth", "")))
        if isinstance(outcome, Note):
            return self._note(request, outcome, session, language)
        proven = Session(secrets.token_urlsafe(16), outcome.borrower_id)
        here = f"/papers/{request.path_params['token']}?lang={language}"
        return self._with_cookie(RedirectResponse(here, status_code=303), proven)

    async def in_chat(self, request: Request) -> Response:
        """The PDF for whoever holds the conversation's key, while it is verified as the borrower that the paper is for."""
        key = bearer(request)
        claims = self._services.tokens.read(key) if key else None
        if claims is None or claims.conversation_id != request.path_params["id"]:
            raise Problem("unauthorized", "Send the conversation's token.", headers={"WWW-Authenticate": "Bearer"})

        def work(uow: UnitOfWork) -> Paper | None:
            now = self._services.now()
            ticket = self._papers.read(request.path_params["token"], now)
            conversation = uow.conversations.get(claims.conversation_id)
            if ticket is None or conversation is None or conversation.token_version != claims.version:
                return None
            if conversation.verified_as(now) != ticket.borrower_id:
                return None
            return self._papers.make(uow, ticket, as_language(conversation.language), now)

        paper = await self._services.database.read(work)
        if paper is None:
            raise HTTPException(404)
        return await _download(paper)

    def _open(self, uow: UnitOfWork, request: Request, session: Session, language: Language) -> Paper | Note:
        now = self._services.now()
        ticket = self._papers.read(request.path_params["token"], now)
        if ticket is None:
            return _gone()
        if session.proven != ticket.borrower_id:
            return _ask()
        return self._papers.make(uow, ticket, language, now) or _gone()

    def _check(self, uow: UnitOfWork, request: Request, text: str) -> Ticket | Note:
        """The ticket when the date of birth is right. Five misses close all papers of the borrower for half an hour."""
        now = self._services.now()
        ticket = self._papers.read(request.path_params["token"], now)
        borrower = uow.borrowers.get(ticket.borrower_id) if ticket else None
        if ticket is None or borrower is None:
            return _gone()
        key = f"paper:{borrower.id}"
        until = limits.locked_until(uow, key, (), now)
        if until is None:
            dates = particulars.find(text[:100], today=local_date(now, borrower.timezone)).births
            if not dates:
                return _ask("birth_unreadable", 422)
            if borrower.date_of_birth in dates:
                limits.clear(uow, key, ())
                uow.audit.append(
                    actor="paper", action="paper_opened", subject=ticket.subject, data={"kind": ticket.kind}, at=now
                )
                return ticket
            _, until = limits.miss(uow, key, (), now)
            uow.audit.append(actor="paper", action="paper_missed", subject=ticket.subject, data={}, at=now)
        return _ask("birth_wrong", 422) if until is None else _locked(until, borrower.timezone)

    def _session(self, request: Request) -> Session:
        try:
            session_id, proven, until = self._cookies.loads(request.cookies.get(COOKIE, ""))
        except (BadSignature, ValueError, TypeError):
            return Session()
        return Session() if self._services.now().timestamp() >= until else Session(str(session_id), proven)

    def _with_cookie(self, response: Response, session: Session) -> Response:
        until = int((self._services.now() + SESSION_LASTS).timestamp())
        response.set_cookie(
            COOKIE,
            self._cookies.dumps([session.id, session.proven, until]),
            max_age=int(SESSION_LASTS.total_seconds()),
            path="/papers",
            httponly=True,
            samesite="lax",  # the link is followed from the chat, from Telegram, from an e-mail
            secure=self._services.settings.https,
        )
        return response

    def _note(self, request: Request, note: Note, session: Session, language: Language) -> Response:
        fresh = not session.id
        if fresh:
            session = Session(secrets.token_urlsafe(16))
        other = "en" if language == "zh" else "zh"
        texts = {key: both.in_language(language) for key, both in payment.TEXTS.items()}
        texts |= {
            key: both.in_language(language) for key, both in relief_papers.TEXTS.items() if key.startswith("page_")
        }
        html = self._templates.get_template(note.name).render(
            **note.values,
            language=language,
            lang="zh-Hans" if language == "zh" else "en",
            other=other,
            other_lang="zh-Hans" if other == "zh" else "en",
            csrf_field=Csrf.FIELD,
            csrf=self._services.csrf.issue(session.id),
            t={**texts, "title": texts["page_title"]},
            static=self._assets.url,
        )
        response = HTMLResponse(html, status_code=note.status, headers=_headers(language))
        return self._with_cookie(response, session) if fresh else response


def _ask(problem: str | None = None, status: int = 200) -> Note:
    return Note("pay_birth.html", {"problem": problem}, status)


def _gone() -> Note:
    return Note("pay_note.html", {"title": "gone_title", "text": "page_gone", "again": None, "until": ""}, 404)


def _locked(until: datetime, timezone: str) -> Note:
    whole = until.astimezone(zone(timezone)) + timedelta(seconds=59)
    values = {"title": "birth_title", "text": "page_locked", "again": None, "until": f"{whole:%H:%M}"}
    return Note("pay_note.html", values, 429)


def _headers(language: Language) -> dict[str, str]:
    return {
        "Content-Security-Policy": CSP,
        "X-Frame-Options": "DENY",
        "Content-Language": "zh-CN" if language == "zh" else "en",
        "X-Robots-Tag": "noindex",
    }


async def _download(paper: Paper) -> Response:
    body = await asyncio.to_thread(paper.pdf)
    disposition = f"attachment; filename=\"{paper.lang}.pdf\"; filename*=UTF-8''{quote(paper.name)}.pdf"
    return Response(body, media_type="application/pdf", headers={"Content-Disposition": disposition})


async def _form(request: Request) -> dict[str, str]:
    """The fields of the form. Raises Problem."""
    try:
        async with limited(request, FORM_LIMIT).form(max_files=0, max_fields=5) as form:
            return {name: value for name, value in form.items() if isinstance(value, str)}
    except BodyTooLarge:
        raise Problem("too-long", "The form is too large.", field="body") from None
    except HTTPException:
        raise invalid("body", "The form cannot be read.") from None
