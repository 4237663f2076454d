"""Where Telegram brings updates when there is a public address: the secret is compared, the update kept, the answer given at
once; the work comes later."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.database import DatabaseUnavailable
from bot.inbound import is_unicode
from bot.web.body import BodyTooLarge, limited

PATH = "/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1024 * 1024

Take = Callable[[Iterable[Mapping[str, Any]]], Awaitable[None]]


class Webhook:
    """One handler. `take` keeps an update."""

    def __init__(self, secret: str, take: Take) -> None:
        self._secret = secret.encode()
        self._take = take

    def routes(self) -> list[BaseRoute]:
        return [Route(PATH, self.update, methods=["POST"])]

    async def update(self, request: Request) -> Response:
        """200 once it is kept; 503 when it cannot be, so that Telegram brings it again."""
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), self._secret):
            return Response(status_code=403)
        try:
            body = json.loads(await limited(request, LARGEST).body())
        except BodyTooLarge:
            return Response(status_code=413)
        except ValueError:
            return Response(status_code=400)
        if not isinstance(body, dict) or not is_unicode(json.dumps(body, ensure_ascii=False)):
            return Response(status_code=400)
        try:
            await self._take([body])
        except DatabaseUnavailable:
            return Response(status_code=503, headers={"Retry-After": "5"})
        return Response(status_code=200)
