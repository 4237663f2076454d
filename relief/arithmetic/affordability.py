"""What a month leaves over, and the shortest plan that fits into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from relief.arithmetic.amortisation import level_payment
from relief.arithmetic.rounding import Rounding, divide, percent_of
from relief.arithmetic.schedules import LARGEST_PLAN, check_amount, check_count
from relief.arithmetic.split import split, split_extremes
from relief.arithmetic.waiver import check_percent

Every = Literal["weekly", "biweekly", "semimonthly", "monthly", "quarterly", "yearly"]
TIMES_A_YEAR: dict[Every, int] = {
    "weekly": 52,
    "biweekly": 26,
    "semimonthly": 24,
    "monthly": 12,
    "quarterly": 4,
    "yearly": 1,
}


@dataclass(frozen=True, slots=True)
class BudgetItem:
    """Money that comes in or goes out regularly; minor units each time."""

    amount: int
    every: Every


@dataclass(frozen=True, slots=True)
class Budget:
    """A month in minor units. `surplus` may be negative, `max_instalment` never is."""

    monthly_income: int
    monthly_essentials: int
    kept_back: int

    @property
    def surplus(self) -> int:
        return self.monthly_income - self.monthly_essentials

    @property
    def max_instalment(self) -> int:
        return max(self.surplus - self.kept_back, 0)


def monthly(item: BudgetItem, rounding: Rounding) -> int:
    """The item a month: × 52/12 weekly, × 26/12 every two weeks, and so on; rounded once."""
    return divide(item.amount * TIMES_A_YEAR[item.every], 12, rounding)


def budget(
    income: Sequence[BudgetItem], essentials: Sequence[BudgetItem], min_surplus: int, min_surplus_percent: Fraction
) -> Budget:
    """Income rounded down, spending rounded up, item by item; the larger of the two surpluses is kept back."""
    check_percent(min_surplus_percent)
    comes_in = sum(monthly(item, "DOWN") for item in income)
    goes_out = sum(monthly(item, "UP") for item in essentials)
    return Budget(comes_in, goes_out, max(min_surplus, percent_of(comes_in, min_surplus_percent, "UP")))


def shortest_plan(amount: int, max_instalment: int, annual_rate: Fraction, max_n: int) -> list[int] | None:
    """The instalments of the first n = 1, 2 … `max_n` whose largest is at most `max_instalment`, or None.

    At rate zero split(amount, n, DOWN, last), otherwise the monthly annuity with HALF_UP. The last payment
    carries the remainder, so every n is judged by itself; none is skipped because a shorter one did not fit.
    """
    check_amount(amount)
    check_count(min(max_n, LARGEST_PLAN))
    longest = min(max_n, LARGEST_PLAN, amount)
    if max_instalment <= 0:
        return None
    # No part is larger than the largest, so n × max_instalment must reach the amount.
    shortest = max(1, -(-amount // max_instalment))
    if not annual_rate:
        for n in range(shortest, longest + 1):
            if split_extremes(amount, n)[1] <= max_instalment:
                return split(amount, n)
        return None
    return _shortest_annuity(amount, max_instalment, annual_rate / 12, shortest, longest)


def _shortest_annuity(
    amount: int, max_instalment: int, rate: Fraction, shortest: int, longest: int
) -> list[int] | None:
    first = _first_level_within(amount, max_instalment, rate, shortest, longest)
    p, q = rate.numerator, rate.denominator
    level, balance, rows = -1, amount, 0
    for n in range(first, longest + 1):
        new_level = level_payment(amount, rate, n, "HALF_UP")
        if new_level != level:
            level, balance, rows = new_level, amount, 0
        # The balance runs the same way as long as the level payment is the same; go on where it was left.
        while rows < n - 1:
            balance -= level - divide(balance * p, q, "HALF_UP")
            rows += 1
        last = balance + divide(balance * p, q, "HALF_UP")
        if 0 < last <= max_instalment and (n == 1 or 0 < level <= max_instalment):
            return [level] * (n - 1) + [last]
    return None


def _first_level_within(amount: int, max_instalment: int, rate: Fraction, shortest: int, longest: int) -> int:
    """The first n whose level payment fits; level payments never rise with n, so halving finds it."""
    low, high = shortest, longest + 1
    while low < high:
        middle = (low + high) // 2
        if level_payment(amount, rate, middle, "HALF_UP") <= max_instalment:
            high = middle
        else:
            low = middle + 1
    return low
