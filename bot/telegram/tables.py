"""Tables of text that read well on a phone: narrow, figures at the right edge, Chinese counted as two columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby, zip_longest
from typing import Any

from relief.money import Money
from words import format as render
from words.model import Language

WIDTH = 28
"""Columns of Telegram's fixed-width type on a screen of 320 px."""

OPENING, CLOSING = "（《“「", "，。；：、）！？》”」…%"
"""No line ends with the first ones, none begins with the second."""

LISTED = 6
"""So many payments are listed one by one; more are summed up where they are equal."""


def rows_table(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Label and value on a line; where both do not fit, the value on the next."""
    out: list[str] = []
    for row in rows:
        label, value = str(row["label"]), str(row["value"])
        room = WIDTH - columns(label) - columns(value)
        if room >= 1:
            out.append(label + " " * room + value)
        else:
            out += wrapped(label)
            if columns(value) <= WIDTH:  # a figure stays at the right edge, a sentence reads from the left
                out.append(" " * (WIDTH - columns(value)) + value)
            else:
                out += [" " + piece for piece in wrapped(value, WIDTH - 1)]
    return out


def offer_table(card: Mapping[str, Any], language: Language) -> list[str]:
    """What an offer card shows, its payments included."""
    lines = rows_table(card.get("rows") or ())
    schedule = schedule_lines(card, language)
    if lines and schedule:
        lines.append("─" * WIDTH)
    return lines + schedule


def schedule_lines(card: Mapping[str, Any], language: Language) -> list[str]:
    """Date and amount of each payment; of a long plan, equal ones in one line with the first and the last date."""
    schedule: Sequence[Mapping[str, Any]] = card.get("schedule") or ()
    if len(schedule) <= LISTED:
        return rows_table({"label": day(row["due"], language), "value": amount(row, language)} for row in schedule)
    out: list[str] = []
    for _, run in groupby(schedule, key=lambda row: (row["amount"], row["currency"])):
        group = list(run)
        first, last = day(group[0]["due"], language), day(group[-1]["due"], language)
        if len(group) == 1:
            out += rows_table([{"label": first, "value": amount(group[0], language)}])
        else:
            out += rows_table([{"label": f"{len(group)} ×", "value": amount(group[0], language)}])
            out += wrapped(f"{first} – {last}")
    return out


def day(iso: str, language: Language) -> str:
    return render.short_date(date.fromisoformat(iso), language)


def amount(row: Mapping[str, Any], language: Language) -> str:
    return render.money(Money.parse(row["amount"], row["currency"]), language)


def columns(text: str) -> int:
    """How wide the text is in fixed-width type."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrapped(text: str, width: int = WIDTH) -> list[str]:
    """Lines of at most so many columns, broken at spaces where there are any."""
    out = [""]
    for word in _words(text, width):
        if columns(out[-1]) + columns(word.rstrip()) > width and out[-1]:
            out[-1] = out[-1].rstrip()
            out.append("")
        out[-1] += word
    return [line.rstrip() for line in out]


def _words(text: str, width: int) -> Iterable[str]:
    """Words with the space after them; a Chinese character is a word of its own, with the punctuation that belongs to it."""
    word = ""
    for character, following in zip_longest(text, text[1:], fillvalue=""):
        word += character
        held = character in OPENING or (following and following in CLOSING)
        if columns(word) >= width or (not held and (character == " " or columns(character) == 2)):
            yield word
            word = ""
    if word:
        yield word
