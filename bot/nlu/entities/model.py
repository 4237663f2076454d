"""What the entity grammar reads and what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["amount", "currency", "date", "duration", "ordinal", "hardship_reason", "language", "channel"]


@dataclass(frozen=True)
class Entity:
    """A normalised value and the place in the message that it came from (``message[start:end]``)."""

    entity: Kind
    value: str
    start: int
    end: int


@dataclass
class Reading:
    """One message while it is read: the folded text, the reference day, and the places already spoken for.

    A place is claimed once: a date takes its digits away from the amounts, and what is plainly neither (a telephone number, an
    age, a time of day) is claimed without giving anything.
    """

    text: str
    today: date
    timezone: str | None = None
    found: list[Entity] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing between ``start`` and ``end`` is claimed yet."""
        return all(end <= first or last <= start for first, last in self.taken)

    def claim(self, start: int, end: int) -> None:
        """Marks a place as spoken for, without a value."""
        self.taken.append((start, end))

    def add(self, entity: Kind, value: str, start: int, end: int) -> None:
        """Adds a value and claims its place."""
        self.found.append(Entity(entity, value, start, end))
        self.taken.append((start, end))
