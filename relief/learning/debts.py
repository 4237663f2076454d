"""Several debts paid down together: the order by cost and the order by size, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from relief.arithmetic.rounding import part_of
from relief.refusals import Refused

Order = Literal["cost", "size"]
LONGEST = 600
"""Months; what takes longer is not paid off in any useful sense."""


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed in minor units, the yearly rate, and the smallest payment a month."""

    name: str
    balance: int
    annual_rate: Fraction
    minimum: int


@dataclass(frozen=True, slots=True)
class PayDown:
    """How long it takes, what it costs in interest, which debt is gone first, in which month; all that is paid, and the month in
    which each debt is gone, in the order in which they were given."""

    months: int
    interest: int
    first: str
    first_month: int
    paid: int = 0
    ends: tuple[int, ...] = ()


def pay_down(debts: Sequence[Debt], extra: int, order: Order) -> PayDown:
    """Every debt gets its minimum, everything else goes to one: the dearest (`cost`) or the smallest (`size`). What a
    finished debt had goes on to the next. Interest is a twelfth of the yearly rate on the balance, rounded half up.

    Refuses (`instalment_does_not_cover_interest`) when the debts would not be gone in 600 months.
    """
    if not debts:
        raise Refused("amount_not_positive", "Name at least one debt.")
    left = {at: debt.balance for at, debt in enumerate(debts)}
    budget = sum(debt.minimum for debt in debts) + extra
    interest, total, first = 0, 0, ("", 0)
    ends: dict[int, int] = {}
    for month in range(1, LONGEST + 1):
        for at, debt in enumerate(debts):
            charged = part_of(left[at], debt.annual_rate / 12, "HALF_UP")
            left[at] += charged
            interest += charged
        money = budget
        for at, debt in enumerate(debts):
            paid = min(debt.minimum, left[at], money)
            left[at] -= paid
            money -= paid
        for at in _in_order(debts, left, order):
            paid = min(left[at], money)
            left[at] -= paid
            money -= paid
        total += budget - money
        gone = [at for at in left if not left[at]]
        ends.update({at: month for at in gone if at not in ends})
        if gone and not first[1]:
            first = (debts[gone[0]].name, month)
        if len(gone) == len(debts):
            return PayDown(month, interest, *first, total, tuple(ends[at] for at in range(len(debts))))
    raise Refused(
        "instalment_does_not_cover_interest", "The payments do not bring these debts down in reasonable time."
    )


def _in_order(debts: Sequence[Debt], left: dict[int, int], order: Order) -> list[int]:
    """The places of the debts, the one that gets the rest first."""
    if order == "cost":
        return sorted(left, key=lambda at: (-debts[at].annual_rate, left[at], at))
    return sorted(left, key=lambda at: (debts[at].balance, -debts[at].annual_rate, at))


def months_to_clear(balance: int, annual_rate: Fraction, payment: int) -> PayDown:
    """One debt paid down with the same payment each month."""
    return pay_down([Debt("", balance, annual_rate, payment)], 0, "cost")
