"""Records of situations, decisions, agreements and contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class BorrowerState:
    """A state that binds us (distress, dispute, deceased …) for a borrower, or for one loan of theirs."""

    id: str
    borrower_id: str
    loan_id: str | None
    state: str
    since: datetime
    until: datetime | None
    source: str
    evidence: str | None
    lifted_at: datetime | None
    lifted_by: str | None
    lift_reason: str | None


@dataclass(frozen=True)
class Situation:
    """Why paying is hard, in the contract's reasons; `words` only with consent."""

    id: str
    borrower_id: str
    conversation_id: str | None
    reason: str
    words: str | None
    consent_at: datetime | None
    at: datetime


@dataclass(frozen=True)
class Budget:
    """A version of a borrower's budget. An item: `{"side": "income" | "essentials", "label", "amount": minor, "every"}`."""

    id: str
    borrower_id: str
    version: int
    at: datetime
    items: Sequence[Mapping[str, Any]]
    currency: str
    source: str
    consent_at: datetime | None


@dataclass(frozen=True)
class Decision:
    """Everything a decision was made from and what came out: deciding again gives the same."""

    id: str
    borrower_id: str
    conversation_id: str | None
    at: datetime
    today: date
    inputs: Mapping[str, Any]
    output: Mapping[str, Any]
    parameter_versions: Mapping[str, Any]
    trace: Any


@dataclass(frozen=True)
class Plan:
    """`status`: proposed, accepted, kept, broken, replaced, cancelled or expired; `version` guards against two writers."""

    id: str
    borrower_id: str
    loan_id: str
    decision_id: str | None
    kind: str
    status: str
    proposal_hash: str
    terms: Mapping[str, Any]
    currency: str
    proposed_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    version: int
    idempotency_key: str


@dataclass(frozen=True)
class PlanInstalment:
    plan_id: str
    k: int
    due: date
    amount: int


@dataclass(frozen=True)
class Promise:
    id: str
    borrower_id: str
    loan_id: str
    conversation_id: str | None
    amount: int
    currency: str
    promised_for: date
    made_on: date
    grace_days: int
    status: str
    made_at: datetime
    ended_at: datetime | None
    idempotency_key: str


@dataclass(frozen=True)
class Consent:
    """What somebody agreed to, in the very words that they saw."""

    id: str
    borrower_id: str | None
    conversation_id: str | None
    purpose: str
    channel: str
    granted: bool
    wording: str
    language: str
    at: datetime


@dataclass(frozen=True)
class ContactPreference:
    """`opted_out` lists channels (`sms`, `email`, `phone`, `telegram`, `all`); the window is local, `"09:00"` to `"19:00"`;
    `days` are the ISO weekdays on which we may write, None: any."""

    borrower_id: str
    opted_out: Sequence[str]
    window_from: str | None
    window_to: str | None
    preferred_channel: str | None
    special_category: Mapping[str, Any]
    updated_at: datetime
    days: Sequence[int] | None = None


@dataclass(frozen=True)
class Contacted:
    """A time that we wrote or called first."""

    id: str
    borrower_id: str
    loan_id: str | None
    at: datetime
    channel: str
    purpose: str
    outcome: str
