"""Server-sent events: what happened since, then what happens, without a gap and without a repeat."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from bot import lines
from bot.database import DatabaseUnavailable
from bot.hub import Event, Subscription
from bot.intake import UnknownConversation
from bot.security import TokenClaims
from bot.services import Services

PING_S = 15
RETRY_MS = 2000


async def event_stream(services: Services, claims: TokenClaims, after: int) -> Response:
    """The stream after sequence number `after`. Raises UnknownConversation, DatabaseUnavailable before it starts."""
    await services.conversations.read(claims.conversation_id, 2**31 - 1, token_version=claims.version)
    return EventSourceResponse(_events(services, claims, after), ping=PING_S, headers={"Cache-Control": "no-store"})


async def _events(services: Services, claims: TokenClaims, after: int) -> AsyncIterator[ServerSentEvent]:
    with services.hub.subscribe(claims.conversation_id) as subscription:
        try:
            async for event in _following(services, claims, after, subscription):
                yield _render(event)
        except (UnknownConversation, DatabaseUnavailable):
            return  # the client comes back with the last number it saw and is told then


async def _following(
    services: Services, claims: TokenClaims, after: int, subscription: Subscription
) -> AsyncIterator[Event]:
    """Stored lines first. A live line that does not follow on the last one is fetched with those between."""
    conversation_id = claims.conversation_id
    conversation, stored = await services.conversations.read(conversation_id, after, token_version=claims.version)
    yield Event(conversation_id, "state", lines.state_of(conversation, services.now()))
    last = after
    while True:
        for line in stored:
            last = line.seq
            if lines.is_shown(line):
                yield Event(conversation_id, "message", lines.view(line, conversation.timezone), line.seq)
        stored = []
        event = await subscription.next()
        if event is None:
            return
        if event.seq is None:
            yield event
            if event.kind == "gone":
                return
        elif event.seq == last + 1:
            last = event.seq
            yield event
        elif event.seq > last:
            conversation, stored = await services.conversations.read(
                conversation_id, last, token_version=claims.version
            )


def _render(event: Event) -> ServerSentEvent:
    return ServerSentEvent(
        data=_json(event.data), event=event.kind, id=None if event.seq is None else str(event.seq), retry=RETRY_MS
    )


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(dict(data), ensure_ascii=False, separators=(",", ":"))
