"""The sandbox provider's own page: demo only. It knows nothing of us but the order, and reports over HTTP like a stranger."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import cast, get_args

import httpx
import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.payments.provider import Order, Outcome
from bot.payments.sandbox import Sandbox
from bot.security import Csrf
from bot.web import assets
from bot.web.body import BodyTooLarge, limited
from bot.web.pages import TEMPLATES
from words import format as render
from words import payment as words

PAUSES_S = (0.0, 0.5, 1.5)
"""Before each attempt to report."""

log = structlog.get_logger()


class SandboxPages:
    """`callback_url` is where the lender's gateway takes reports."""

    def __init__(self, sandbox: Sandbox, callback_url: str, csrf: Csrf, now: Callable[[], datetime]) -> None:
        self._sandbox = sandbox
        self._callback_url = callback_url
        self._csrf = csrf
        self._now = now
        self._assets = assets.load()
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[BaseRoute]:
        return [Route("/sandbox/pay/{order}", self.show), Route("/sandbox/pay/{order}", self.decide, methods=["POST"])]

    async def show(self, request: Request) -> Response:
        order, _ = self._order(request)
        return self._page(request, order)

    async def decide(self, request: Request) -> Response:
        order, reference = self._order(request)
        try:
            async with limited(request, 8192).form(max_files=0, max_fields=5) as form:
                outcome, token = form.get("outcome"), form.get(Csrf.FIELD)
        except BodyTooLarge:
            raise HTTPException(413) from None
        if outcome not in get_args(Outcome) or not self._csrf.holds(
            self._about(request), token if isinstance(token, str) else None
        ):
            return self._page(request, order, status=403)
        if not await self._report(order, reference, cast(Outcome, outcome)):
            return self._page(request, order, trouble="sandbox_late", status=503)
        return RedirectResponse(order.return_url, status_code=303)

    async def _report(self, order: Order, reference: str, outcome: Outcome) -> bool:
        async with httpx.AsyncClient(timeout=5.0, trust_env=False) as client:
            for pause in PAUSES_S:
                await asyncio.sleep(pause)
                body, headers = self._sandbox.callback(order, reference, outcome, self._now())
                try:
                    answer = await client.post(self._callback_url, content=body, headers=headers)
                except httpx.HTTPError as error:
                    log.warning("sandbox_report_failed", error=type(error).__name__)
                    continue
                if answer.is_success:
                    return True
                log.warning("sandbox_report_refused", status=answer.status_code)
        return False

    def _order(self, request: Request) -> tuple[Order, str]:
        found = self._sandbox.order(request.path_params["order"], self._now())
        if found is None:
            raise HTTPException(404)
        return found

    def _about(self, request: Request) -> str:
        """The page has no cookie: its form is bound to the order, which nobody else can know."""
        return "sandbox:" + hashlib.sha256(request.path_params["order"].encode()).hexdigest()

    def _page(self, request: Request, order: Order, *, trouble: str | None = None, status: int = 200) -> Response:
        html = self._templates.get_template("pay_sandbox.html").render(
            language=order.language,
            lang="zh-Hans" if order.language == "zh" else "en",
            amount=render.money(order.amount, order.language),
            trouble=trouble,
            csrf_field=Csrf.FIELD,
            csrf=self._csrf.issue(self._about(request)),
            t={key: both.in_language(order.language) for key, both in words.TEXTS.items()},
            static=self._assets.url,
        )
        policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        return HTMLResponse(html, status_code=status, headers={"Content-Security-Policy": policy})
