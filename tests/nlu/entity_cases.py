"""Reads a table of cases: one a line, the message, a bar, and the values expected of one entity type in order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.nlu.entities import extract

MONDAY = date(2026, 11, 23)


def rows(table: str) -> list[tuple[str, list[str]]]:
    """The cases of ``table``; nothing behind the bar means that no such entity may come out."""
    pairs = [line.rpartition("|") for line in table.strip().splitlines() if line.strip()]
    return [(message.strip(), values.split()) for message, _, values in pairs]


def values(message: str, kinds: Iterable[str], today: date = MONDAY, timezone: str | None = None) -> list[str]:
    """The values of ``kinds`` in the message, in their order."""
    wanted = set(kinds)
    return [found.value for found in extract(message, today, timezone) if found.entity in wanted]
