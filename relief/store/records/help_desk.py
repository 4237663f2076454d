"""Records of what goes to a help desk elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class HelpDeskEvent:
    """Something that a help desk hears once: `kind` is `opened`, `line` or `closed`; `status` `waiting`, `sent` or `dead`.

    No word of a borrower stands here: the body is made from the case at the moment of sending."""

    id: str
    case_id: str
    kind: str
    detail: Mapping[str, Any]
    at: datetime
    status: str
    attempts: int
    next_attempt_at: datetime | None
    sent_at: datetime | None
    trouble: str | None
    idempotency_key: str
