"""The figures of a span, each a list of items with a name, so that every number can be opened. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import median

from relief.team.model import UNKNOWN, Dimension, Item, Span

FEWEST_TO_COMPARE = 10
"""Below this, a share says more about chance than about the team; groups that small are not compared."""

NOT_KEPT = ("partly_kept", "broken")
"""A promise that was kept in part was a promise too large: it counts as not kept."""

Test = Callable[[Item, Span, datetime], bool]


def reply(item: Item, now: datetime) -> str:
    """`met`, `missed`, `open` while there is still time, `none` where no answer was needed (called off, or ended without one)."""
    if item.replied_at is not None:
        return "met" if item.reply_due is None or item.replied_at <= item.reply_due else "missed"
    if item.ended_at is not None:
        return "none"
    return "missed" if item.reply_due is not None and now > item.reply_due else "open"


def settled(item: Item, now: datetime) -> str:
    """As `reply`, for the end. What has ended stays as it was."""
    if item.ended_at is not None:
        if item.how == "cancelled":
            return "none"
        return "met" if item.resolve_due is None or item.ended_at <= item.resolve_due else "missed"
    return "missed" if item.resolve_due is not None and now > item.resolve_due else "open"


def _talk(test: Callable[[Item, datetime], bool]) -> Test:
    return lambda item, span, now: item.kind == "talk" and span.holds(item.at) and test(item, now)


FIGURES: Mapping[str, Test] = {
    "asked": _talk(lambda item, now: True),
    "open": _talk(lambda item, now: item.ended_at is None),
    "waiting": _talk(lambda item, now: item.ended_at is None and item.group["owner"] == UNKNOWN),
    "replied_in_time": _talk(lambda item, now: reply(item, now) == "met"),
    "replied_late": _talk(lambda item, now: reply(item, now) == "missed"),
    "settled_in_time": _talk(lambda item, now: settled(item, now) == "met"),
    "settled_late": _talk(lambda item, now: settled(item, now) == "missed"),
    "cancelled": _talk(lambda item, now: item.how == "cancelled"),
    "solved": _talk(lambda item, now: item.solved == "yes"),
    "not_solved": _talk(lambda item, now: item.solved in ("partly", "no")),
    "plans": lambda item, span, now: item.kind == "plan" and span.holds(item.at),
    "plans_broken": lambda item, span, now: (
        item.kind == "plan" and item.status == "broken" and span.holds(item.ended_at)
    ),
    "promises": lambda item, span, now: item.kind == "promise" and span.holds(item.at),
    "promises_kept": lambda item, span, now: (
        item.kind == "promise" and item.status == "kept" and span.holds(item.ended_at)
    ),
    "promises_broken": lambda item, span, now: (
        item.kind == "promise" and item.status in NOT_KEPT and span.holds(item.ended_at)
    ),
    "complaints": lambda item, span, now: item.kind == "complaint" and span.holds(item.at),
}
"""Name → which items it counts."""

SHARES: Mapping[str, tuple[str, str]] = {
    "reply_share": ("replied_in_time", "replied_late"),
    "settle_share": ("settled_in_time", "settled_late"),
    "kept_share": ("promises_kept", "promises_broken"),
    "solved_share": ("solved", "not_solved"),
}
"""Name → (good, bad); the share is good among both."""


def _reply_time(item: Item) -> timedelta | None:
    return item.replied_at - item.at if item.replied_at else None


def _end_time(item: Item) -> timedelta | None:
    return item.ended_at - item.at if item.ended_at and item.how != "cancelled" else None


MEDIANS: Mapping[str, Callable[[Item], timedelta | None]] = {"usual_reply": _reply_time, "usual_end": _end_time}
"""Name → the time of a talk that was asked for in the span, None where it has none; the figure is the middle one."""


def listed(items: Sequence[Item], figure: str, span: Span, now: datetime) -> list[Item]:
    """What a figure counts, the latest first. Raises KeyError for a figure that there is not."""
    test = FIGURES[figure]
    return sorted((item for item in items if test(item, span, now)), key=lambda item: item.at, reverse=True)


def shared(items: Sequence[Item], share: str, span: Span, now: datetime) -> list[tuple[Item, bool]]:
    """What a share is made from: everything that it divides by, and whether it counts as good. The good come first."""
    good, bad = SHARES[share]
    return [(item, True) for item in listed(items, good, span, now)] + [
        (item, False) for item in listed(items, bad, span, now)
    ]


def timed(items: Sequence[Item], name: str, span: Span, now: datetime) -> list[tuple[Item, timedelta]]:
    """What a usual time is the median of, the shortest first."""
    found = [(item, MEDIANS[name](item)) for item in items if FIGURES["asked"](item, span, now)]
    return sorted(((item, took) for item, took in found if took is not None), key=lambda pair: pair[1])


def middle(count: int) -> range:
    """Which of so many, in order, the median is: one, or the two whose mean it is."""
    return range((count - 1) // 2, count // 2 + 1) if count else range(0)


def among(items: Sequence[Item], dimension: str, value: str) -> list[Item]:
    return [item for item in items if item.group.get(dimension, UNKNOWN) == value]


@dataclass(frozen=True)
class Row:
    """Figures of one group, or of everything. Shares and usual times are None where there is nothing to make them from."""

    value: str
    counts: Mapping[str, int]
    shares: Mapping[str, Fraction | None]
    usual: Mapping[str, timedelta | None]


def row(items: Sequence[Item], span: Span, now: datetime, value: str = "") -> Row:
    counts = {name: sum(test(item, span, now) for item in items) for name, test in FIGURES.items()}
    shares = {name: _share(counts[good], counts[bad]) for name, (good, bad) in SHARES.items()}
    medians = {name: usual([took for _, took in timed(items, name, span, now)]) for name in MEDIANS}
    return Row(value, counts, shares, medians)


def by(items: Sequence[Item], dimension: Dimension, span: Span, now: datetime) -> list[Row]:
    """A row a group, the largest first; groups with nothing in the span are left out."""
    values = {item.group.get(dimension, UNKNOWN) for item in items}
    rows = [row(among(items, dimension, value), span, now, value) for value in values]
    kept = [one for one in rows if any(one.counts.values())]
    return sorted(kept, key=lambda one: (-one.counts["asked"], one.value == UNKNOWN, one.value))


def outcomes(items: Sequence[Item], span: Span) -> list[tuple[str, int]]:
    """How talks ended: the outcome that was chosen, else how (given back, called off)."""
    found: dict[str, int] = {}
    for item in items:
        if item.kind == "talk" and span.holds(item.at) and item.ended_at is not None:
            name = item.outcome or item.how or UNKNOWN
            found[name] = found.get(name, 0) + 1
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def ended_so(items: Sequence[Item], name: str, span: Span) -> list[Item]:
    """The list behind one of `outcomes`."""
    return [
        item
        for item in items
        if item.kind == "talk"
        and span.holds(item.at)
        and item.ended_at is not None
        and (item.outcome or item.how or UNKNOWN) == name
    ]


@dataclass(frozen=True)
class Gap:
    """How far apart the best and the worst served group are, in a share (`shares`: the best, the worst); None where fewer than two groups can be compared."""

    share: str
    dimension: Dimension
    best: str = ""
    worst: str = ""
    points: Fraction | None = None
    shares: tuple[Fraction, Fraction] | None = None


def gap(items: Sequence[Item], share: str, dimension: Dimension, span: Span, now: datetime) -> Gap:
    """Only groups with at least FEWEST_TO_COMPARE cases count."""
    good, bad = SHARES[share]
    found: list[tuple[Fraction, str]] = []
    for one in by(items, dimension, span, now):
        part = one.shares[share]
        if part is not None and one.value != UNKNOWN and one.counts[good] + one.counts[bad] >= FEWEST_TO_COMPARE:
            found.append((part, one.value))
    if len(found) < 2:
        return Gap(share, dimension)
    worst, best = min(found), max(found)
    return Gap(share, dimension, best[1], worst[1], best[0] - worst[0], (best[0], worst[0]))


@dataclass(frozen=True)
class Balance:
    """Four things that belong together, now and in the span before. `gap` is the widest among languages, buckets and channels."""

    received: int
    kept: Fraction | None
    complaints: int
    gap: Fraction | None


def worse(now: Balance, before: Balance) -> list[str]:
    """What got worse while more money came in: raised at whose cost? Nothing when no more came in."""
    if now.received <= before.received:
        return []
    found = []
    if now.kept is not None and before.kept is not None and now.kept < before.kept:
        found.append("kept")
    if now.complaints > before.complaints:
        found.append("complaints")
    if now.gap is not None and before.gap is not None and now.gap > before.gap:
        found.append("gap")
    return found


def widest(gaps: Sequence[Gap]) -> Gap | None:
    known = [one for one in gaps if one.points is not None]
    return max(known, key=lambda one: one.points or Fraction(0)) if known else None


def _share(good: int, bad: int) -> Fraction | None:
    return Fraction(good, good + bad) if good + bad else None


def usual(spans: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(span.total_seconds() for span in spans)) if spans else None
