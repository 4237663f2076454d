"""What makes pages live: "something changed" as server-sent events, and who else is looking or typing. No content travels here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.file import GONE_AFTER
from bot.console.navigation import DESK
from bot.console.site import Fields, Site
from bot.hub import Event, Hub
from relief.store.records import Conversation, Onlooker
from relief.store.uow import UnitOfWork

NOTED_EVERY = timedelta(seconds=20)
"""Pages say every ten seconds that they are open; only so often, and on every change, that is written down."""
HERE = "X-Evenkeel-Here"
"""Answers who else is there, so that a page that was told by no stream (another process, a restart) sees that it is out of date."""
TOGETHER_S = 0.25
"""Changes within so short a time are told as one."""
PING_S = 15
RETRY_MS = 2000


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

    def __init__(self, site: Site, changes: Changes) -> None:
        self._site = site
        self._changes = changes

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
        database, now = self._site.services.database, self._site.services.now()
        if fields.text("leaving") == "1":
            await database.write(lambda uow: uow.onlookers.leave(conversation_id, me.staff.id))
            self._changes.tell(conversation_id)
            return Response(status_code=204)

        def look(uow: UnitOfWork) -> tuple[Conversation | None, list[Onlooker]]:
            return uow.conversations.get(conversation_id), uow.onlookers.since(conversation_id, now - GONE_AFTER)

        conversation, seen = await database.read(look)
        if conversation is None:
            return Response(status_code=404)
        before = next((one for one in seen if one.staff_id == me.staff.id), None)
        changed = before is None or before.typing != typing
        if before is None or changed or now - before.at >= NOTED_EVERY:
            mine = Onlooker(conversation_id, me.staff.id, typing, now)
            await database.write(lambda uow: uow.onlookers.note(mine, now - GONE_AFTER))
        if changed:
            self._changes.tell(conversation_id)
        if conversation.state == "person" and conversation.owner == me.staff.id:
            said = {"from": "person", "typing": typing}
            self._site.services.hub.publish(Event(conversation_id, "typing", said))
        here = ",".join(f"{one.staff_id}.{int(one.typing)}" for one in seen if one.staff_id != me.staff.id)
        return Response(status_code=204, headers={HERE: here})

    def _stream(self, wanted: str | None) -> Response:
        async def beats() -> AsyncIterator[ServerSentEvent]:
            yield ServerSentEvent(data="", event="ready", retry=RETRY_MS)
            async for beat in self._changes.follow(wanted):
                yield ServerSentEvent(data="", event=beat, retry=RETRY_MS)

        return EventSourceResponse(beats(), ping=PING_S, headers={"Cache-Control": "no-store"})
