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

    message_burst: RateLimitItem = RateLimitItemPerSecond(12, 10)
    messages: RateLimitItem = RateLimitItemPerMinute(40)
    messages_of_address: RateLimitItem = RateLimitItemPerMinute(600)
    conversations_of_address: RateLimitItem = RateLimitItemPerMinute(60)
    reads: RateLimitItem = RateLimitItemPerMinute(240)


class RateLimits:
    """Counts in memory. Each check returns None, or the whole seconds to wait."""

    def __init__(self, *, enabled: bool, allowances: Allowances | None = None) -> None:
        self._enabled = enabled
        self._allowances = allowances or Allowances()
        # The limiter itself keeps only a weak reference to its storage.
        self._storage = MemoryStorage()
        self._limiter = FixedWindowRateLimiter(self._storage)

    def message(self, conversation_id: str, address: str) -> int | None:
        return self._hit(
            (self._allowances.message_burst, "burst", conversation_id),
            (self._allowances.messages, "message", conversation_id),
            (self._allowances.messages_of_address, "message-address", address),
        )

    def conversation(self, address: str) -> int | None:
        return self._hit((self._allowances.conversations_of_address, "conversation", address))

    def read(self, conversation_id: str) -> int | None:
        return self._hit((self._allowances.reads, "read", conversation_id))

    def _hit(self, *checks: tuple[RateLimitItem, str, str]) -> int | None:
        if not self._enabled:
            return None
        for item, purpose, who in checks:
            if not self._limiter.hit(item, purpose, who):
                reset_at, _ = self._limiter.get_window_stats(item, purpose, who)
                return max(1, math.ceil(reset_at - time.time()))
        return None
