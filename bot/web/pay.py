"""The payment page and the provider's call-back. No script, no card data.

A payment link may be passed on, on purpose or not. It is bound to its request, and it shows nothing (no name, no lender's
product, no amount, not even that there is a loan) before the borrower's date of birth was given in this browser: that works from the
chat, from Telegram and from another device alike, where binding it to the browser that asked would not.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot import particulars, pay
from bot.faults import Faults
from bot.identity import limits
from bot.payments.booking import book
from bot.payments.provider import BadSignature as UnsignedCallback
from bot.payments.provider import Order, Provider, UnreadableCallback
from bot.payments.telling import Teller
from bot.security import Csrf
from bot.services import Services
from bot.web import assets
from bot.web.body import BodyTooLarge, limited
from bot.web.pages import TEMPLATES, wanted_language
from bot.web.problems import Problem, invalid
from relief.accounts import overview
from relief.dates import local_date, zone
from relief.money import Money
from relief.states import holds
from relief.store.records import PaymentRequest
from relief.store.uow import UnitOfWork
from words import format as render
from words import payment as words
from words.model import Language

COOKIE = "evenkeel_pay"
SESSION_LASTS = timedelta(minutes=30)
FORM_LIMIT = 8 * 1024
CALLBACK_LIMIT = 64 * 1024


@dataclass(frozen=True)
class Session:
    """What the page's cookie says: a random id for CSRF, and the request that its browser has shown a date of birth for."""

    id: str
    proven: str | None = None

    @property
    def is_new(self) -> bool:
        return not self.id


@dataclass(frozen=True)
class View:
    """What the page shows, found in one transaction."""

    name: str
    values: Mapping[str, Any]
    status: int = 200


class PayPages:
    """Handlers of `/pay/…` and of the call-back."""

    def __init__(
        self, services: Services, providers: Mapping[str, Provider], tokens: pay.PaymentTokens, teller: Teller
    ) -> None:
        self._services = services
        self._providers = providers
        self._tokens = tokens
        self._teller = teller
        self._faults = Faults(services.settings.fault)
        self._assets = assets.load()
        self._cookies = URLSafeSerializer(
            services.server_key, salt="evenkeel.pay.session", signer_kwargs={"digest_method": hashlib.sha256}
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
            Route("/pay/{token}", self.show, methods=["GET"]),
            Route("/pay/{token}", self.submit, methods=["POST"]),
            Route("/payments/{provider}/callback", self.callback, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        language, session = wanted_language(request), self._session(request)
        view = await self._services.database.read(lambda uow: self._view(uow, request, session, language))
        return self._render(request, view, session, language)

    async def submit(self, request: Request) -> Response:
        language, session = wanted_language(request), self._session(request)
        form = await _form(request)
        if session.is_new or not self._services.csrf.holds(session.id, form.get(Csrf.FIELD)):
            view = await self._services.database.read(
                lambda uow: self._view(uow, request, replace(session, proven=None), language, note="session_over")
            )
            return self._render(request, replace(view, status=403), Session(""), language)
        if "birth" in form:
            return await self._birth(request, session, language, form["birth"])
        return await self._amount(request, session, language, form)

    async def callback(self, request: Request) -> Response:
        """A provider reports. 401 books nothing; the same report again is 200 and changes nothing."""
        provider = self._providers.get(request.path_params["provider"])
        if provider is None:
            raise HTTPException(404)
        try:
            body = await limited(request, CALLBACK_LIMIT).body()
            result = provider.read(request.headers, body, self._services.now())
        except BodyTooLarge:
            raise Problem("too-long", "The body is too large.", field="body") from None
        except UnsignedCallback:
            raise Problem(
                "unauthorized", "The call-back was not signed with the shared secret, or not lately."
            ) from None
        except UnreadableCallback as error:
            raise invalid("body", f"The call-back cannot be read: {error}.") from None
        now = self._services.now()
        said = await self._services.database.write(lambda uow: book(uow, provider.name, result, now))
        self._faults.at("booked")
        if said == "unknown":
            raise HTTPException(404)
        if said == "refused":
            raise invalid("body", "The payment does not fit its request; it was noted and not booked.")
        if said == "booked":
            await self._teller.look()
        return JSONResponse({"status": said})

    # -- steps ---------------------------------------------------------------------------------------------------

    async def _birth(self, request: Request, session: Session, language: Language, text: str) -> Response:
        """The date fits: a new session, so that nobody can have planted the old one."""

        def work(uow: UnitOfWork) -> str | View:
            now = self._services.now()
            wanted = self._request(uow, request, now)
            if wanted is None:
                return self._gone()
            borrower = uow.borrowers.require(wanted.borrower_id)
            key = f"pay:{wanted.id}"
            until = limits.locked_until(uow, key, (), now)
            if until is None:
                dates = particulars.find(text[:100], today=local_date(now, borrower.timezone)).births
                if not dates:
                    return self._ask_birth("birth_unreadable")
                if borrower.date_of_birth in dates:
                    limits.clear(uow, key, ())
                    uow.audit.append(actor="pay", action="pay_page_opened", subject=wanted.id, data={}, at=now)
                    return wanted.id
                _, until = limits.miss(uow, key, (), now)
                uow.audit.append(actor="pay", action="pay_page_missed", subject=wanted.id, data={}, at=now)
            if until is not None:
                return self._locked(until, borrower.timezone)
            return self._ask_birth("birth_wrong")

        proven = await self._services.database.write(work)
        if isinstance(proven, View):
            return self._render(
                request, proven if proven.status != 200 else replace(proven, status=422), session, language
            )
        session = Session(secrets.token_urlsafe(16), proven)
        return self._with_cookie(RedirectResponse(self._here(request), status_code=303), session)

    async def _amount(
        self, request: Request, session: Session, language: Language, form: Mapping[str, str]
    ) -> Response:
        def work(uow: UnitOfWork) -> Order | View:
            now = self._services.now()
            view = self._view(uow, request, session, language)
            if view.name != "pay_amount.html":
                return view
            wanted = uow.payment_requests.require(view.values["request"], lock=True)
            options: pay.Choices = view.values["choices"]
            chosen = _chosen(options, form)
            if not isinstance(chosen, Money):
                return self._with_trouble(view, chosen, form, language)
            uow.payment_requests.change(wanted.id, amount=chosen.minor, status="started")
            uow.audit.append(
                actor="pay", action="payment_started", subject=wanted.loan_id, data={"request": wanted.id}, at=now
            )
            back = self._tokens.address(wanted.id)
            return Order(wanted.id, chosen, f"{back}?back=1&lang={language}", language)

        order = await self._services.database.write(work)
        if isinstance(order, View):
            return self._render(request, order, session, language)
        provider = self._provider()
        return RedirectResponse(await provider.checkout(order, self._services.now()), status_code=303)

    def _view(
        self, uow: UnitOfWork, request: Request, session: Session, language: Language, note: str | None = None
    ) -> View:
        """Which page there is to show now."""
        now = self._services.now()
        wanted = self._request(uow, request, now)
        if wanted is None:
            return self._gone()
        if session.proven != wanted.id:
            return self._ask_birth(note)
        if wanted.status == "completed":
            return View("pay_note.html", {"title": "done_title", "text": "done", "again": None})
        if wanted.status == "started" and "again" not in request.query_params:
            return View("pay_note.html", {"title": "waiting_title", "text": "waiting", "again": self._here(request)})
        if holds(uow, wanted.borrower_id, wanted.loan_id, now).payment_prompts:
            return View("pay_note.html", {"title": "paused_title", "text": "paused", "again": None})
        loans = {view.loan.id: view for view in overview(uow, wanted.borrower_id, now).loans}
        if wanted.loan_id not in loans or loans[wanted.loan_id].payoff <= 0:
            return View("pay_note.html", {"title": "paused_title", "text": "all_paid", "again": None})
        options = pay.choices(loans[wanted.loan_id], wanted)
        if wanted.status in ("failed", "cancelled"):
            note = wanted.status
        return View("pay_amount.html", _amounts(options, wanted.id, language, note))

    def _with_trouble(self, view: View, trouble: str, form: Mapping[str, str], language: Language) -> View:
        options: pay.Choices = view.values["choices"]
        about_own = trouble != "choice_missing"
        said = words.text(
            trouble,
            language,
            example=pay.example_amount(options.full.currency),
            unit=render.unit(options.full.currency, language),
            full=render.money(options.full, language),
        )
        values = {**view.values, "problem": said, "problem_of_own": about_own, "own": form.get("own", "")[:40]}
        if about_own:
            values["chosen"] = "own"
        return View(view.name, values, 422)

    def _request(self, uow: UnitOfWork, request: Request, now: datetime) -> PaymentRequest | None:
        """The request of this address while it stands; one that was paid may still be looked at."""
        request_id = self._tokens.read(request.path_params["token"])
        found = uow.payment_requests.get(request_id) if request_id else None
        return found if found and now < found.expires_at else None

    def _gone(self) -> View:
        return View("pay_note.html", {"title": "gone_title", "text": "gone", "again": None}, 404)

    def _ask_birth(self, problem: str | None = None) -> View:
        return View("pay_birth.html", {"problem": problem})

    def _locked(self, until: datetime, timezone: str) -> View:
        whole = until.astimezone(zone(timezone)) + timedelta(seconds=59)
        return View(
            "pay_note.html", {"title": "birth_title", "text": "birth_locked", "again": None, "until": f"{whole:%H:%M}"}
        )

    def _provider(self) -> Provider:
        return next(iter(self._providers.values()))

    # -- HTTP ----------------------------------------------------------------------------------------------------

    def _session(self, request: Request) -> Session:
        try:
            session_id, proven, until = self._cookies.loads(request.cookies.get(COOKIE, ""))
        except (BadSignature, ValueError, TypeError):
            return Session("")
        if self._services.now().timestamp() >= until:
            return Session("")
        return Session(str(session_id), proven)

    def _with_cookie(self, response: Response, session: Session) -> Response:
        until = int((self._services.now() + SESSION_LASTS).timestamp())
        response.set_cookie(
            COOKIE,
            self._cookies.dumps([session.id, session.proven, until]),
            max_age=int(SESSION_LASTS.total_seconds()),
            path="/pay",
            httponly=True,
            # Lax, since the provider's page sends the browser back here.
            samesite="lax",
            secure=self._services.settings.https,
        )
        return response

    def _here(self, request: Request) -> str:
        query = f"?lang={request.query_params['lang']}" if request.query_params.get("lang") in ("en", "zh") else ""
        return f"/pay/{request.path_params['token']}{query}"

    def _render(self, request: Request, view: View, session: Session, language: Language) -> Response:
        fresh = session.is_new
        if fresh:
            session = Session(secrets.token_urlsafe(16))
        other = "en" if language == "zh" else "zh"
        html = self._templates.get_template(view.name).render(
            **{"until": "", **view.values},
            language=language,
            lang="zh-Hans" if language == "zh" else "en",
            other=other,
            other_lang="zh-Hans" if other == "zh" else "en",
            csrf_field=Csrf.FIELD,
            csrf=self._services.csrf.issue(session.id),
            t={key: both.in_language(language) for key, both in words.TEXTS.items()},
            static=self._assets.url,
        )
        response = HTMLResponse(html, status_code=view.status, headers=self._headers(language))
        return self._with_cookie(response, session) if fresh else response

    def _headers(self, language: Language) -> dict[str, str]:
        """Nothing from anywhere else, in nobody's frame; forms may lead to the provider."""
        origins = " ".join(origin for provider in self._providers.values() for origin in provider.origins)
        return {
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' {origins}".rstrip()
                + "; base-uri 'none'; frame-ancestors 'none'"
            ),
            "X-Frame-Options": "DENY",
            "Content-Language": "zh-CN" if language == "zh" else "en",
            "X-Robots-Tag": "noindex",
        }


async def _form(request: Request) -> dict[str, str]:
    """The fields of a small form. Raises Problem."""
    try:
        async with limited(request, FORM_LIMIT).form(max_files=0, max_fields=10) as form:
            return {name: value for name, value in form.items() if isinstance(value, str)}
    except BodyTooLarge:
        raise Problem("too-long", "The form is too large.", field="body") from None
    except HTTPException:
        raise invalid("body", "The form cannot be read.") from None


def _amounts(options: pay.Choices, request_id: str, language: Language, note: str | None) -> dict[str, Any]:
    offered = []
    if options.due is not None:
        offered.append(("due", words.text("overdue", language), render.money(options.due, language)))
    if options.next is not None and options.next_due is not None:
        day = render.date(date.fromisoformat(options.next_due), language)
        offered.append(("next", words.text("next", language, date=day), render.money(options.next, language)))
    offered.append(("full", words.text("full", language), render.money(options.full, language)))
    return {
        "request": request_id,
        "choices": options,
        "offered": offered,
        "chosen": "own" if options.wished else offered[0][0],
        "own": options.wished.to_decimal_string() if options.wished else "",
        "own_label": words.text("own_label", language, unit=render.unit(options.full.currency, language)),
        "own_hint": words.text("own_hint", language, example=pay.example_amount(options.full.currency)),
        "note": note,
        "problem": None,
        "problem_of_own": False,
    }


def _chosen(options: pay.Choices, form: Mapping[str, str]) -> Money | str:
    """The amount, or the name of the text that says why there is none."""
    fixed = {"due": options.due, "next": options.next, "full": options.full}
    choice = form.get("amount", "")
    if choice == "own":
        own = pay.own_amount(form.get("own", ""), options.full)
        return own if isinstance(own, Money) else f"own_{own}"
    return fixed.get(choice) or "choice_missing"
