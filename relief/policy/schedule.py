"""The days of a plan: after the borrower's own pay-days, never before the notice is over."""

from __future__ import annotations

from datetime import date, timedelta

from relief.arithmetic.due_dates import every_days, monthly
from relief.arithmetic.pay_days import Biweekly, LastWorkingDay, Monthly, PayRule, Weekly, pay_days
from relief.dates import add_days, add_months
from relief.policy.model import PayDay
from relief.policy.rhythm import DAYS


def pay_rule(pay_day: PayDay) -> PayRule:
    """The arithmetic's rule. Raises ValueError for a fortnightly pay-day without a known day."""
    if pay_day.rule == "monthly":
        return Monthly(pay_day.day)
    if pay_day.rule == "weekly":
        return Weekly(pay_day.weekday)
    if pay_day.rule == "last_working_day":
        return LastWorkingDay()
    if pay_day.known_pay_day is None:
        raise ValueError("a pay-day every two weeks needs one known day")
    return Biweekly(pay_day.known_pay_day)


def first_pay_day(pay_day: PayDay | None, earliest: date) -> date:
    """The first pay-day on or after a day; the day itself where none is known."""
    return pay_days(earliest, pay_rule(pay_day), 1)[0] if pay_day else earliest


def plan_dates(pay_day: PayDay | None, earliest: date, offset: int, n: int, frequency: str) -> list[date]:
    """n due dates in the frequency, each `offset` days after a pay-day; the first pay-day on or after `earliest` is used.

    A monthly plan of somebody who is paid weekly takes one pay-day a month: the first on or after the month's step. Who
    is paid monthly and pays weekly pays from the first pay-day on.
    """
    first = first_pay_day(pay_day, earliest)
    if frequency in DAYS:
        return every_days(add_days(first, offset), n, DAYS[frequency])
    if pay_day is None:
        return monthly(add_days(first, offset), n, "clamp")
    if pay_day.rule in ("monthly", "last_working_day"):
        days = pay_days(earliest, pay_rule(pay_day), n)
    else:
        rule = pay_rule(pay_day)
        days = [pay_days(add_months(first, k), rule, 1)[0] for k in range(n)]
    return [day + timedelta(days=offset) for day in days] if offset else days
