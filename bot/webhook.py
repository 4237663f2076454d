"""Signed calls between servers: ours to a lender's SMS gateway, a payment provider's to us."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

SIGNATURE = "X-Evenkeel-Signature"
TIMESTAMP = "X-Evenkeel-Timestamp"
WINDOW = timedelta(minutes=5)
"""A call that is older than this, or that far ahead, is refused: whoever recorded it cannot play it again."""


def signature(secret: str, stamp: str, body: bytes) -> str:
    """`v1=` and the HMAC-SHA256 of the time in Unix seconds, a dot, and the body."""
    return "v1=" + hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def signed(secret: str, body: bytes, now: datetime) -> dict[str, str]:
    """The two headers for a body that is sent now."""
    stamp = str(int(now.timestamp()))
    return {TIMESTAMP: stamp, SIGNATURE: signature(secret, stamp, body)}


def holds(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Whether a body was signed with the secret, lately. `headers` must find names in any case."""
    stamp, given = headers.get(TIMESTAMP) or "", headers.get(SIGNATURE) or ""
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return False
    fits = hmac.compare_digest(given.encode(), signature(secret, stamp, body).encode())
    return fits and abs(now.timestamp() - int(stamp)) <= WINDOW.total_seconds()
