"""Live events inside this process: who listens to a conversation hears what happens in it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

QUEUE_LENGTH = 200
"""A listener this far behind is cut off; it comes back with the last number it saw and misses nothing."""


@dataclass(frozen=True)
class Event:
    """`message`, `state`, `typing` or `gone`. Only messages have a sequence number."""

    conversation_id: str
    kind: str
    data: Mapping[str, Any]
    seq: int | None = None


class Subscription:
    """One listener's queue. `None` from `next` means that it was cut off."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue(QUEUE_LENGTH)
        self.cut_off = False

    def put(self, event: Event) -> None:
        if self.cut_off:
            return
        try:
            self._queue.put_nowait(event)
        except asyncio.QueueFull:
            self.close()

    def close(self) -> None:
        """End it: what is queued is dropped, the listener will ask again."""
        self.cut_off = True
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)

    async def next(self) -> Event | None:
        return await self._queue.get()


class Hub:
    """Publishes on the event loop's thread. `watch` hears every conversation (console, other channels)."""

    def __init__(self) -> None:
        self._by_conversation: dict[str, set[Subscription]] = defaultdict(set)
        self._watchers: set[Callable[[Event], None]] = set()

    @property
    def listeners(self) -> int:
        return sum(len(subscriptions) for subscriptions in self._by_conversation.values())

    def publish(self, event: Event) -> None:
        for subscription in tuple(self._by_conversation.get(event.conversation_id, ())):
            subscription.put(event)
        for watcher in tuple(self._watchers):
            watcher(event)

    @contextmanager
    def subscribe(self, conversation_id: str) -> Iterator[Subscription]:
        subscription = Subscription()
        self._by_conversation[conversation_id].add(subscription)
        try:
            yield subscription
        finally:
            listeners = self._by_conversation[conversation_id]
            listeners.discard(subscription)
            if not listeners:
                del self._by_conversation[conversation_id]

    @contextmanager
    def watch(self, watcher: Callable[[Event], None]) -> Iterator[None]:
        """`watcher` is called at once for every event and must not block or raise."""
        self._watchers.add(watcher)
        try:
            yield
        finally:
            self._watchers.discard(watcher)

    def close(self) -> None:
        """End every subscription, so that a stopping server does not wait for its listeners."""
        for subscriptions in tuple(self._by_conversation.values()):
            for subscription in tuple(subscriptions):
                subscription.close()
