"""The payments of one or more offers as a picture: date, amount, and a bar for how much is still to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.pictures.canvas import BAR, INK, MARGIN, QUIET, WIDTH, Sheet, fitted
from relief.money import Money
from words import format as render
from words import telegram as words
from words.model import Language

ROW = 24
TITLE = 20
GAP = 14
MOST_ROWS = 24
"""More payments than this are shown as the first and the last ones."""


def schedules(cards: Sequence[Mapping[str, Any]], language: Language) -> bytes:
    """One below the other, each with its title and its total."""
    sections = [(fitted(card["title"], WIDTH - 2 * MARGIN, 15), _rows(card["schedule"])) for card in cards]
    height = MARGIN + sum(TITLE * len(title) + ROW * (len(rows) + 1) + GAP for title, rows in sections)
    sheet = Sheet(height)
    top = MARGIN
    for card, (title, rows) in zip(cards, sections, strict=True):
        for line in title:
            sheet.text(MARGIN, top + 14, line, 15)
            top += TITLE
        currency = card["schedule"][0]["currency"]
        amounts = [Money.parse(row["amount"], currency) for row in card["schedule"]]
        most = max((amount.minor for amount in amounts), default=1) or 1
        for row in rows:
            top += ROW
            if row is None:
                sheet.text(WIDTH / 2, top - 7, "…", colour=QUIET)
                continue
            amount = Money.parse(row["amount"], currency)
            sheet.text(MARGIN, top - 7, render.short_date(date.fromisoformat(row["due"]), language), colour=INK)
            sheet.text(WIDTH - MARGIN, top - 7, render.money(amount, language), right=True)
            room = 80
            sheet.bar(118, top - 15, 118 + room * amount.minor / most, top - 7, BAR["more"])
        sheet.rule(top + 3)
        total = sum(amount.minor for amount in amounts)
        sheet.text(MARGIN, top + ROW - 5, words.text("total", language), colour=INK)
        sheet.text(WIDTH - MARGIN, top + ROW - 5, render.money(Money(total, currency), language), right=True)
        top += ROW + GAP
    return sheet.png()


def _rows(schedule: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any] | None]:
    """Every payment, or of a long plan the first and the last ones with a gap between (None)."""
    if len(schedule) <= MOST_ROWS:
        return list(schedule)
    return [*schedule[: MOST_ROWS - 4], None, *schedule[-3:]]
