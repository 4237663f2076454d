"""Records of requests about one's own data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class DataRequest:
    """`kind` is `copy` or `erasure`. A copy is `ready` until it expires; an erasure is `pending` until what lies outside the database
    (`todo`: files by path, Rasa's memory by conversation) is gone too, then `done`."""

    id: str
    borrower_id: str
    conversation_id: str | None
    kind: str
    status: str
    created_at: datetime
    expires_at: datetime | None
    completed_at: datetime | None
    todo: Mapping[str, Any]
    idempotency_key: str
