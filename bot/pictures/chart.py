"""A chart of ours as a picture: the same bars as in the drawing on the page, read out of its SVG."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from bot.pictures import NothingToDraw
from bot.pictures.canvas import BAR, MARGIN, QUIET, WIDTH, Sheet, fitted, width

SVG = "{http://www.w3.org/2000/svg}"
ROW = 46
TITLE = 20


def chart(data: Mapping[str, Any]) -> bytes:
    """The chart with its title. Raises NothingToDraw for a drawing that is not made of our bars."""
    bars, box = _bars(data["svg"])
    title = fitted(data["title"], WIDTH - 2 * MARGIN, 15)
    top = MARGIN + TITLE * len(title)
    table = data["table"][1:]
    lines = [_labels(row[0], row[-1]) for row in table]
    heights = [ROW + 16 * (len(label) - 1) + (16 if below else 0) for label, below in lines]
    sheet = Sheet(top + sum(heights) + MARGIN)
    for number, line in enumerate(title):
        sheet.text(MARGIN, MARGIN + 14 + TITLE * number, line, 15)
    for row, (label, below), bar, height in zip(table, lines, bars, heights, strict=True):
        for number, line in enumerate(label):
            sheet.text(MARGIN, top + 16 + 16 * number, line)
        base = top + 16 * len(label) + (16 if below else 0)
        sheet.text(WIDTH - MARGIN, base, row[-1], right=True)
        room = (WIDTH - 2 * MARGIN) / box
        left, right = (MARGIN + edge * room for edge in (bar[0], bar[0] + bar[1]))
        sheet.bar(left, base + 7, right, base + 19, BAR.get(bar[2], QUIET))
        top += height
    return sheet.png()


def _bars(svg: str) -> tuple[list[tuple[float, float, str]], float]:
    """Left edge, width and tone of each bar, and the width of the drawing."""
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 - words.charts wrote it, nobody else
        bars = [
            (float(rect.get("x", "")), float(rect.get("width", "")), rect.get("class", "").removeprefix("chart-"))
            for rect in root.iter(f"{SVG}rect")
        ]
        box = float(root.get("viewBox", "").split()[2])
    except (ElementTree.ParseError, ValueError, IndexError) as error:
        raise NothingToDraw("the drawing is not one of ours") from error
    if not bars or len(bars) != len([text for text in root.iter(f"{SVG}text")]) // 2:
        raise NothingToDraw("the drawing holds something else than bars")
    return bars, box


def _labels(label: str, value: str) -> tuple[list[str], bool]:
    """The label in lines, and whether the figure stands below it because both do not fit side by side."""
    room = WIDTH - 2 * MARGIN
    if width(label) + width(value) + 12 <= room:
        return [label], False
    return fitted(label, room), True
