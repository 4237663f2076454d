"""Records of what a person must agree to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Approval:
    """A proposal that waits for people. `role` is the least authority needed, `people` how many must say yes; a vote is
    `{"staff", "role", "at", "reason"}`. `status`: pending, approved, refused, expired, taken. `told` says whether the
    borrower has heard how it came out."""

    id: str
    borrower_id: str
    loan_id: str
    conversation_id: str | None
    plan_id: str
    case_id: str
    kind: str
    fingerprint: str
    role: str
    why: str
    people: int
    votes: Sequence[Mapping[str, Any]]
    status: str
    requested_at: datetime
    expires_on: date
    decided_at: datetime | None
    reason: str | None
    told: bool
    idempotency_key: str
