"""Carries erasures out to their end: files of borrowers, messages that wait in files, what stands in Telegram, and Rasa's memory.

The request in the database says what is left to do, so a gateway that dies in between goes on after its next start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path

from bot.database import Database
from bot.nlu.memory import Memory, memory_url
from bot.settings import Settings
from bot.spool import Spool
from bot.watching import watch
from relief import erasure
from relief.store.records import DataRequest
from relief.store.uow import UnitOfWork

LOOK_EVERY_S = 2.0

TakeBack = Callable[[str, Sequence[int]], Awaitable[bool]]


class Eraser:
    """One task of a gateway."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        now: Callable[[], datetime],
        *,
        take_back: TakeBack | None = None,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        """`take_back` deletes messages in a Telegram chat, where there is a messenger."""
        self._take_back = take_back
        self._database = database
        self._uploads = settings.uploads
        self._spool = Spool(settings.spool)
        self._memory_url = memory_url({"EVENKEEL_HOME": str(settings.home), "DATABASE_URL": settings.database_url})
        self._memory: Memory | None = None
        self._now = now
        self._look_every_s = look_every_s

    async def run(self) -> None:
        """Look until cancelled. A look that fails is logged and made again."""
        await watch(self.look, self._look_every_s, failure="eraser_failed")

    async def look(self) -> int:
        """Carry out what is pending; how many requests were. Raises DatabaseUnavailable."""
        waiting = await self._database.read(lambda uow: list(erasure.pending(uow)))
        done = 0
        for request in waiting:
            ready = await self._database.write(lambda uow, one=request: self._finish(uow, one))  # type: ignore[misc]
            if ready is None:
                continue
            await asyncio.to_thread(self._outside, ready)
            if not await self._in_chats(ready):
                continue
            await self._database.write(lambda uow, one=ready: erasure.carried_out(uow, one, self._now()))  # type: ignore[misc]
            done += 1
        return done

    def _finish(self, uow: UnitOfWork, request: DataRequest) -> DataRequest | None:
        """The request with all that can be done now; None while its own question waits for the answer, after which Rasa would write its
        memory once more."""
        if request.conversation_id and uow.messages.unanswered_in(request.conversation_id):
            return None
        return erasure.finish(uow, request, self._now())

    async def _in_chats(self, request: DataRequest) -> bool:
        """False when Telegram does not answer: then the request is looked at again."""
        if self._take_back is None:
            return True
        return all([await self._take_back(chat, numbers) for chat, numbers in request.todo.get("chats", {}).items()])

    def _outside(self, request: DataRequest) -> None:
        for name in request.todo.get("files", ()):
            (self._uploads / Path(name).name).unlink(missing_ok=True)
        memories = set(request.todo.get("memories", ()))
        for path, inbound, _ in self._spool.waiting():
            if inbound.conversation_id in memories:
                self._spool.done(path)
        if memories:
            self._memory = self._memory or Memory(self._memory_url)
            for conversation_id in memories:
                self._memory.erase(conversation_id)
