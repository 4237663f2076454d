"""What makes pages live: "something changed" as server-sent events, and who else is looking or typing. No content travels here."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.navigation import DESK
from bot.console.site import Fields, Site
from bot.hub import Event, Hub

GONE_AFTER = timedelta(seconds=40)
TOGETHER_S = 0.25
"""Changes within so short a time are told as one."""
PING_S = 15
RETRY_MS = 2000


@dataclass(frozen=True)
class Onlooker:
    staff_id: str
    name: str
    typing: bool
    at: datetime


class Presence:
    """Who has a conversation open, in this process. It is told again and again, so nothing has to be kept."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._seen: dict[str, dict[str, Onlooker]] = defaultdict(dict)

    def note(self, conversation_id: str, staff_id: str, name: str, typing: bool) -> bool:
        """True when somebody new came or began or stopped typing."""
        before = self._seen[conversation_id].get(staff_id)
        self._seen[conversation_id][staff_id] = Onlooker(staff_id, name, typing, self._now())
        return before is None or before.typing != typing

    def leave(self, conversation_id: str, staff_id: str) -> None:
        self._seen[conversation_id].pop(staff_id, None)

    def others(self, conversation_id: str, staff_id: str) -> list[Onlooker]:
        limit = self._now() - GONE_AFTER
        seen = self._seen.get(conversation_id, {})
        for gone in [key for key, one in seen.items() if one.at < limit]:
            del seen[gone]
        return [one for key, one in seen.items() if key != staff_id]


class Changes:
    """Listens to the hub for the console, and carries what only the console knows (notes, presence)."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._listeners: set[Callable[[str], None]] = set()

    def tell(self, conversation_id: str) -> None:
        for listener in tuple(self._listeners):
            listener(conversation_id)

    async def follow(self, wanted: str | None) -> AsyncIterator[str]:
        """A beat for each change of one conversation, or of any that concerns the queue."""
        woken = asyncio.Event()

        def heard(event: Event) -> None:
            if event.kind == "typing":
                return
            if wanted is None or event.conversation_id == wanted:
                woken.set()

        def told(conversation_id: str) -> None:
            if conversation_id == wanted:
                woken.set()

        self._listeners.add(told)
        try:
            with self._hub.watch(heard):
                while True:
                    await woken.wait()
                    await asyncio.sleep(TOGETHER_S)
                    woken.clear()
                    yield "changed"
        finally:
            self._listeners.discard(told)


class LivePages:
    """The streams, and the small call with which a page says that somebody is there."""

    def __init__(self, site: Site, changes: Changes, presence: Presence) -> None:
        self._site = site
        self._changes = changes
        self._presence = presence

    def routes(self) -> list[BaseRoute]:
        return [
            self._site.get("/console/live", self.queue, *DESK),
            self._site.get("/console/c/{conversation_id}/live", self.conversation, *DESK),
            self._site.post("/console/c/{conversation_id}/here", self.here, *DESK),
        ]

    async def queue(self, request: Request, me: SignedIn) -> Response:
        return self._stream(None)

    async def conversation(self, request: Request, me: SignedIn) -> Response:
        return self._stream(request.path_params["conversation_id"])

    async def here(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        """Somebody looks, types, or leaves. The owner's typing shows at the borrower's side as well."""
        conversation_id = request.path_params["conversation_id"]
        typing = fields.text("typing") == "1"
        if fields.text("leaving") == "1":
            self._presence.leave(conversation_id, me.staff.id)
            self._changes.tell(conversation_id)
            return Response(status_code=204)
        conversation = await self._site.services.database.read(lambda uow: uow.conversations.get(conversation_id))
        if conversation is None:
            return Response(status_code=404)
        if self._presence.note(conversation_id, me.staff.id, me.staff.name, typing):
            self._changes.tell(conversation_id)
        if conversation.state == "person" and conversation.owner == me.staff.id:
            said = {"from": "person", "typing": typing}
            self._site.services.hub.publish(Event(conversation_id, "typing", said))
        return Response(status_code=204)

    def _stream(self, wanted: str | None) -> Response:
        async def beats() -> AsyncIterator[ServerSentEvent]:
            yield ServerSentEvent(data="", event="ready", retry=RETRY_MS)
            async for beat in self._changes.follow(wanted):
                yield ServerSentEvent(data="", event=beat, retry=RETRY_MS)

        return EventSourceResponse(beats(), ping=PING_S, headers={"Cache-Control": "no-store"})
