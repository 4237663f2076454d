"""Links that a lender's server asks for: for the page where the borrower is signed in, or for an SMS that it sends itself."""

from __future__ import annotations

import hmac
from typing import get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.links import MAX_REFERENCE, Kind, Links
from bot.particulars import normal_reference, spellings
from bot.security import bearer
from bot.services import Services
from bot.telegram import linking
from bot.web.body import BodyTooLarge, read_object, text_field
from bot.web.problems import Problem, invalid
from bot.web.telegram import Messenger, qr
from relief.store.records import TelegramLink
from relief.store.uow import UnitOfWork


class LinkApi:
    """Handlers of `/api/v1/links`. `key` is what the lender's server proves itself with (EVENKEEL_LENDER_KEY)."""

    def __init__(self, services: Services, links: Links, key: str, messenger: Messenger | None = None) -> None:
        self._messenger = messenger
        self._services = services
        self._links = links
        self._key = key

    def routes(self) -> list[BaseRoute]:
        return [Route("/api/v1/links", self.make, methods=["POST"])]

    async def make(self, request: Request) -> Response:
        """A new link for a borrower."""
        given = bearer(request) or ""
        if not hmac.compare_digest(given.encode(), self._key.encode()):
            raise Problem(
                "unauthorized", "Send the lender's key: Authorization: Bearer …", headers={"WWW-Authenticate": "Bearer"}
            )
        try:
            body = await read_object(request)
        except BodyTooLarge:
            raise Problem("too-long", "The body is too large.", field="body") from None
        reference = text_field(body, "reference", required=True, longest=MAX_REFERENCE, plain=True) or ""
        kind = text_field(body, "kind") or "page"
        if kind == "telegram":
            return await self._telegram(reference)
        if kind not in get_args(Kind):
            raise invalid("kind", "kind must be 'page', 'sms' or 'telegram'.")
        made = await self._services.database.write(
            lambda uow: self._links.make_for(
                uow, reference, "sms" if kind == "sms" else "page", self._services.now(), actor="lender"
            )
        )
        if made is None:
            raise _nobody()
        token, link = made
        content = {
            "link": token,
            "url": self._links.address(token),
            "kind": link.kind,
            "expires_at": link.expires_at.isoformat(timespec="seconds"),
        }
        return JSONResponse(content, status_code=201)

    async def _telegram(self, reference: str) -> Response:
        """A deep link into Telegram, and the same as a QR code (SVG)."""
        username = self._messenger.username if self._messenger else None
        if username is None:
            raise Problem(
                "unavailable",
                "Telegram is not connected: TELEGRAM_TOKEN is not set, or the log says what is in the way.",
            )

        def work(uow: UnitOfWork) -> tuple[str, TelegramLink] | None:
            people = uow.borrowers.identified(spellings(normal_reference(reference)), [])
            if len(people) != 1:
                return None
            return linking.make(uow, people[0].id, self._services.now(), made_by="lender")

        try:
            made = await self._services.database.write(work)
        except linking.NotAllowed as error:
            raise Problem("not-allowed", f"{error}.", field="kind") from None
        if made is None:
            raise _nobody()
        token, link = made
        url = linking.address(username, token)
        content = {
            "link": token,
            "url": url,
            "kind": "telegram",
            "expires_at": link.expires_at.isoformat(timespec="seconds"),
            "qr": qr(url),
        }
        return JSONResponse(content, status_code=201)


def _nobody() -> Problem:
    return Problem("not-found", "There is no borrower or loan with this reference.", field="reference")
