"""What the figures are made from: each a talk with people, an agreement or a complaint, with what it may be grouped by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Dimension = Literal["reason", "language", "bucket", "channel", "priority", "owner"]
DIMENSIONS: tuple[Dimension, ...] = ("reason", "language", "bucket", "channel", "priority", "owner")
UNKNOWN = "unknown"
ALONE = "alone"
"""The reason of what was agreed without any person: the assistant alone."""


@dataclass(frozen=True)
class Span:
    """Half-open: from the beginning of the first day to the end of the last, in the office's zone."""

    start: datetime
    end: datetime

    def holds(self, at: datetime | None) -> bool:
        return at is not None and self.start <= at < self.end

    @property
    def before(self) -> Span:
        """As long, just before."""
        return Span(self.start - (self.end - self.start), self.start)


@dataclass(frozen=True)
class Item:
    """One thing that is counted. `kind` is `talk`, `plan`, `promise` or `complaint`; `group` says what it belongs to in each dimension.

    Of a talk: `at` is when a person was asked for, `reply_due` and `resolve_due` what was promised, `how` and `outcome` how it ended,
    `solved` what the borrower said afterwards. Of agreements `at` is when they were made, `ended_at` with `status` what came of them."""

    kind: str
    id: str
    at: datetime
    group: Mapping[str, str]
    conversation_id: str | None = None
    borrower_id: str | None = None
    reply_due: datetime | None = None
    resolve_due: datetime | None = None
    replied_at: datetime | None = None
    ended_at: datetime | None = None
    how: str | None = None
    outcome: str | None = None
    solved: str | None = None
    status: str = ""
    number: str | None = None


@dataclass(frozen=True)
class Money:
    """What came in from borrowers of one currency, reversals taken off: whole minor units, and how many people paid."""

    currency: str
    amount: int
    payers: int


@dataclass(frozen=True)
class Paid:
    """One booking behind what came in: `amount` is negative where a payment was taken back."""

    id: str
    at: datetime
    amount: int
    currency: str
    kind: str
    channel: str
    loan: str
    payer: str
