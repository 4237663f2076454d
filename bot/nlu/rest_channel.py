"""Rasa's REST channel that says 503 when a message could not be handled.

Rasa's own catches every error and answers 200 with whatever was said before it, so a caller cannot tell a failure from silence. The
address stays ``/webhooks/rest/webhook``. A caller that sends ``metadata.message_id`` (the gateway) also gets, as a last custom part,
what was read in its message: ``{"understood": {"intent", "confidence", "entities", "model"}}``.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.nlu.startup import READ

_failure: ContextVar[str | None] = ContextVar("rest_failure", default=None)
_wanted: ContextVar[bool] = ContextVar("reading_wanted", default=False)


class StrictRestInput(RestInput):
    """As Rasa's, but honest about errors."""

    @classmethod
    def name(cls) -> str:
        """Its place in the address, and in ``latest_input_channel``."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        """Rasa's routes, with the outcome of the message remembered and turned into the status."""

        async def remember(message: UserMessage) -> None:
            _failure.set(None)
            READ.set(None)
            _wanted.set(bool((message.metadata or {}).get("message_id")))
            try:
                await on_new_message(message)
            except Exception as error:
                _failure.set(type(error).__name__)
                raise

        routes = super().blueprint(remember)

        @routes.middleware("response")
        async def say_so(request: Request, answer: HTTPResponse) -> HTTPResponse | None:
            failed, _ = _failure.get(), _failure.set(None)
            wanted, _ = _wanted.get(), _wanted.set(False)
            if request.method != "POST":
                return None
            if failed is None:
                read = READ.get() if wanted else None
                if read is None or answer.status != 200 or not answer.body:
                    return None
                custom = {"custom": {"understood": read}}
                return response.json([*json.loads(answer.body), custom], ensure_ascii=False)
            return response.json(
                {"error": failed, "detail": "The message was not handled. Send it again later."},
                status=503,
                headers={"Retry-After": "5"},
            )

        return routes
