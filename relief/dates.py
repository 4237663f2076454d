"""Calendar days, the borrower's local day, and the only place that reads the clock.

Everything else takes time as an argument. Month steps are always counted from the original date and
pay-day, so a clamped date does not drag the following ones (31 Jan, 28 Feb, 31 Mar).
"""

from __future__ import annotations

import re
import time
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import Literal, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from relief.refusals import Refused

MonthEndRule = Literal["clamp", "roll", "skip_month"]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]+)?[Zz]")


class Clock(Protocol):
    """Whoever needs to know what time it is gets one of these."""

    def now(self) -> datetime:
        """The present instant, with its zone (UTC)."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock, moved by `offset` (zero unless a trial day was set)."""

    offset: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(timezone.utc) + self.offset


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, for tests and for deciding again as of a past instant."""

    instant: datetime

    def __post_init__(self) -> None:
        if self.instant.tzinfo is None:
            raise ValueError(f"A clock needs an instant with its zone; {self.instant.isoformat()} has none.")

    def now(self) -> datetime:
        return self.instant


def clock_from_environment(environ: Mapping[str, str]) -> Clock:
    """The clock a process is to use.

    EVENKEEL_NOW (an ISO 8601 instant with its offset) starts the product at another time, from which the
    clock runs on. EVENKEEL_NOW_SET_AT (Unix seconds) says when it was set, so that processes started one
    after the other agree; without it the clock runs on from this call. Raises ValueError for either
    variable when it cannot be read.
    """
    text = environ.get("EVENKEEL_NOW", "").strip()
    if not text:
        return SystemClock()
    try:
        wanted: datetime | None = datetime.fromisoformat(re.sub(r"[Zz]$", "+00:00", text))
    except ValueError:
        wanted = None
    if wanted is None or wanted.tzinfo is None:
        raise ValueError(f"EVENKEEL_NOW is {text!r}; write an instant with its offset, such as 2026-11-23T09:00:00Z.")
    set_at = environ.get("EVENKEEL_NOW_SET_AT", "").strip()
    try:
        since = datetime.fromtimestamp(float(set_at) if set_at else time.time(), timezone.utc)
    except (ValueError, OverflowError, OSError) as error:
        raise ValueError(f"EVENKEEL_NOW_SET_AT is {set_at!r}; write Unix seconds, such as 1764000000.") from error
    return SystemClock(wanted - since)


def date_from_text(text: object, name: str = "The date") -> date:
    """Read YYYY-MM-DD; refuses (`not_a_date`) any other form and days the calendar does not have."""
    if isinstance(text, str) and _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise Refused("not_a_date", f"{name} is not a day of the calendar written as YYYY-MM-DD.")


def instant_from_text(text: object, name: str = "The instant") -> datetime:
    """Read an ISO 8601 date-time in UTC that ends in Z; refuses (`not_a_date`) anything else.

    Fractions of a second are dropped: they never change the day.
    """
    match = _INSTANT.fullmatch(text) if isinstance(text, str) else None
    if match:
        try:
            return datetime.fromisoformat(f"{match[1]}T{match[2]}+00:00")
        except ValueError:
            pass
    raise Refused("not_a_date", f"{name} is not a date-time of the calendar such as 2026-12-10T15:59:59Z.")


@cache
def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name; refuses (`value_not_allowed`) names that do not exist."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused("value_not_allowed", "There is no time zone of that name.") from error


def local_date(instant: datetime, where: ZoneInfo | str) -> date:
    """The borrower's day at an instant, whatever the server's own zone. The instant must carry a zone."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no zone, so it belongs to no day.")
    try:
        return instant.astimezone(zone(where) if isinstance(where, str) else where).date()
    except OverflowError as error:
        raise Refused("not_a_date", "The local day lies outside the calendar.") from error


def last_day_of_month(year: int, month: int) -> int:
    """Number of days in a month of the Gregorian calendar."""
    return monthrange(year, month)[1]


def month_step(start: date, day: int, months: int, rule: MonthEndRule = "clamp") -> date | None:
    """The day number `day` in the month `months` after the month of `start`.

    Where that month has no such day: `clamp` gives its last day, `roll` the 1st of the month after it,
    `skip_month` nothing. Refuses (`not_a_date`) what lies outside the years 1 to 9999.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise Refused("not_a_date", "A date lies outside the calendar.")
    last = last_day_of_month(year, month + 1)
    if day <= last:
        return date(year, month + 1, day)
    if rule == "clamp":
        return date(year, month + 1, last)
    if rule == "roll":
        return month_step(date(year, month + 1, 1), 1, 1)
    return None


def add_months(start: date, months: int) -> date:
    """The same day number `months` later, or the last day of a month that is too short."""
    stepped = month_step(start, start.day, months, "clamp")
    if stepped is None:
        raise AssertionError("A clamped month step always gives a date.")
    return stepped


def add_days(start: date, days: int) -> date:
    """Calendar days later; refuses (`not_a_date`) what lies outside the years 1 to 9999."""
    try:
        return start + timedelta(days=days)
    except OverflowError as error:
        raise Refused("not_a_date", "A date lies outside the calendar.") from error


def is_weekday(day: date) -> bool:
    """Whether a day is a Monday to Friday."""
    return day.weekday() < 5
