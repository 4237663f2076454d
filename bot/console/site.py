"""What every page of the console stands on: who is signed in, roles, forms with their token, words, templates, files."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.console import accounts
from bot.console.accounts import SignedIn
from bot.console.navigation import NAVIGATION
from bot.console.showing import Show, clock_words
from bot.console.texts import TEXTS
from bot.security import Csrf
from bot.services import Services
from bot.web import assets, pack
from bot.web.body import BodyTooLarge, limited
from bot.web.pages import wanted_language
from relief.store.uow import UnitOfWork
from words.model import Both, Language, as_language

HERE = Path(__file__).parent
COOKIE = "evenkeel_staff"
FORM_LIMIT = 64 * 1024
HOME = "/console/queue"
SIGN_IN = "/console/sign-in"
CLIENT_ID = "X-Evenkeel-Fragment"
"""A request of our own script for a page that is open already. `active` when somebody has typed or clicked lately: a page that
is merely open keeps nobody signed in."""

Get = Callable[[Request, SignedIn], Awaitable[Response]]
Post = Callable[[Request, SignedIn, "Fields"], Awaitable[Response]]


class Fields:
    """The fields of a form."""

    def __init__(self, form: FormData) -> None:
        self._form = form

    def text(self, name: str, longest: int = 4000) -> str:
        """A field without the space around it; empty when it is not there."""
        value = self._form.get(name)
        return value.strip()[:longest] if isinstance(value, str) else ""

    def raw(self, name: str) -> str:
        """A field as it was typed, for passwords."""
        value = self._form.get(name)
        return value if isinstance(value, str) else ""

    def all(self, name: str) -> list[str]:
        return [value for value in self._form.getlist(name) if isinstance(value, str)]

    def whole(self, name: str) -> int | None:
        """A whole number, or None when it is not one."""
        value = self.text(name, 20)
        return int(value) if value.isascii() and value.isdigit() else None


class Site:
    """Made once in `bot.console.routes`. Pages are classes over it; `get` and `post` make their routes."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.globals["clock"] = clock_words
        self._files = _load(HERE / "static")
        names = sorted(self._files)
        self.version = hashlib.sha256(json.dumps([self._files[name].etag for name in names]).encode()).hexdigest()[:12]

    # -- routes --------------------------------------------------------------------------------------------------

    def get(self, path: str, handler: Get, *roles: str) -> BaseRoute:
        """A page that people with one of the roles may see (everybody who is signed in when none is named)."""

        async def page(request: Request) -> Response:
            me = await self.who(request)
            if me is None:
                if CLIENT_ID.lower() in request.headers:
                    return PlainTextResponse("signed out", 401)
                wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
                return RedirectResponse(f"{SIGN_IN}?next={quote(wanted)}", 303)
            if roles and not me.may(*roles):
                return self.refusal(request, me, "not_your_role", 403)
            return await handler(request, me)

        return Route(path, page, methods=["GET"])

    def post(self, path: str, handler: Post, *roles: str) -> BaseRoute:
        """A form or a call of our script. Its token is checked before the handler sees it."""

        async def take(request: Request) -> Response:
            me = await self.who(request)
            if me is None:
                if CLIENT_ID.lower() in request.headers:
                    return PlainTextResponse("signed out", 401)
                return RedirectResponse(f"{SIGN_IN}?note=session_over", 303)
            fields = await self.fields(request)
            given = request.headers.get(Csrf.HEADER) or fields.text(Csrf.FIELD)
            if not self.services.csrf.holds(me.session.id, given):
                return self.refusal(request, me, "form_too_old", 403)
            if roles and not me.may(*roles):
                return self.refusal(request, me, "not_your_role", 403)
            return await handler(request, me, fields)

        return Route(path, take, methods=["POST"])

    def static_routes(self) -> list[BaseRoute]:
        return [Route("/console/static/{version}/{name}", self._file)]

    # -- people --------------------------------------------------------------------------------------------------

    async def who(self, request: Request) -> SignedIn | None:
        """Whose session the cookie names, while it stands. Notes now and then that it is in use."""
        token = request.cookies.get(COOKIE)
        if not token:
            return None
        now = self.services.now()
        me = await self.services.database.read(lambda uow: accounts.who(uow, token, now))
        if me is None or (not self.services.settings.demo and me.staff.login.startswith(accounts.DEMO_PREFIX)):
            return None
        asked = request.query_params.get("lang")
        language = as_language(asked, as_language(me.session.language)) if asked else me.session.language
        waiting_only = request.headers.get(CLIENT_ID, "active") != "active"
        if language != me.session.language or (now - me.session.seen_at > accounts.SEEN_EVERY and not waiting_only):

            def seen(uow: UnitOfWork) -> None:
                uow.staff_sessions.change(me.session.id, seen_at=now, language=language)

            await self.services.database.write(seen)
        return replace(me, session=replace(me.session, language=language))

    async def fields(self, request: Request) -> Fields:
        """The form of a request. Raises HTTPException (400, 413)."""
        try:
            async with limited(request, FORM_LIMIT).form(max_files=0, max_fields=60) as form:
                return Fields(FormData(form.multi_items()))
        except BodyTooLarge:
            raise HTTPException(413) from None

    def show(self, language: Language) -> Show:
        return Show(language, self.services.settings.hours.zone)

    # -- answers -------------------------------------------------------------------------------------------------

    def render(
        self,
        request: Request,
        me: SignedIn | None,
        template: str,
        values: Mapping[str, Any] | None = None,
        *,
        texts: Mapping[str, Both] | None = None,
        status: int = 200,
        here: str = "",
        csrf_session: str | None = None,
    ) -> Response:
        """A page. `here` is the entry of the navigation that it belongs to; `texts` are words of its own."""
        language = as_language(me.session.language) if me else wanted_language(request)
        other: Language = "en" if language == "zh" else "zh"
        session_id = csrf_session or (me.session.id if me else "")
        html = self.templates.get_template(template).render(
            **(values or {}),
            t={key: both.in_language(language) for key, both in {**TEXTS, **(texts or {})}.items()},
            show=self.show(language),
            me=me,
            here=here,
            navigation=[entry for entry in NAVIGATION if me is not None and (not entry.roles or me.may(*entry.roles))],
            language=language,
            lang="zh-Hans" if language == "zh" else "en",
            other=other,
            other_lang="zh-Hans" if other == "zh" else "en",
            csrf=self.services.csrf.issue(session_id) if session_id else "",
            csrf_field=Csrf.FIELD,
            static=self.url,
            path=request.url.path,
            query={name: value for name, value in request.query_params.items() if name not in ("lang", "note")},
            note=request.query_params.get("note", ""),
        )
        return HTMLResponse(html, status, headers=self.headers(language))

    def headers(self, language: Language) -> dict[str, str]:
        """Nothing from anywhere else, in nobody's frame, kept nowhere."""
        return {
            "Content-Security-Policy": (
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            ),
            "X-Frame-Options": "DENY",
            "Cache-Control": "no-store",
            "Content-Language": "zh-CN" if language == "zh" else "en",
            "X-Robots-Tag": "noindex",
        }

    def refusal(self, request: Request, me: SignedIn, key: str, status: int, **values: str) -> Response:
        """A page that says what is in the way and what to do."""
        return self.refuse(
            request, me, TEXTS[key].in_language(as_language(me.session.language)).format(**values), status
        )

    def refuse(self, request: Request, me: SignedIn, said: str, status: int) -> Response:
        """The same with words of the page's own."""
        if CLIENT_ID.lower() in request.headers:
            return PlainTextResponse(said, status)
        return self.render(request, me, "refusal.html", {"said": said}, status=status)

    def back(self, path: str, note: str = "") -> Response:
        """After a form: to the page, which says what was done."""
        joint = "&" if "?" in path else "?"
        return RedirectResponse(path + (f"{joint}note={quote(note)}" if note else ""), 303)

    def url(self, name: str) -> str:
        if name not in self._files:
            raise KeyError(f"there is no file {name!r} in the console; there are {', '.join(sorted(self._files))}")
        return f"/console/static/{self.version}/{name}"

    async def _file(self, request: Request) -> Response:
        asset = self._files.get(request.path_params["name"])
        if asset is None:
            raise HTTPException(404)
        current = request.path_params["version"] == self.version
        return asset.response(request, assets.UNCHANGING if current else assets.ASK_EACH_TIME)

    def set_cookie(self, response: Response, token: str) -> None:
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(accounts.LASTS.total_seconds()),
            path="/console",
            httponly=True,
            samesite="lax",
            secure=self.services.settings.https,
        )


def anonymous_session() -> str:
    """What the token of the sign-in form is bound to before anybody is signed in."""
    return secrets.token_urlsafe(16)


def _load(folder: Path) -> dict[str, assets.Asset]:
    found = {}
    for path in sorted(folder.iterdir()):
        text = path.read_text(encoding="utf-8")
        found[path.name] = assets.Asset.of(path.name, pack.style(text) if path.suffix == ".css" else text)
    return found
