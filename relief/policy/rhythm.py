"""Steps of a loan's rhythm: weeks by days, months and half-years by the calendar."""

from __future__ import annotations

from datetime import date, timedelta

from relief.arithmetic.due_dates import every_days
from relief.dates import add_months, last_day_of_month

DAYS = {"weekly": 7, "biweekly": 14}
MONTHS = {"monthly": 1, "semiannual": 6}
DAYS_OF_MONTH = 30


def step(day: date, times: int, frequency: str) -> date:
    """The day so many periods later (earlier when negative); months are clamped from the day itself."""
    if frequency in DAYS:
        return day + timedelta(days=DAYS[frequency] * times)
    return add_months(day, MONTHS[frequency] * times)


def dates_from(first: date, n: int, frequency: str) -> list[date]:
    """n due dates of a loan from a new first one on."""
    if frequency in DAYS:
        return every_days(first, n, DAYS[frequency])
    return [add_months(first, MONTHS[frequency] * k) for k in range(n)]


def length(frequency: str) -> int:
    """Days of a period for what is less than one: a month counts as 30."""
    return DAYS.get(frequency) or MONTHS[frequency] * DAYS_OF_MONTH


def periods(start: date, day: date, frequency: str) -> tuple[int, int]:
    """Whole periods and remaining days from `start`; dates on the rhythm come out as whole periods, clamped ones too."""
    if frequency in DAYS:
        return divmod((day - start).days, DAYS[frequency])
    months = (day.year - start.year) * 12 + day.month - start.month
    days = day.day - start.day
    if days < 0:
        if day.day == last_day_of_month(day.year, day.month):
            days = 0
        else:
            months, days = months - 1, days + DAYS_OF_MONTH
    whole, rest = divmod(months, MONTHS[frequency])
    return whole, min(rest * DAYS_OF_MONTH + max(days, 0), length(frequency) - 1)
