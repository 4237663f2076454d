"""Days past due, the bucket they fall into, and lateness of a single day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from relief.refusals import Refused


@dataclass(frozen=True, slots=True)
class Open:
    """What is still outstanding of one instalment (minor units, never negative)."""

    due: date
    outstanding: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """A class of lateness that begins at `starts` days past due."""

    name: str
    starts: int


@dataclass(frozen=True, slots=True)
class PastDue:
    """`overdue` is what was due before the day, `outstanding` everything; minor units."""

    dpd: int
    bucket: str
    overdue: int
    outstanding: int


def bucket_of(dpd: int, buckets: Sequence[Bucket]) -> str:
    """Name of the last bucket that begins at or below `dpd`; refuses buckets that do not rise from 0."""
    starts = [bucket.starts for bucket in buckets]
    if not starts or starts[0] != 0 or any(low >= high for low, high in pairwise(starts)):
        raise Refused("value_not_allowed", "The buckets must rise, the first from 0.")
    return [bucket.name for bucket in buckets if bucket.starts <= dpd][-1]


def days_past_due(as_of: date, instalments: Sequence[Open]) -> int:
    """Days from the oldest instalment that is late; due today is not late."""
    late = [item.due for item in instalments if item.due < as_of and item.outstanding > 0]
    return (as_of - min(late)).days if late else 0


def past_due(as_of: date, instalments: Sequence[Open], buckets: Sequence[Bucket]) -> PastDue:
    """Days past due with their bucket and the amounts behind them."""
    dpd = days_past_due(as_of, instalments)
    return PastDue(
        dpd,
        bucket_of(dpd, buckets),
        sum(item.outstanding for item in instalments if item.due < as_of),
        sum(item.outstanding for item in instalments),
    )


def days_late(day: date, due: date) -> int:
    """Days from `due` to the borrower's local day; on the due date and before it is 0."""
    return max((day - due).days, 0)
