"""Records of the lender's side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Case:
    """Work for a person, with a number to quote and a day by which it is answered."""

    id: str
    number: str
    kind: str
    priority: str
    borrower_id: str | None
    loan_id: str | None
    conversation_id: str | None
    opened_at: datetime
    due_on: date
    status: str
    summary: Mapping[str, Any]
    idempotency_key: str
    assigned_to: str | None
    closed_at: datetime | None
    outcome: str | None


@dataclass(frozen=True)
class CaseNote:
    id: str
    case_id: str
    author: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Staff:
    id: str
    login: str
    name: str
    password_hash: str
    roles: Sequence[str]
    languages: Sequence[str]
    active: bool
    created_at: datetime


@dataclass(frozen=True)
class Notice:
    """An SMS or e-mail that goes out once, whatever is retried."""

    id: str
    to: str
    channel: str
    text: str
    at: datetime
    status: str
    attempts: int
    next_attempt_at: datetime | None
    idempotency_key: str


@dataclass(frozen=True)
class AuditLine:
    """One link of the record: `hash` covers the line and the hash before it."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    data: Mapping[str, Any]
    prev_hash: str
    hash: str
