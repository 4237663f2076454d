"""A payment holiday of whole months, and how the loan goes on after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from relief.arithmetic.amortisation import equal_payments, level_payment, same_instalment_rows
from relief.arithmetic.rounding import Rounding, part_of
from relief.arithmetic.schedules import Row, Schedule, check_amount, check_count
from relief.arithmetic.split import split
from relief.dates import add_months
from relief.refusals import Refused

HolidayInterest = Literal["frozen", "capitalised", "deferred_simple"]
DeferredDue = Literal["spread", "last"]
GoingOn = Literal["same_number", "same_instalment", "same_maturity"]


@dataclass(frozen=True, slots=True)
class Extension:
    """The loan after the holiday; amounts in minor units."""

    level_before: int
    holiday_interest: int
    balance_after_holiday: int
    schedule: Schedule

    @property
    def last_due(self) -> date:
        due = self.schedule.rows[-1].due
        if due is None:
            raise AssertionError("Every row after a holiday has its due date.")
        return due


def extend(
    balance: int,
    annual_rate: Fraction,
    remaining_n: int,
    holiday_months: int,
    interest: HolidayInterest,
    deferred_due: DeferredDue,
    then: GoingOn,
    next_due: date,
    min_tail: int,
    rounding: Rounding,
) -> Extension:
    """Put off `remaining_n` monthly instalments by `holiday_months`; `next_due` is the first without a holiday.

    Refuses `no_periods_left` when the same maturity leaves no instalment, `instalment_does_not_cover_interest` when
    the same instalment would never pay off the balance, and the refusals of every plan.
    """
    check_amount(balance)
    check_count(remaining_n)
    periods = remaining_n - (holiday_months if then == "same_maturity" else 0)
    if periods < 1:
        raise Refused("no_periods_left", "The holiday uses up every remaining instalment.")
    add_months(next_due, holiday_months)  # refuses a holiday beyond the calendar before any month is counted
    rate = annual_rate / 12
    level_before = level_payment(balance, rate, remaining_n, rounding)
    holiday_interest, after = _after_holiday(balance, rate, holiday_months, interest, rounding)
    if then == "same_instalment":
        rows = same_instalment_rows(after, rate, level_before, min_tail, rounding)
        level = level_before
    else:
        plan = equal_payments(after, rate, periods, rounding)
        rows, level = plan.rows, plan.level_payment or 0
    deferred = _deferred_parts(holiday_interest if interest == "deferred_simple" else 0, len(rows), deferred_due)
    dated = tuple(
        _with_due(row, add_months(next_due, holiday_months + row.k - 1), part)
        for row, part in zip(rows, deferred, strict=True)
    )
    return Extension(level_before, holiday_interest, after, Schedule(dated, level))


def _after_holiday(
    balance: int, rate: Fraction, months: int, interest: HolidayInterest, rounding: Rounding
) -> tuple[int, int]:
    """Holiday interest and the balance after it."""
    if interest == "frozen":
        return 0, balance
    if interest == "deferred_simple":
        return part_of(balance, rate * months, rounding), balance
    after = balance
    for _ in range(months):
        after += part_of(after, rate, rounding)
    return after - balance, after


def _deferred_parts(deferred: int, n: int, deferred_due: DeferredDue) -> list[int]:
    if deferred_due == "spread":
        return split(deferred, n, "DOWN", "last")
    return [0] * (n - 1) + [deferred]


def _with_due(row: Row, due: date, deferred: int) -> Row:
    return Row(row.k, row.payment + deferred, row.interest, row.principal, row.balance, due, deferred)
