"""How often one conversation and one address may speak."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter


@dataclass(frozen=True)
class Allowances:
    """Generous for a person who types, tight for a program. An address can be a whole office or a mobile network."""

    messages_in_10_s: int = 12
    messages_a_minute: int = 40
    messages_a_minute_of_address: int = 600
    conversations_a_minute_of_address: int = 60
    reads_a_minute: int = 240


class RateLimits:
    """Counts in memory. Each check returns None, or the whole seconds to wait."""

    def __init__(self, *, enabled: bool, allowances: Allowances | None = None) -> None:
        self._enabled = enabled
        given = allowances or Allowances()
        self._burst = RateLimitItemPerSecond(given.messages_in_10_s, 10)
        self._messages = RateLimitItemPerMinute(given.messages_a_minute)
        self._messages_of_address = RateLimitItemPerMinute(given.messages_a_minute_of_address)
        self._conversations_of_address = RateLimitItemPerMinute(given.conversations_a_minute_of_address)
        self._reads = RateLimitItemPerMinute(given.reads_a_minute)
        # The limiter itself keeps only a weak reference to its storage.
        self._storage = MemoryStorage()
        self._limiter = FixedWindowRateLimiter(self._storage)

    def message(self, conversation_id: str, address: str) -> int | None:
        return self._hit(
            (self._burst, "burst", conversation_id),
            (self._messages, "message", conversation_id),
            (self._messages_of_address, "message-address", address),
        )

    def conversation(self, address: str) -> int | None:
        return self._hit((self._conversations_of_address, "conversation", address))

    def read(self, conversation_id: str) -> int | None:
        return self._hit((self._reads, "read", conversation_id))

    def _hit(self, *checks: tuple[RateLimitItem, str, str]) -> int | None:
        if not self._enabled:
            return None
        for item, purpose, who in checks:
            if not self._limiter.hit(item, purpose, who):
                reset_at, _ = self._limiter.get_window_stats(item, purpose, who)
                return max(1, math.ceil(float(reset_at) - time.time()))
        return None
