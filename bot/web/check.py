"""The lender's page at which a conversation is checked, and the same for the lender's own server."""

from __future__ import annotations

import hmac

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.genuine import Found, Genuine
from bot.security import bearer
from bot.services import Services
from bot.web import assets
from bot.web import check_texts as words
from bot.web.pages import TEMPLATES, wanted_language
from bot.web.problems import Problem
from relief.dates import zone

LONGEST = 40
HERE = "Asia/Shanghai"
"""The demo lender's own zone; times on its page are shown in it."""


class CheckPages:
    """Handlers of `/check` and `/api/v1/conversation-codes/{code}`."""

    def __init__(self, services: Services, genuine: Genuine) -> None:
        self._services = services
        self._genuine = genuine
        self._assets = assets.load()
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/check", self.page, methods=["GET"]),
            Route("/api/v1/conversation-codes/{code}", self.for_the_lender, methods=["GET"]),
        ]

    async def page(self, request: Request) -> Response:
        language = wanted_language(request)
        typed = request.query_params.get("code", "").strip()[:LONGEST]
        said = None
        if typed:
            found = await self._find(typed)
            here = zone(HERE)
            said = words.verdict(
                language,
                found.began.astimezone(here) if found else None,
                found.last.astimezone(here) if found else None,
            )
        other = "en" if language == "zh" else "zh"
        html = self._templates.get_template("check.html").render(
            language=language,
            lang="zh-Hans" if language == "zh" else "en",
            other=other,
            other_lang="zh-Hans" if other == "zh" else "en",
            typed=typed,
            said=said,
            never=words.NEVER,
            then=words.THEN,
            t={key: both.in_language(language) for key, both in words.TEXTS.items()},
            static=self._assets.url,
        )
        return HTMLResponse(html, headers={"Content-Language": "zh-CN" if language == "zh" else "en"})

    async def for_the_lender(self, request: Request) -> Response:
        """For a lender's own page or service desk, with the lender's key: whether the code is one of ours, and nothing about whom."""
        key = self._services.settings.lender_key
        if key is None or not hmac.compare_digest((bearer(request) or "").encode(), key.encode()):
            raise Problem(
                "unauthorized", "Send the lender's key: Authorization: Bearer …", headers={"WWW-Authenticate": "Bearer"}
            )
        found = await self._find(request.path_params["code"][:LONGEST])
        if found is None:
            raise Problem("not-found", "No conversation of the last two days has this code.", field="code")
        began, last = (when.isoformat(timespec="seconds") for when in (found.began, found.last))
        return JSONResponse({"genuine": True, "began": began, "last": last, "channel": found.channel})

    async def _find(self, typed: str) -> Found | None:
        return await self._services.database.read(lambda uow: self._genuine.find(uow, typed, self._services.now()))
