"""The people's desk: in which order things are taken, by when somebody answers, and how long that is likely to take.

Pure: the queue, the hours and the clock are arguments. Ours are promises to ourselves, dated like the policy's parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Literal
from zoneinfo import ZoneInfo

from relief.refusals import Refused

Priority = Literal["crisis", "urgent", "normal"]
Reason = Literal["asked", "crisis", "case", "policy", "not_understood", "anger", "held", "desk"]
"""Why people took part; `desk`: a colleague took it without being asked."""

PRIORITIES: tuple[Priority, ...] = ("crisis", "urgent", "normal")
REASONS: tuple[Reason, ...] = ("asked", "crisis", "case", "policy", "not_understood", "anger", "held", "desk")

URGENT_CASES = frozenset({"fraud", "harassment", "complaint", "dispute", "deceased"})
"""Cases that a person looks at now, although the borrower may go on with the assistant."""
POLICY_CASES = frozenset({"settlement", "approval", "request", "hardship"})
"""Cases that exist because policy wants a person to decide."""


@dataclass(frozen=True)
class Terms:
    """By when a person has answered, and when it is settled. Minutes of the opening hours; for a crisis, minutes."""

    reply_minutes: Mapping[str, int]
    resolve_minutes: Mapping[str, int]


TERMS: tuple[tuple[date, Terms], ...] = (
    (
        date(2026, 1, 1),
        Terms(
            reply_minutes={"crisis": 5, "urgent": 30, "normal": 120},
            resolve_minutes={"crisis": 240, "urgent": 540, "normal": 1080},
        ),
    ),
)
"""Valid from the day on; the last one that has begun counts."""

USUAL_MINUTES = 10
"""How long one conversation takes while there is nothing to learn it from."""
FEWEST_TO_LEARN_FROM = 5
CAP = 4
"""Conversations that one person holds at a time: no fifth is handed out by itself."""


@dataclass(frozen=True)
class Hours:
    """When people are there: ISO weekdays (1 is Monday) and a half-open span of the day in one zone."""

    zone: ZoneInfo
    days: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    opens: time = time(9)
    closes: time = time(18)

    def open_at(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        return local.isoweekday() in self.days and self.opens <= local.time() < self.closes

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself while open, else when they come back."""
        if self.open_at(at):
            return at
        local = at.astimezone(self.zone)
        day = local.date() if local.time() < self.opens else local.date() + timedelta(days=1)
        while day.isoweekday() not in self.days:
            day += timedelta(days=1)
        return datetime.combine(day, self.opens, self.zone).astimezone(at.tzinfo)

    def after(self, at: datetime, minutes: int) -> datetime:
        """The instant that many open minutes later."""
        left = timedelta(minutes=minutes)
        at = self.next_opening(at)
        while True:
            local = at.astimezone(self.zone)
            closing = datetime.combine(local.date(), self.closes, self.zone).astimezone(at.tzinfo)
            if at + left <= closing:
                return at + left
            left -= closing - at
            at = self.next_opening(closing)


_DAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}


def hours_from_text(text: str, zone: ZoneInfo) -> Hours:
    """Read "Mon-Fri 09:00-18:00" or "Mon,Wed,Sat 10:00-16:00". Refuses (`value_not_allowed`) anything else."""
    refusal = Refused("value_not_allowed", f"Opening hours {text!r} are not written like 'Mon-Fri 09:00-18:00'.")
    try:
        days_part, hours_part = text.split()
        opens, closes = (time.fromisoformat(part) for part in hours_part.split("-"))
        days: set[int] = set()
        for part in days_part.lower().split(","):
            first, _, last = part.partition("-")
            days.update(range(_DAYS[first], _DAYS[last or first] + 1))
    except (ValueError, KeyError):
        raise refusal from None
    if opens >= closes or not days:
        raise refusal
    return Hours(zone, frozenset(days), opens, closes)


def terms_on(day: date) -> Terms:
    """What is promised on the day. Raises LookupError before the first terms."""
    known = [terms for start, terms in TERMS if start <= day]
    if not known:
        raise LookupError(f"no terms of the desk are known for {day.isoformat()}")
    return known[-1]


def due(priority: str, asked_at: datetime, hours: Hours) -> tuple[datetime, datetime]:
    """By when somebody has answered, and by when it is settled. A crisis does not wait for opening hours."""
    terms = terms_on(asked_at.astimezone(hours.zone).date())
    key = priority if priority in terms.reply_minutes else "normal"
    reply, resolve = terms.reply_minutes[key], terms.resolve_minutes[key]
    if key == "crisis":
        return asked_at + timedelta(minutes=reply), asked_at + timedelta(minutes=resolve)
    return hours.after(asked_at, reply), hours.after(asked_at, resolve)


def order(priority: str, asked_at: datetime) -> tuple[int, datetime]:
    """The key by which the queue is sorted: crisis, then urgent, then the longest waiting (P32)."""
    rank = PRIORITIES.index(priority) if priority in PRIORITIES else len(PRIORITIES)
    return rank, asked_at


Lateness = Literal["met", "missed", "running", "close", "over"]
CLOSE_SHARE = 5
"""The last fifth of the time counts as close: early enough to do something."""


def clock(asked_at: datetime, due_at: datetime, done_at: datetime | None, now: datetime) -> Lateness:
    """How a promise stands: kept or missed once it is done, else running, close to its end, or over. What has ended stays as it
    was, whatever is written afterwards."""
    if done_at is not None:
        return "met" if done_at <= due_at else "missed"
    if now > due_at:
        return "over"
    return "close" if (due_at - now) * CLOSE_SHARE <= due_at - asked_at else "running"


def usual_minutes(spans: Iterable[timedelta]) -> int:
    """How long one conversation takes by the last ones (median), at least a minute."""
    known = sorted(spans)
    if len(known) < FEWEST_TO_LEARN_FROM:
        return USUAL_MINUTES
    return max(1, round(median(span.total_seconds() for span in known) / 60))


def expected_minutes(ahead: int, people: int, busy: int, usual: int) -> int:
    """How long somebody waits with `ahead` before them: nothing while a person is free, else rounds of conversations.

    Rounded up to whole five minutes beyond ten: it is a guess, and reads like one."""
    if people <= 0:
        raise ValueError("nobody is there, so no waiting time can be named")
    free = max(0, people * CAP - busy)
    if ahead < free:
        minutes = max(2, usual // 2)
    else:
        minutes = usual * (1 + (ahead - free) // people)
    return minutes if minutes <= USUAL_MINUTES else -(-minutes // 5) * 5


@dataclass(frozen=True)
class Place:
    """One waiting conversation as far as order goes."""

    id: str
    priority: str
    asked_at: datetime
    reply_due: datetime
    language: str


def first_for(places: Sequence[Place], languages: Sequence[str], now: datetime) -> Place | None:
    """Whom somebody takes next: of the most urgent, the longest waiting whose language they read. Whoever has waited longer than
    was promised comes first in any language, so that nobody waits for ever."""
    if not places:
        return None
    ranked = sorted(places, key=lambda place: order(place.priority, place.asked_at))
    rank = order(ranked[0].priority, ranked[0].asked_at)[0]
    top = [place for place in ranked if order(place.priority, place.asked_at)[0] == rank]
    if top[0].reply_due < now:
        return top[0]
    return next((place for place in top if place.language in languages), top[0])
