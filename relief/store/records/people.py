"""Records of borrowers and their contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Borrower:
    """One person with a loan. `income` is a list of `{"amount": minor units, "every": "weekly"}`, as stated on file;
    `essentials` are minor units a month, as stated on file; `pay_day` is a rule such as
    `{"rule": "biweekly", "known_pay_day": "2026-11-20"}`."""

    id: str
    reference: str
    full_name: str
    native_name: str | None
    date_of_birth: date
    language: str
    timezone: str
    jurisdiction: str
    currency: str
    pay_day: Mapping[str, Any] | None
    minimum_surplus: int
    income: Sequence[Mapping[str, Any]]
    essentials: int | None
    created_at: datetime


@dataclass(frozen=True)
class Contact:
    """A phone number (E.164) or an e-mail address (lower case). Two borrowers may share one."""

    id: str
    borrower_id: str
    kind: str
    value: str
    is_primary: bool
    confirmed_at: datetime | None
