"""The lessons as they are spoken: loaded once a day, with every figure rendered for people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from relief.learning import reading
from relief.learning.loading import load
from relief.learning.model import Fact, Lesson, Library, Text, Value
from relief.protection_rules import packs
from words.compose import Writer
from words.model import Language
from words.tone import check


@lru_cache(maxsize=2)
def library(today: date) -> Library:
    """All lessons. Raises relief.policy.yaml_lines.PackError for the first problem.

    What the tone guard says is for editors and tests (`python -m bot lessons check`), and the gate asks it again for each line.
    """
    return load(packs(), today)


def objects(text: str, language: str) -> list[str]:
    """What the tone guard says about a text of a lesson."""
    return check(text, "zh" if language == "zh" else "en")


def fill(writer: Writer, lesson: Lesson, text: Text, own: Mapping[str, Value] | None = None) -> str:
    """The text in the writer's language with its placeholders filled; figures are remembered as such."""

    def value(name: str) -> str:
        owner, dot, member = name.partition(".")
        if not dot:
            return writer.show((own or {})[owner])
        values = lesson.examples[owner].values if owner in lesson.examples else lesson.facts[owner].values
        return writer.show(values[member])

    spoken: Language = writer.language
    return reading.PLACEHOLDER.sub(lambda found: value(found[1]), text.in_language(spoken))


def plain_fact(writer: Writer, lesson: Lesson, fact: Fact) -> str:
    return fill(writer, lesson, fact.text, fact.values)
