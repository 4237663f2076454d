"""One to three changes that a household could make, each with what it brings; and what to do on the next pay-day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from relief.learning.guides import Unusual
from relief.learning.month import EVERYDAY, Calendar, Household, calendar, moved, next_pay_day, occurrences
from relief.money import minor_units

Kind = Literal["relief", "move_bills", "trim", "set_aside", "spread"]
MOST = 3
SMALLEST_TRIM = 10
"""A trim that brings less than a tenth of the group's spending is not worth the trouble."""
A_MONTH = 28
"""Days; a pay-day rhythm of so many or more carries a whole month's bills."""
ASIDE_SHARE = 10
"""One part in ten of what is left may go into a fund."""


@dataclass(frozen=True, slots=True)
class Change:
    """`amount` a month (for `relief`: what is missing); `days`: dry days fewer; `groups` that are meant; `on` a day."""

    kind: Kind
    amount: int = 0
    days: int = 0
    groups: tuple[str, ...] = ()
    on: date | None = None


def changes(household: Household, month: Calendar, odd: tuple[Unusual, ...], today: date) -> tuple[Change, ...]:
    """The ones that help most first: what is missing, dry days, dear groups, bills that come seldom, a first reserve."""
    found: list[Change] = []
    if household.left < 0:
        found.append(Change("relief", -household.left))
    if (move := _move_bills(household, month, today)) is not None:
        found.append(move)
    for one in odd:
        saved = one.amount - one.edge
        if one.what == "much" and one.group in TRIMMABLE and saved * SMALLEST_TRIM >= one.amount:
            found.append(Change("trim", saved, groups=(one.group,)))
    seldom = [entry for entry in household.spending if entry.every in ("yearly", "quarterly")]
    if seldom:
        groups = tuple(dict.fromkeys(entry.group for entry in seldom))
        found.append(Change("spread", sum(entry.a_month for entry in seldom), groups=groups))
    if household.left > 0:
        aside = whole(household.left // ASIDE_SHARE, household.currency)
        if aside:
            found.append(Change("set_aside", aside))
    return tuple(found[:MOST])


TRIMMABLE = ("communications", "leisure", "personal", "transport")
"""Never food, home, care, school or power."""


def whole(amount: int, currency: str) -> int:
    """Rounded down to whole units of the currency: nobody puts cents aside."""
    unit: int = 10 ** minor_units(currency)
    return amount // unit * unit


def _move_bills(household: Household, month: Calendar, today: date) -> Change | None:
    """Bills moved to the day after the pay-day, where that leaves fewer dry days; the home only where the others do not help."""
    pay_day = next_pay_day(household, today)
    if not month.dry or pay_day is None:
        return None
    monthly = [entry for entry in household.spending if entry.group not in EVERYDAY and entry.every == "monthly"]
    bills = tuple(dict.fromkeys(entry.group for entry in monthly))
    to = pay_day + timedelta(days=1)
    for groups in (tuple(group for group in bills if group != "home"), bills):
        fewer = len(month.dry) - len(calendar(moved(household, groups, to), today).dry) if groups else 0
        if fewer > 0:
            return Change("move_bills", days=fewer, groups=groups, on=to)
    return None


@dataclass(frozen=True, slots=True)
class PayDayPlan:
    """What comes on the day, what bills need until the next one, and what that leaves a week. `short` instead where it
    does not suffice."""

    on: date
    comes: int
    bills: int
    until: date
    a_week: int
    short: int


def pay_day_plan(household: Household, today: date) -> PayDayPlan | None:
    """None where no pay-day is known. Bills are those with a day between this pay-day and the next, and a part of those without."""
    on = next_pay_day(household, today)
    if on is None:
        return None
    until = next_pay_day(household, on + timedelta(days=1)) or on + timedelta(days=30)
    until = min(until, on + timedelta(days=31))
    last = until - timedelta(days=1)
    days = (until - on).days
    comes = sum(entry.amount * len(occurrences(entry, on, on)) for entry in household.income)
    bills = 0
    for entry in household.spending:
        if entry.group in EVERYDAY and entry.on is None:
            continue
        if entry.on is not None:
            bills += entry.amount * len(occurrences(entry, on, last))
        else:
            bills += entry.a_month if days >= A_MONTH else -(-entry.a_month * 12 * days // 365)
    free = comes - bills
    a_week = whole(free * 7 // days, household.currency) if free > 0 else 0
    return PayDayPlan(on, comes, bills, until, a_week, max(-free, 0))
