"""Debts of every kind under one sum a month: the dearest first against the smallest first, both computed.

A debt whose rate nobody knows is never given one: it stays out of the sums and is named beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from relief.learning.debts import Debt, PayDown, pay_down
from relief.refusals import Refused


@dataclass(frozen=True, slots=True)
class Owing:
    """A debt in minor units. `annual_rate` None: nobody knows it. `minimum` is what has to be paid on it each month."""

    name: str
    balance: int
    annual_rate: Fraction | None
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both orders for `counted` with `a_month` for all of them; `unknown` are left out for want of a rate, `aside` is what their
    minimums take of the sum that was named."""

    counted: tuple[Debt, ...]
    unknown: tuple[Owing, ...]
    a_month: int
    aside: int
    by_cost: PayDown
    by_size: PayDown

    @property
    def saved(self) -> int:
        """What the dearest first saves; the rounding of single months is no saving."""
        return max(self.by_size.interest - self.by_cost.interest, 0)

    @property
    def dearest(self) -> Fraction:
        """The highest rate that is known: a debt above it would come first."""
        return max(debt.annual_rate for debt in self.counted)


def compare(debts: Sequence[Owing], a_month: int) -> Comparison | None:
    """None where no debt with a known rate is left, where the sum does not cover the minimums, or where it does not bring the
    debts down in reasonable time."""
    counted = tuple(
        Debt(debt.name, debt.balance, debt.annual_rate, debt.minimum) for debt in debts if debt.annual_rate is not None
    )
    unknown = tuple(debt for debt in debts if debt.annual_rate is None)
    aside = sum(debt.minimum for debt in unknown)
    extra = a_month - aside - sum(debt.minimum for debt in counted)
    if not counted or extra < 0:
        return None
    try:
        by_cost, by_size = pay_down(counted, extra, "cost"), pay_down(counted, extra, "size")
    except Refused:
        return None
    return Comparison(counted, unknown, a_month - aside, aside, by_cost, by_size)


def in_order(debts: Sequence[Owing]) -> tuple[list[Owing], list[Owing]]:
    """The dearest first (unknown rates at the end) and the smallest first, for whoever names no sum a month."""
    known = [debt for debt in debts if debt.annual_rate is not None]
    unknown = [debt for debt in debts if debt.annual_rate is None]
    by_cost = sorted(known, key=lambda debt: (-(debt.annual_rate or 0), debt.balance))
    return [*by_cost, *unknown], sorted(debts, key=lambda debt: (debt.balance, -(debt.annual_rate or 0)))
