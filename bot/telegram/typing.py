"""The sign that an answer is coming: once, and only when it takes longer than half a second."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.hub import Event

AFTER_S = 0.5


class Typing:
    """Listens to the hub. `show` sends the sign for a conversation; it must not raise."""

    def __init__(self, show: Callable[[str], Awaitable[None]], *, after_s: float = AFTER_S) -> None:
        self._show = show
        self._after_s = after_s
        self._soon: dict[str, asyncio.Task[None]] = {}

    def heard(self, event: Event) -> None:
        if event.kind != "typing" or event.data.get("from") != "bot":
            return
        before = self._soon.pop(event.conversation_id, None)
        if before is not None:
            before.cancel()
        if event.data.get("typing"):
            self._soon[event.conversation_id] = asyncio.create_task(self._later(event.conversation_id))

    def close(self) -> None:
        for task in self._soon.values():
            task.cancel()

    async def _later(self, conversation_id: str) -> None:
        await asyncio.sleep(self._after_s)
        await self._show(conversation_id)
