"""How fast we may write: one message a second to a chat, thirty a second over all, nothing at all while Telegram says wait.

Telegram's limits are for the whole bot, so a `retry_after` stops everything. (python-telegram-bot's own limiter paces
groups and the total, but not a private chat.)
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

EACH_CHAT_S = 1.05
"""A little more than a second: what leaves us evenly may arrive unevenly."""
OVERALL = 30
WINDOW_S = 1.0
REMEMBERED_CHATS = 10_000


class Pace:
    """Turns in order of asking. `enabled` False (load tests in the demo) leaves only the waiting that Telegram asks for."""

    def __init__(self, clock: Callable[[], float], *, enabled: bool = True) -> None:
        self._clock = clock
        self._enabled = enabled
        self._recent: deque[float] = deque(maxlen=OVERALL)
        self._next: dict[str, float] = {}
        self._paused_until = 0.0
        self._turn = asyncio.Lock()

    def pause(self, seconds: float) -> None:
        """Nothing goes out for so long."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    async def wait(self, chat_id: str | None = None) -> None:
        """Until the next message may go (to this chat; None for a call that is no message). Counts it."""
        if chat_id is not None and self._enabled:
            now = self._clock()
            mine = max(now, self._next.get(chat_id, 0.0))
            self._next[chat_id] = mine + EACH_CHAT_S
            if len(self._next) > REMEMBERED_CHATS:
                self._next = {chat: at for chat, at in self._next.items() if at > now}
            await asyncio.sleep(mine - now)
        async with self._turn:
            while (wait := self._how_long()) > 0:
                await asyncio.sleep(wait)
            now = self._clock()
            self._recent.append(now)
            if chat_id is not None:  # a message that was held up counts from when it really went
                self._next[chat_id] = max(self._next.get(chat_id, 0.0), now + EACH_CHAT_S)

    def _how_long(self) -> float:
        now = self._clock()
        wait = self._paused_until - now
        if self._enabled and len(self._recent) == OVERALL:
            wait = max(wait, self._recent[0] + WINDOW_S - now)
        return wait
