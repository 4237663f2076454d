"""Simple penalty on what is overdue: base × rate × days, summed exactly and rounded once."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from relief.arithmetic.rounding import Rounding, percent_of, round_fraction

GraceMode = Literal["then_from_due_date", "only_after_grace"]


@dataclass(frozen=True, slots=True)
class DatedAmount:
    """An amount received on a day."""

    date: date
    amount: int


@dataclass(frozen=True, slots=True)
class RateChange:
    """From this day on, until the next change, the yearly rate is this; zero freezes."""

    starts: date
    annual_rate: Fraction


@dataclass(frozen=True, slots=True)
class PenaltyTerms:
    """How a contract charges lateness. `rate` is yearly with `basis` 365 or 360 (the same in leap years), or a
    rate a day with `basis` 1. Caps are inputs: percent of the original base, and an amount in minor units.
    """

    rate: Fraction
    basis: int = 365
    grace_days: int = 0
    grace_mode: GraceMode = "then_from_due_date"
    rate_changes: tuple[RateChange, ...] = ()
    cap_percent_of_base: Fraction | None = None
    cap_amount: int | None = None
    rounding: Rounding = "HALF_UP"


@dataclass(frozen=True, slots=True)
class Penalty:
    """`days_counted` includes days on which base or rate is zero; `penalty` is in minor units."""

    days_counted: int
    penalty: int


def penalty(base: int, due: date, as_of: date, terms: PenaltyTerms, payments: Sequence[DatedAmount] = ()) -> Penalty:
    """The penalty of one overdue instalment up to and including `as_of`.

    The due date is not counted, the day of payment is; a payment lowers the base from the next day, and those
    dated on or before `due` are in `base` already. The penalty of an account is the sum of these.
    """
    late = (as_of - due).days
    if late <= max(terms.grace_days, 0):
        return Penalty(0, 0)
    skipped = terms.grace_days if terms.grace_mode == "only_after_grace" else 0
    first, end = due.toordinal() + skipped + 1, as_of.toordinal() + 1

    lowered = deque(sorted((paid.date.toordinal() + 1, paid.amount) for paid in payments if paid.date > due))
    # Two changes on one day: the later in the list applies, since sorting by the day keeps their order.
    rates = deque(sorted(((change.starts.toordinal(), change.annual_rate) for change in terms.rate_changes), key=_day))
    edges = {first, end}
    edges.update(day for day, _ in lowered if first < day < end)
    edges.update(day for day, _ in rates if first < day < end)

    open_base, rate = base, terms.rate
    accrued = Fraction(0)
    for day, next_day in pairwise(sorted(edges)):
        while lowered and lowered[0][0] <= day:
            open_base -= lowered.popleft()[1]
        while rates and rates[0][0] <= day:
            rate = rates.popleft()[1]
        accrued += max(open_base, 0) * rate * (next_day - day)

    limits = [round_fraction(accrued / terms.basis, terms.rounding)]
    if terms.cap_percent_of_base is not None:
        limits.append(percent_of(base, terms.cap_percent_of_base, "DOWN"))
    if terms.cap_amount is not None:
        limits.append(terms.cap_amount)
    return Penalty(end - first, min(limits))


def _day(entry: tuple[int, Fraction]) -> int:
    return entry[0]
