"""Records of loans and of what happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Loan:
    """A loan as agreed. `annual_rate` is an exact decimal string ("0.18"); `terms` overrides the book's rules."""

    id: str
    reference: str
    borrower_id: str
    book: str
    currency: str
    principal: int
    annual_rate: str
    n: int
    frequency: str
    first_due: date
    disbursed_on: date
    status: str
    rounding: str
    terms: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True)
class Instalment:
    loan_id: str
    k: int
    due: date
    principal: int
    interest: int
    fees: int


@dataclass(frozen=True)
class Payment:
    """Money that came in (`kind` payment) or was taken back (`kind` reversal, `reverses` names the payment)."""

    id: str
    loan_id: str
    borrower_id: str
    paid_at: datetime
    amount: int
    currency: str
    reference: str
    channel: str
    kind: str
    reverses: str | None
    status: str
    recorded_at: datetime


@dataclass(frozen=True)
class LoanEvent:
    """Something that happened and moves no money: a reminder, a call, an offer, a promise."""

    id: str
    loan_id: str | None
    borrower_id: str
    at: datetime
    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Freeze:
    """From `starts_on` to `ends_on` (both included, open when None) nothing of `what` (`penalty`, `interest`, `all`) accrues."""

    id: str
    loan_id: str
    starts_on: date
    ends_on: date | None
    what: str
    why: str
    created_at: datetime


@dataclass(frozen=True)
class Adjustment:
    """A `waiver` takes `amount` off a component (`penalty`, `fees`, `interest`), a `reinstatement` puts it back."""

    id: str
    loan_id: str
    plan_id: str | None
    on_date: date
    kind: str
    component: str
    amount: int
    why: str
    created_at: datetime
