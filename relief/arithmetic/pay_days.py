"""Due dates that follow the borrower's own pay-days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from relief.arithmetic.due_dates import every_days
from relief.arithmetic.schedules import check_count
from relief.dates import add_days, is_weekday, last_day_of_month, month_step


@dataclass(frozen=True, slots=True)
class Monthly:
    """Paid on one day of the month, on its last day where it is shorter."""

    day: int


@dataclass(frozen=True, slots=True)
class Weekly:
    """Paid every week; 1 is Monday."""

    weekday: int


@dataclass(frozen=True, slots=True)
class Biweekly:
    """Paid every 14 days, counted from any known pay-day, past or future."""

    known_pay_day: date


@dataclass(frozen=True, slots=True)
class LastWorkingDay:
    """Paid on the last Monday-to-Friday day of the month; holidays are not considered."""


PayRule = Monthly | Weekly | Biweekly | LastWorkingDay


def pay_days(earliest: date, rule: PayRule, n: int) -> list[date]:
    """The first pay-day on or after `earliest`, and those that follow it, n in all."""
    check_count(n)
    if isinstance(rule, Weekly):
        return every_days(add_days(earliest, (rule.weekday - earliest.isoweekday()) % 7), n, 7)
    if isinstance(rule, Biweekly):
        return every_days(add_days(earliest, (rule.known_pay_day - earliest).days % 14), n, 14)
    found: list[date] = []
    for months in count():
        day = month_step(earliest, rule.day if isinstance(rule, Monthly) else 31, months, "clamp")
        if day is None:
            continue
        if isinstance(rule, LastWorkingDay):
            day = last_working_day(day.year, day.month)
        if day >= earliest:
            found.append(day)
        if len(found) == n:
            break
    return found


def due_dates_after_pay(today: date, rule: PayRule, n: int, notice_days: int, offset_days: int) -> list[date]:
    """Due dates `offset_days` after the pay-days from today + notice on; they are not moved further."""
    return [add_days(day, offset_days) for day in pay_days(add_days(today, notice_days), rule, n)]


def last_working_day(year: int, month: int) -> date:
    """The last Monday-to-Friday day of a month."""
    day = date(year, month, last_day_of_month(year, month))
    while not is_weekday(day):
        day -= timedelta(days=1)
    return day
