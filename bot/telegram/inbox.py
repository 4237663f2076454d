"""What came in: kept at once, worked off chat by chat in order, each update once.

Telegram sends an update again when it doubts that we have it, and `kill -9` may come at any moment: the update's number in the
table makes it count once, and its body stays there until it has been dealt with.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.database import Database, DatabaseUnavailable
from bot.logging import fault
from bot.telegram.ending import end
from relief.store.records import TelegramUpdate
from relief.store.uow import UnitOfWork

LOOK_EVERY_S = 2.0
TRIES = 3
KEPT = timedelta(days=3)
"""How long an update's number is remembered; Telegram keeps updates for a day."""

TIDY_EVERY = 900

log = structlog.get_logger()

Handle = Callable[[Mapping[str, Any]], Awaitable[None]]


class Inbox:
    """One queue a chat. `handle` does an update's work; it must be able to meet the same one again after a crash."""

    def __init__(self, database: Database, now: Callable[[], datetime], handle: Handle) -> None:
        self._database = database
        self._now = now
        self._handle = handle
        self._working: set[str] = set()
        self._again: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, bodies: Iterable[Mapping[str, Any]]) -> None:
        """Keep what came; known ones are left out. Raises DatabaseUnavailable."""
        now = self._now()
        records = [record for body in bodies if (record := _record(body, now)) is not None]
        if not records:
            return
        fresh = await self._database.write(
            lambda uow: [record.chat_id for record in records if uow.telegram_updates.add_once(record)]
        )
        for chat_id in dict.fromkeys(fresh):
            self._start(chat_id)

    async def run(self) -> None:
        """Work off what an earlier process left, and look again now and then. Until cancelled."""
        looks = 0
        try:
            while True:
                try:
                    for chat_id in await self._database.read(lambda uow: uow.telegram_updates.waiting_chats()):
                        self._start(chat_id)
                    if looks % TIDY_EVERY == 0:
                        await self._database.write(self._tidy)
                except DatabaseUnavailable:
                    pass
                looks += 1
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            await end(self._tasks)

    async def waiting(self, chat_id: str) -> int:
        return await self._database.read(lambda uow: uow.telegram_updates.waiting_in(chat_id))

    def _tidy(self, uow: UnitOfWork) -> None:
        old = self._now() - KEPT
        uow.telegram_updates.forget_before(old)
        uow.telegram_links.forget_before(old)

    def _start(self, chat_id: str) -> None:
        if chat_id in self._working:
            self._again.add(chat_id)
            return
        self._working.add(chat_id)
        task = asyncio.create_task(self._work(chat_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, chat_id: str) -> None:
        try:
            while True:
                self._again.discard(chat_id)
                if not await self._one(chat_id) and chat_id not in self._again:
                    return
        except DatabaseUnavailable:
            pass  # it stays in the table; the next look finds it
        finally:
            self._working.discard(chat_id)

    async def _one(self, chat_id: str) -> bool:
        update = await self._database.read(lambda uow: uow.telegram_updates.next_of(chat_id))
        if update is None:
            return False
        try:
            await self._handle(update.body or {})
        except DatabaseUnavailable:
            raise
        except Exception as error:  # one update must not stop those behind it
            log.error("telegram_update_failed", attempt=update.attempts + 1, **fault(error))
            if update.attempts + 1 < TRIES:
                await self._database.write(lambda uow: uow.telegram_updates.missed(update.update_id))
                await asyncio.sleep(0.2 * (update.attempts + 1))
                return True
        await self._database.write(lambda uow: uow.telegram_updates.done(update.update_id))
        return True


def _record(body: Mapping[str, Any], now: datetime) -> TelegramUpdate | None:
    """None for something without a number: it is no update."""
    number = body.get("update_id")
    if not isinstance(number, int):
        return None
    message = body.get("message")
    inner = message or body.get("edited_message") or (body.get("callback_query") or {}).get("message")
    chat = (inner or body.get("my_chat_member") or {}).get("chat") or {}
    message_id = message.get("message_id") if isinstance(message, dict) else None
    return TelegramUpdate(number, str(chat.get("id", "0"))[:24], message_id, dict(body), "waiting", 0, now)
