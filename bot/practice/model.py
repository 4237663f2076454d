"""What practice is made of. Everything is content (`situations.yml`, `rules.yml`), nothing of it about a real person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from words.model import Both


@dataclass(frozen=True)
class Rule:
    """What an answer must do (`need`) or must not do, known by its `signs`; with where it comes from and since when."""

    id: str
    need: bool
    said: Both
    source: str
    link: str
    since: date
    verified: bool
    signs: tuple[re.Pattern[str], ...]

    def holds(self, answer: str) -> bool:
        """Whether the answer keeps it."""
        found = any(sign.search(answer.lower().replace("’", "'")) for sign in self.signs)
        return found is self.need


@dataclass(frozen=True)
class Situation:
    """One borrower, played by lines that were written before. `needs` names rules for each answer in turn."""

    id: str
    title: Both
    who: Both
    verified: bool
    distress: bool
    says: Both
    well: Both
    badly: Both
    needs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Practice:
    situations: Sequence[Situation]
    rules: Mapping[str, Rule]

    def situation(self, name: str) -> Situation | None:
        return next((one for one in self.situations if one.id == name), None)
