"""Arithmetic on the borrower's calendar: which day is meant when a weekday, a day of the month or a span is named."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

# Zones where a numeric date is written month first.
_US_ZONES = {
    "America/" + place
    for place in ("New_York", "Chicago", "Denver", "Los_Angeles", "Phoenix", "Detroit", "Boise", "Anchorage", "Juneau")
}


def month_first(timezone: str | None) -> bool:
    """Whether 12/5 is the fifth of December where the borrower lives (the United States)."""
    return timezone is not None and (
        timezone in _US_ZONES or timezone.startswith(("America/Indiana", "America/Kentucky", "Pacific/Honolulu", "US/"))
    )


def valid(year: int, month: int, day: int) -> date | None:
    """The date, or None where the month lacks the day."""
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date, months: int = 0) -> date:
    """The last day of the month ``months`` after that of ``day``."""
    moved = add_months(day.replace(day=1), months)
    return moved.replace(day=monthrange(moved.year, moved.month)[1])


def weekday_after(today: date, weekday: int) -> date:
    """The first such weekday (Monday 0) strictly after ``today``."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def weekday_of_week(today: date, weekday: int, weeks: int) -> date:
    """That day of the Monday-to-Sunday week ``weeks`` after this one."""
    return today - timedelta(days=today.weekday()) + timedelta(days=weekday, weeks=weeks)


def weekday_before(today: date, weekday: int) -> date:
    """The last such weekday strictly before ``today``."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def day_of_month_after(today: date, day: int) -> date | None:
    """The next ``day`` of a month strictly after ``today``; a month that lacks it is skipped."""
    for months in range(13):
        month = add_months(today.replace(day=1), months)
        candidate = valid(month.year, month.month, day)
        if candidate is not None and candidate > today:
            return candidate
    return None


def day_and_month_after(today: date, month: int, day: int) -> date | None:
    """The next such date strictly after ``today`` (29 February: in the next leap year)."""
    for year in range(today.year, today.year + 9):
        candidate = valid(year, month, day)
        if candidate is not None and candidate > today:
            return candidate
    return None
