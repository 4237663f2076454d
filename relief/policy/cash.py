"""Whether the money is there on the day: a calendar for income that does not come every month.

A farmer's 62,000 a year is 5,166.66 a month on paper and nothing at all until the harvest is sold.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from relief.dates import add_months, last_day_of_month
from relief.policy.model import REGULAR, Budget
from relief.policy.outcome import Payment
from relief.policy.room import a_month, a_month_in

_STEP = {"quarterly": 3, "yearly": 12}
# Income of a day comes before what is paid on it; a month's spending is counted on its last day, after both.
_INCOME, _PAYMENT, _SPENDING = 0, 1, 2


def first_shortfall(budget: Budget, keep_a_month: int, payments: Iterable[Payment], today: date) -> date | None:
    """The first day on which the payments take money that is not there, or None.

    Regular income and all spending count month by month, seasonal income on its days. Until then the household lives
    on what we do not know of: a month that does not carry itself before any payment is not held against the
    payments, it only leaves nothing for them. The calendar runs on to the seasonal income that follows the last
    payment, so that what is kept for spending until then is seen.
    """
    asked = sorted((payment.due, payment.amount) for payment in payments)
    end = add_months(max(asked[-1][0], today), 12)
    regular = sum(a_month_in(item) for item in budget.income if item.every in REGULAR)
    goes_out = keep_a_month - regular + sum(a_month(item) for item in budget.spending)
    events = [(day, _INCOME, amount) for day, amount in seasonal(budget, today, end)]
    events += [(day, _PAYMENT, amount) for day, amount in asked]
    events += [(day, _SPENDING, goes_out) for day in month_ends(today, end)]
    last_income = max((day for day, what, _ in events if what == _INCOME), default=end)
    without = with_payments = budget.cash
    for day, what, amount in sorted(events):
        if day > last_income and day > asked[-1][0]:
            break
        if what == _INCOME:
            without += amount
            with_payments += amount
        elif what == _PAYMENT:
            with_payments -= amount
            if with_payments < 0:
                return day
        else:
            carried = without >= amount
            without = max(without - amount, 0)
            with_payments -= amount
            if with_payments < 0:
                if carried:
                    return day
                with_payments = 0
    return None


def next_seasonal(budget: Budget, today: date) -> date | None:
    """The next day on which income comes that is not regular."""
    return min((day for day, _ in seasonal(budget, today, add_months(today, 24))), default=None)


def seasonal(budget: Budget, today: date, end: date) -> list[tuple[date, int]]:
    """Days and amounts of income that comes less often than monthly; what has no known day does not count."""
    found: list[tuple[date, int]] = []
    for item in budget.income:
        if item.every in REGULAR or item.next_on is None:
            continue
        step, times = _STEP.get(item.every, 0), 0
        day = item.next_on
        while day <= end:
            if day >= today:
                found.append((day, item.amount))
            if not step:
                break
            times += 1
            day = add_months(item.next_on, step * times)
    return found


def month_ends(today: date, end: date) -> list[date]:
    """The last days of the months from today's to that of `end`."""
    found: list[date] = []
    day = today
    while day <= end:
        last = day.replace(day=last_day_of_month(day.year, day.month))
        found.append(last)
        day = last + timedelta(days=1)
    return found
