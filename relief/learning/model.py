"""What a lesson is made of. Texts exist in English and Chinese side by side; figures are values that `words` renders.

A placeholder such as `{card.interest}` stands for the value `interest` of the example or fact `card`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from relief.money import Money

Value = Money | Fraction | int | date | str
"""Money, a share of one (shown as a percentage), a count, a day, or a name that a lesson gives."""

EVERYWHERE = "all"
PLACES = (EVERYWHERE, "cn", "uk", "us", "in", "ke")


@dataclass(frozen=True, slots=True)
class Text:
    """One thing to say in both languages."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is so: where, by which source, as of which day, and whether a person has compared it with the source."""

    id: str
    where: str
    text: Text
    source: str
    link: str
    as_of: date
    verified: bool
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example. `inputs` are what the author declared, `values` what came out of `compute`, inputs included."""

    id: str
    where: str
    compute: str
    text: Text | None
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Step:
    """One idea. `example` is shown when asked for; `facts` go with the answer to "why?"."""

    id: str
    say: Text
    why: Text
    example: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose, and what is said to whoever chooses it."""

    text: Text
    right: bool
    because: Text


@dataclass(frozen=True, slots=True)
class Item:
    """A question with choices. The one that `measures` is asked before the first step and after the last one."""

    id: str
    ask: Text
    choices: tuple[Choice, ...]
    measures: bool

    @property
    def right(self) -> int:
        """The place of the right choice, from 0."""
        return next(at for at, choice in enumerate(self.choices) if choice.right)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What many people believe, and how it is."""

    believed: Text
    really: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """A direct answer to a question, said before any lesson. `when` lists words that must all stand in what was asked, in
    several alternatives a language."""

    id: str
    when: Mapping[str, tuple[tuple[str, ...], ...]]
    say: Text
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One file in `lessons/`."""

    id: str
    intent: str
    minutes: int
    title: Text
    invite: Text
    aims: tuple[Text, ...]
    facts: Mapping[str, Fact]
    examples: Mapping[str, Example]
    steps: tuple[Step, ...]
    items: tuple[Item, ...]
    mistakes: tuple[Mistake, ...]
    answers: tuple[Answer, ...]
    closing: Text

    @property
    def measure(self) -> Item:
        """The question that is asked before and after."""
        return next(item for item in self.items if item.measures)

    @property
    def quiz(self) -> tuple[Item, ...]:
        """The other questions."""
        return tuple(item for item in self.items if not item.measures)

    def item(self, key: str) -> Item:
        """Raises LookupError for a question that is not in the lesson."""
        for item in self.items:
            if item.id == key:
                return item
        raise LookupError(f"lesson {self.id} has no question {key!r}")

    @property
    def stations(self) -> tuple[tuple[str, str], ...]:
        """What happens in order: ("pre", item), ("step", step) …, ("quiz", item) …, ("post", item)."""
        return (
            ("pre", self.measure.id),
            *(("step", step.id) for step in self.steps),
            *(("quiz", item.id) for item in self.quiz),
            ("post", self.measure.id),
        )

    def facts_for(self, keys: tuple[str, ...], place: str | None) -> tuple[Fact, ...]:
        """The named facts that hold at a place, those of the place itself first."""
        found = [self.facts[key] for key in keys if self.facts[key].where in (EVERYWHERE, place)]
        return tuple(sorted(found, key=lambda fact: fact.where == EVERYWHERE))

    def example_for(self, key: str, place: str | None) -> Example:
        """The example, or its variant for the place (`card_us` beside `card`)."""
        variant = self.examples.get(f"{key}_{place}")
        return variant if variant is not None else self.examples[key]


@dataclass(frozen=True, slots=True)
class Library:
    """All lessons in the order in which the menu shows them."""

    lessons: tuple[Lesson, ...]

    def get(self, key: str) -> Lesson | None:
        return next((lesson for lesson in self.lessons if lesson.id == key), None)

    def of_intent(self, intent: str) -> Lesson | None:
        return next((lesson for lesson in self.lessons if lesson.intent == intent), None)
