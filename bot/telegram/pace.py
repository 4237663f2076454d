"""How fast we may write: one message a second to a chat, thirty calls a second over all, nothing at all while Telegram says wait.

A call arrives some time between its beginning and its answer, and nobody knows when. So it keeps its place from before it begins until a second
after its answer, and there are thirty places: of thirty-one calls the last can only begin when one has been answered for a second, hence no
second at Telegram's door sees more than thirty, however long each was under way. The same holds for a chat, with one place.

Telegram's limits are for the whole bot, so a `retry_after` stops everything. (python-telegram-bot's own limiter paces
groups and the total, but not a private chat.)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from telegram.error import RetryAfter

from bot.telegram import client

OVERALL = 30
SECOND_S = 1.02
"""A second and a little more, for clocks that do not tick alike."""

REMEMBERED_CHATS = 10_000


@dataclass
class _Chat:
    """One message at a time goes there, in order of asking; the next not before `free_at`."""

    order: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


class Pace:
    """Turns in order of asking. `enabled` False (load tests in the demo) leaves only the waiting that Telegram asks for.

    The first turn comes a second after this is made: a process that was killed may have used all places until then.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        enabled: bool = True,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._enabled = enabled
        self._places: asyncio.Queue[float] = asyncio.Queue()
        for place in range(OVERALL):  # spread over a second, and so they come back
            self._places.put_nowait(clock() + SECOND_S * (1 + place / OVERALL) if enabled else 0.0)
        self._chats: dict[str, _Chat] = {}
        self._paused_until = 0.0

    def pause(self, seconds: float) -> None:
        """Nothing goes out for so long."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    @property
    def is_busy(self) -> bool:
        """Whether half of the places are taken: then what is only a courtesy had better not be said."""
        return self._places.qsize() < OVERALL // 2

    async def reach(self, chat_id: str) -> None:
        """Until the chat's last message is a second old; it takes no turn."""
        chat = self._chats.get(chat_id)
        if chat is not None and self._enabled:
            await self._until(chat.free_at)

    @asynccontextmanager
    async def turn(self, chat_id: str | None = None) -> AsyncIterator[None]:
        """The time in which one call may go: a message to this chat, or (None) one that writes no new message, such as an edit.

        A `RetryAfter` that the call raises goes on to the caller, and pauses everybody.
        """
        if chat_id is None or not self._enabled:
            async with self._place():
                yield
            return
        chat = self._chat(chat_id)
        async with chat.order:
            await self._until(chat.free_at)
            try:
                async with self._place():
                    yield
            finally:
                chat.free_at = self._clock() + SECOND_S

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        free_at = await self._places.get()
        try:
            await self._until(free_at)
            while self._paused_until > self._clock():
                await self._until(self._paused_until)
            yield
        except RetryAfter as error:
            self.pause(client.seconds(error))
            raise
        finally:
            self._places.put_nowait(self._clock() + SECOND_S if self._enabled else 0.0)

    async def _until(self, then: float) -> None:
        while (wait := then - self._clock()) > 0:
            await self._sleep(wait)

    def _chat(self, chat_id: str) -> _Chat:
        if len(self._chats) > REMEMBERED_CHATS:
            now = self._clock()
            self._chats = {one: chat for one, chat in self._chats.items() if chat.order.locked() or chat.free_at > now}
        return self._chats.setdefault(chat_id, _Chat())
