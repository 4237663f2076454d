"""Year fractions between two dates, exact."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Literal

DayCount = Literal["actual/365", "actual/360", "actual/actual", "actual/actual/end", "30/360"]


def leap_nights(start: date, end: date) -> int:
    """Nights from `start` up to `end` whose first day lies in a leap year (start ≤ end)."""
    nights = 0
    for year in range(start.year, end.year + 1):
        if isleap(year):
            first = max(start.toordinal(), date(year, 1, 1).toordinal())
            nights += min(end.toordinal(), date(year, 12, 31).toordinal() + 1) - first
    return nights


def _actual_365(start: date, end: date) -> Fraction:
    return Fraction((end - start).days, 365)


def _actual_360(start: date, end: date) -> Fraction:
    return Fraction((end - start).days, 360)


def _isda(days: int, leap: int) -> Fraction:
    return Fraction(leap * 365 + (days - leap) * 366, 365 * 366)


def _actual_actual(start: date, end: date) -> Fraction:
    """ISDA: the night d → d+1 belongs to the year of d."""
    return _isda((end - start).days, leap_nights(start, end))


def _actual_actual_end(start: date, end: date) -> Fraction:
    """The night d → d+1 belongs to the year of d+1, as Apache Fineract counts."""
    # Shifting both ends by one day would leave the calendar at its last day; count the ends instead.
    leap = leap_nights(start, end) + isleap(end.year) - isleap(start.year) if start < end else 0
    return _isda((end - start).days, leap)


def _thirty_360(start: date, end: date) -> Fraction:
    """30/360 bond basis without a February rule."""
    day_start = min(start.day, 30)
    day_end = 30 if end.day == 31 and day_start == 30 else end.day
    return Fraction((end.year - start.year) * 360 + (end.month - start.month) * 30 + day_end - day_start, 360)


_CONVENTIONS: dict[DayCount, Callable[[date, date], Fraction]] = {
    "actual/365": _actual_365,
    "actual/360": _actual_360,
    "actual/actual": _actual_actual,
    "actual/actual/end": _actual_actual_end,
    "30/360": _thirty_360,
}


def year_fraction(start: date, end: date, convention: DayCount) -> Fraction:
    """The part of a year from `start` to `end` (start ≤ end) by a convention."""
    return _CONVENTIONS[convention](start, end)
