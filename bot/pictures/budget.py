"""A budget as a picture: each row of the card with a bar for its size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.pictures import NothingToDraw
from bot.pictures.canvas import BAR, MARGIN, WIDTH, Sheet, fitted

ROW = 42
TITLE = 20
_FIGURE = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")


def budget(card: Mapping[str, Any]) -> bytes:
    """The rows of the card in their order. Raises NothingToDraw when a row holds no amount."""
    rows = [(row["label"], row["value"], _size(row["value"])) for row in card["rows"]]
    most = max((abs(size) for _, _, size in rows), default=Decimal(0)) or Decimal(1)
    title = fitted(card["title"], WIDTH - 2 * MARGIN, 15)
    top = MARGIN + TITLE * len(title)
    sheet = Sheet(top + ROW * len(rows) + MARGIN)
    for number, line in enumerate(title):
        sheet.text(MARGIN, MARGIN + 14 + TITLE * number, line, 15)
    for number, (label, value, size) in enumerate(rows):
        sheet.text(MARGIN, top + 16, label)
        sheet.text(WIDTH - MARGIN, top + 16, value, right=True)
        room = float(abs(size) / most) * (WIDTH - 2 * MARGIN)
        tone = "total" if number in (0, len(rows) - 1) else "more"
        sheet.bar(MARGIN, top + 23, MARGIN + room, top + 33, BAR[tone])
        top += ROW
    return sheet.png()


def _size(value: str) -> Decimal:
    found = _FIGURE.search(value)
    if found is None:
        raise NothingToDraw(f"{value!r} holds no amount")
    return Decimal(found[0].replace(",", "").replace("−", "-"))
