"""A household's month day by day: when money comes and goes, what is there in the evening, and the days that run dry.

Amounts are whole minor units of one currency. What has a known day comes and goes on that day; everyday spending without one is
spread over the days; a bill whose day nobody knows is put on the first of a month.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from relief.arithmetic.affordability import TIMES_A_YEAR
from relief.dates import add_months
from relief.policy.model import Every

Side = Literal["income", "essentials"]
EVERYDAY = ("food", "transport", "personal", "leisure", "other_essential", "care_health")
"""Groups that are spent bit by bit when no day is known; the others are bills."""
_DAYS: dict[str, int] = {"weekly": 7, "biweekly": 14}
_MONTHS: dict[str, int] = {"monthly": 1, "quarterly": 3, "yearly": 12}


@dataclass(frozen=True, slots=True)
class Entry:
    """Money that comes in or goes out. `on` is one day on which it does, past or to come."""

    side: Side
    group: str
    amount: int
    every: Every
    on: date | None = None

    @property
    def a_month(self) -> int:
        """Income rounded down, spending rounded up; what comes once is not in a month."""
        if self.every == "once":
            return 0
        year = self.amount * TIMES_A_YEAR[self.every]
        return year // 12 if self.side == "income" else -(-year // 12)


@dataclass(frozen=True, slots=True)
class Household:
    """Everything that comes and goes, and what is there today, where it was told."""

    currency: str
    entries: tuple[Entry, ...] = ()
    cash: int | None = None

    @property
    def income(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.side == "income")

    @property
    def spending(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.side == "essentials")

    @property
    def comes_in(self) -> int:
        return sum(entry.a_month for entry in self.income)

    @property
    def goes_out(self) -> int:
        return sum(entry.a_month for entry in self.spending)

    @property
    def left(self) -> int:
        """What a month leaves; negative where something is missing."""
        return self.comes_in - self.goes_out

    def by_group(self) -> tuple[tuple[str, int], ...]:
        """Spending a month by group, the largest first."""
        sums: dict[str, int] = {}
        for entry in self.spending:
            sums[entry.group] = sums.get(entry.group, 0) + entry.a_month
        return tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class Day:
    """One day: what came, what went, what is there in the evening."""

    day: date
    came: int
    went: int
    balance: int

    @property
    def dry(self) -> bool:
        return self.balance < 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """A month from `start` on. `assumed` are bills that were put on the first for want of a day."""

    days: tuple[Day, ...]
    opening: int
    assumed: tuple[str, ...] = ()

    @property
    def dry(self) -> tuple[date, ...]:
        return tuple(day.day for day in self.days if day.dry)

    @property
    def lowest(self) -> Day:
        return min(self.days, key=lambda day: (day.balance, day.day))

    @property
    def closing(self) -> int:
        return self.days[-1].balance


def begins(household: Household, today: date) -> date:
    """Today where it is known what is there; else the next day on which money comes, since before it we know nothing."""
    if household.cash is not None:
        return today
    return next_pay_day(household, today) or today


def next_pay_day(household: Household, today: date) -> date | None:
    """The next day on which income with a known day comes, today included."""
    found = [day for entry in household.income for day in occurrences(entry, today, add_months(today, 12))]
    return min(found, default=None)


def calendar(household: Household, today: date) -> Calendar:
    """The month from `begins` on, both ends known: the last day is the one before the same day of the next month."""
    start = begins(household, today)
    end = add_months(start, 1)
    n = (end - start).days
    came, went = [0] * n, [0] * n
    assumed: list[str] = []
    for entry in household.entries:
        into = came if entry.side == "income" else went
        dated = entry if entry.on else _assumed(entry, start)
        if dated.on is None:
            for at, part in enumerate(spread(entry.a_month, n)):
                into[at] += part
            continue
        if entry.on is None:
            assumed.append(entry.group)
        for day in occurrences(dated, start, end - timedelta(days=1)):
            into[(day - start).days] += entry.amount
    balance = household.cash or 0
    days = []
    for at in range(n):
        balance += came[at] - went[at]
        days.append(Day(start + timedelta(days=at), came[at], went[at], balance))
    return Calendar(tuple(days), household.cash or 0, tuple(dict.fromkeys(assumed)))


def occurrences(entry: Entry, first: date, last: date) -> list[date]:
    """The days in [first, last] on which it comes or goes, counted from the known day in both directions."""
    if entry.on is None:
        return []
    if entry.every == "once":
        return [entry.on] if first <= entry.on <= last else []
    if entry.every == "semimonthly":
        half = replace(entry, every="monthly")
        other = replace(half, on=entry.on + timedelta(days=15))
        return sorted({*occurrences(half, first, last), *occurrences(other, first, last)})
    if entry.every in _DAYS:
        step = _DAYS[entry.every]
        day = first + timedelta(days=(entry.on - first).days % step)
        found = []
        while day <= last:
            found.append(day)
            day += timedelta(days=step)
        return found
    step = _MONTHS[entry.every]
    months = (first.year - entry.on.year) * 12 + first.month - entry.on.month
    times = months // step - 1
    found = []
    while (day := add_months(entry.on, times * step)) <= last:
        if day >= first:
            found.append(day)
        times += 1
    return found


def spread(amount: int, n: int) -> list[int]:
    """The amount over n days so that the parts add up to it exactly."""
    return [amount * (at + 1) // n - amount * at // n for at in range(n)]


def moved(household: Household, groups: Iterable[str], to: date) -> Household:
    """The same household with these bills due on another day."""
    wanted = set(groups)
    entries = tuple(
        replace(entry, on=to) if entry.side == "essentials" and entry.group in wanted else entry
        for entry in household.entries
    )
    return replace(household, entries=entries)


def without(entries: Sequence[Entry], side: Side, group: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if (entry.side, entry.group) != (side, group))


def _assumed(entry: Entry, start: date) -> Entry:
    """A bill without a known day stands on the first; everyday spending and income without a day are spread."""
    if entry.side == "income" or entry.group in EVERYDAY or entry.every not in ("monthly", "quarterly", "yearly"):
        return entry
    if entry.every == "monthly":
        return replace(entry, on=start.replace(day=1))
    return entry
