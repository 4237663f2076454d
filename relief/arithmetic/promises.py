"""Whether a promise to pay was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from relief.arithmetic.penalty import DatedAmount

PromiseStatus = Literal["kept", "open", "partly_kept", "broken"]


@dataclass(frozen=True, slots=True)
class PromiseOutcome:
    """Where a promise stands; minor units."""

    status: PromiseStatus
    paid: int
    short: int
    over: int


def judge_promise(
    amount: int, promised_for: date, made_on: date, grace_days: int, payments: Sequence[DatedAmount], as_of: date
) -> PromiseOutcome:
    """Payments from `made_on` to the end of grace count. Nothing is called broken before that end."""
    last = promised_for.toordinal() + grace_days
    paid = sum(item.amount for item in payments if made_on <= item.date and item.date.toordinal() <= last)
    status: PromiseStatus
    if paid >= amount:
        status = "kept"
    elif as_of.toordinal() <= last:
        status = "open"
    else:
        status = "partly_kept" if paid > 0 else "broken"
    return PromiseOutcome(status, paid, max(amount - paid, 0), max(paid - amount, 0))
