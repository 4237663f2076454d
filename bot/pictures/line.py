"""A line over days as a picture: the same steps as in the drawing on the page, read out of its SVG."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from bot.pictures import NothingToDraw
from bot.pictures.canvas import BAR, MARGIN, QUIET, WIDTH, Sheet, fitted

SVG = "{http://www.w3.org/2000/svg}"
TITLE = 20
DRY = "#fbefe8"
"""Days on which nothing is left: pale, so that the line stays the darkest."""

_STEP = re.compile(r"([MLHV])\s*(-?[\d.]+)(?:[ ,]+(-?[\d.]+))?")


def line(data: Mapping[str, Any]) -> bytes:
    """The line with its title, the days below nothing, and the named points. Raises NothingToDraw."""
    try:
        root = ElementTree.fromstring(data["svg"])  # noqa: S314 - words.charts wrote it, nobody else
        height = float(root.get("viewBox", "").split()[3])
        box = float(root.get("viewBox", "").split()[2])
        points = _points(next(root.iter(f"{SVG}path")).get("d", ""))
    except (ElementTree.ParseError, ValueError, IndexError, StopIteration) as error:
        raise NothingToDraw("the drawing is not one of ours") from error
    if len(points) < 2:
        raise NothingToDraw("the drawing holds no line")
    title = fitted(data["title"], WIDTH - 2 * MARGIN, 15)
    top = MARGIN + TITLE * len(title)
    scale = (WIDTH - 2 * MARGIN) / box

    def place(x: float, y: float) -> tuple[float, float]:
        return MARGIN + x * scale, top + y

    sheet = Sheet(round(top + height + MARGIN))
    for number, words in enumerate(title):
        sheet.text(MARGIN, MARGIN + 14 + TITLE * number, words, 15)
    for rect in root.iter(f"{SVG}rect"):
        left, upper = place(_number(rect, "x"), _number(rect, "y"))
        sheet.bar(left, upper, left + _number(rect, "width") * scale, upper + _number(rect, "height"), DRY)
    for zero in root.iter(f"{SVG}line"):
        sheet.path(
            [place(_number(zero, "x1"), _number(zero, "y1")), place(_number(zero, "x2"), _number(zero, "y2"))], QUIET, 1
        )
    sheet.path([place(x, y) for x, y in points], BAR["total"], 2)
    for mark in root.iter(f"{SVG}circle"):
        x, y = place(_number(mark, "cx"), _number(mark, "cy"))
        sheet.bar(x - 4, y - 4, x + 4, y + 4, BAR["total"])
    for text in root.iter(f"{SVG}text"):
        y = top + _number(text, "y")
        right = text.get("text-anchor") == "end"
        sheet.text(WIDTH - MARGIN if right else MARGIN, y, text.text or "", right=right)
    return sheet.png()


def _points(path: str) -> list[tuple[float, float]]:
    """The corners of a path of moves, lines and steps along one axis."""
    x = y = 0.0
    out: list[tuple[float, float]] = []
    for kind, first, second in _STEP.findall(path):
        if kind in "ML":
            x, y = float(first), float(second)
        elif kind == "H":
            x = float(first)
        else:
            y = float(first)
        out.append((x, y))
    return out


def _number(element: ElementTree.Element, name: str) -> float:
    return float(element.get(name, "0"))
