"""Due dates from a first date, and moving single dates off days that are not worked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal

from relief.arithmetic.schedules import check_count
from relief.dates import MonthEndRule, add_days, is_weekday, last_day_of_month, month_step

BusinessDay = Literal["none", "following", "preceding", "modified_following"]


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Monday to Friday and not a listed holiday; no calendar of holidays is built in."""
    return is_weekday(day) and day not in holidays


def moved(day: date, convention: BusinessDay, holidays: Collection[date]) -> date:
    """The day, or the working day that the convention moves it to."""
    if convention == "none" or is_working_day(day, holidays):
        return day
    if convention == "preceding":
        return _working_day(day, -1, holidays)
    if convention == "following":
        return _working_day(day, 1, holidays)
    # The month may end before the next working day does come, also at the very end of the calendar.
    for number in range(day.day + 1, last_day_of_month(day.year, day.month) + 1):
        if is_working_day(day.replace(day=number), holidays):
            return day.replace(day=number)
    return _working_day(day, -1, holidays)


def _working_day(day: date, step: int, holidays: Collection[date]) -> date:
    while not is_working_day(day, holidays):
        day = add_days(day, step)
    return day


def every_days(first_due: date, n: int, days: int) -> list[date]:
    """`first_due` and every `days` days after it, n in all."""
    check_count(n)
    add_days(first_due, days * (n - 1))
    return [add_days(first_due, days * at) for at in range(n)]


def monthly(first_due: date, n: int, rule: MonthEndRule, pay_day: int | None = None) -> list[date]:
    """n month steps from the month of `first_due`; months that `skip_month` leaves out make no date."""
    check_count(n)
    dates: list[date] = []
    months = 0
    while len(dates) < n:
        stepped = month_step(first_due, pay_day or first_due.day, months, rule)
        months += 1
        if stepped is not None:
            dates.append(stepped)
    return dates


def semimonthly(first_due: date, n: int, days: tuple[int, int]) -> list[date]:
    """Two days of each month, clamped to its end; those before `first_due` are left out."""
    check_count(n)
    dates: list[date] = []
    months = 0
    while len(dates) < n:
        for day in days:
            stepped = month_step(first_due, day, months, "clamp")
            if stepped is not None and stepped >= first_due and len(dates) < n:
                dates.append(stepped)
        months += 1
    return dates
