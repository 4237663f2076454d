"""Links that a lender's server asks for: for the page where the borrower is signed in, or for an SMS that it sends itself."""

from __future__ import annotations

import hmac
from typing import get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.links import MAX_REFERENCE, Kind, Links
from bot.security import bearer
from bot.services import Services
from bot.web.body import BodyTooLarge, read_object, text_field
from bot.web.problems import Problem, invalid


class LinkApi:
    """Handlers of `/api/v1/links`. `key` is what the lender's server proves itself with (EVENKEEL_LENDER_KEY)."""

    def __init__(self, services: Services, links: Links, key: str) -> None:
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
        if kind not in get_args(Kind):
            raise invalid("kind", "kind must be 'page' or 'sms'.")
        made = await self._services.database.write(
            lambda uow: self._links.make_for(
                uow, reference, "sms" if kind == "sms" else "page", self._services.now(), actor="lender"
            )
        )
        if made is None:
            raise Problem("not-found", "There is no borrower or loan with this reference.", field="reference")
        token, link = made
        content = {
            "link": token,
            "url": self._links.address(token),
            "kind": link.kind,
            "expires_at": link.expires_at.isoformat(timespec="seconds"),
        }
        return JSONResponse(content, status_code=201)
