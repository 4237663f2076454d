"""Equal payments on given dates, each period with its own length."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from relief.arithmetic.amortisation import level_payment_at, level_rows
from relief.arithmetic.day_count import DayCount, year_fraction
from relief.arithmetic.rounding import Rounding
from relief.arithmetic.schedules import Row, Schedule, check_amount, check_payments, check_units
from relief.refusals import Refused


def dated_annuity(
    principal: int,
    annual_rate: Fraction,
    start: date,
    due_dates: Sequence[date],
    day_count: DayCount,
    rounding: Rounding,
) -> Schedule:
    """Level rows with the rate of each period = annual_rate × year fraction, unrounded.

    Refuses due dates that do not rise from after `start` (`value_not_allowed`), and a period so long that its
    interest exceeds the level payment (`instalment_does_not_cover_interest`).
    """
    check_amount(principal)
    check_units(principal, len(due_dates))
    periods = list(pairwise([start, *due_dates]))
    if any(earlier >= later for earlier, later in periods):
        raise Refused("value_not_allowed", "The due dates must rise, each after the one before and after the start.")
    rates = [annual_rate * year_fraction(earlier, later, day_count) for earlier, later in periods]
    level = level_payment_at(principal, rates, rounding)
    rows = level_rows(principal, rates, level, rounding)
    if any(row.interest > level for row in rows[:-1]):
        raise Refused("instalment_does_not_cover_interest", "The interest of one period exceeds the level payment.")
    check_payments(row.payment for row in rows)
    dated = (
        Row(row.k, row.payment, row.interest, row.principal, row.balance, due)
        for row, due in zip(rows, due_dates, strict=True)
    )
    return Schedule(tuple(dated), level)
