"""Signing in and out."""

from __future__ import annotations

from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.console import accounts
from bot.console.accounts import SignedIn
from bot.console.site import COOKIE, HOME, SIGN_IN, Fields, Site, anonymous_session
from bot.security import Csrf, client_address
from bot.web.pages import wanted_language
from relief.store.uow import UnitOfWork
from words.model import as_language

BEFORE = "evenkeel_staff_before"
"""A cookie that binds the sign-in form to a browser, so that nobody can sign somebody else in."""


class SigningPages:
    """`/console/sign-in`, `/console/sign-out`, and the way to the first page."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            self._site.get("/console", self.home),
            Route(SIGN_IN, self.show, methods=["GET"]),
            Route(SIGN_IN, self.take, methods=["POST"]),
            self._site.post("/console/sign-out", self.leave),
            self._site.post("/console/away", self.away),
        ]

    async def home(self, request: Request, me: SignedIn) -> Response:
        return RedirectResponse(self._first_page(me), 303)

    def _first_page(self, me: SignedIn) -> str:
        return HOME if me.may("collector", "supervisor") else "/console/welcome"

    async def show(self, request: Request) -> Response:
        if await self._site.who(request) is not None:
            return RedirectResponse("/console", 303)
        return self._form(request, "")

    async def take(self, request: Request) -> Response:
        fields = await self._site.fields(request)
        before = request.cookies.get(BEFORE, "")
        if not before or not self._site.services.csrf.holds(before, fields.text(Csrf.FIELD)):
            return self._form(request, "form_too_old", 403)
        login, services = fields.text("login", 80).lower(), self._site.services
        staff = await services.database.read(lambda uow: uow.staff.by_login(login))
        if staff is not None and login.startswith(accounts.DEMO_PREFIX) and not services.settings.demo:
            staff = None
        password = str(fields.raw("password"))
        right = await run_in_threadpool(accounts.fits, staff.password_hash if staff else None, password)
        language, now = as_language(wanted_language(request)), services.now()
        address = client_address(request)
        done = await services.database.write(
            lambda uow: accounts.sign_in(uow, staff, login, right, language, address, now)
        )
        if isinstance(done, datetime):
            return self._form(request, "sign_in_locked", 429, login=login, until=done)
        if done is None:
            return self._form(request, "sign_in_wrong", 422, login=login)
        wanted = fields.text("next", 500)
        inside = wanted.startswith("/console/") and not wanted.startswith(SIGN_IN) and not set(wanted) & {"\\", "."}
        response = RedirectResponse(wanted if inside else self._first_page(done), 303)
        self._site.set_cookie(response, done.token)
        response.delete_cookie(BEFORE, path="/console")
        return response

    async def leave(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        now = self._site.services.now()

        def end(uow: UnitOfWork) -> None:
            uow.staff_sessions.change(me.session.id, ended_at=now)
            uow.audit.append(actor=me.staff.id, action="staff.signed_out", subject=me.staff.id, data={}, at=now)

        await self._site.services.database.write(end)
        response = RedirectResponse(f"{SIGN_IN}?note=signed_out", 303)
        response.delete_cookie(COOKIE, path="/console")
        return response

    async def away(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        """Nothing is handed to somebody who is away."""
        away = fields.text("away") == "1"
        await self._site.services.database.write(
            lambda uow: uow.staff_sessions.change(me.session.id, away=away, seen_at=self._site.services.now())
        )
        return self._site.back(self._first_page(me))

    def _form(
        self, request: Request, problem: str, status: int = 200, login: str = "", until: datetime | None = None
    ) -> Response:
        before = request.cookies.get(BEFORE) or anonymous_session()
        values = {"problem": problem, "login": login, "until": until, "next": request.query_params.get("next", "")}
        response = self._site.render(request, None, "sign_in.html", values, status=status, csrf_session=before)
        response.set_cookie(
            BEFORE, before, path="/console", httponly=True, samesite="strict", secure=self._site.services.settings.https
        )
        return response
