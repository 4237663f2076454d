"""A sheet to draw on: sizes in points of a screen 320 wide, drawn at three times that, black and blue on white."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from bot.fonts import REGULAR

WIDTH = 320
SCALE = 3
MARGIN = 12
INK = "#14202b"
QUIET = "#55616d"
LINE = "#d5dbe1"
BAR = {"total": "#1b5e8c", "more": "#5b9bc8", "less": "#a9c9df"}
"""Dark enough on white to tell apart, also in grey."""


@lru_cache(maxsize=16)
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(REGULAR), size * SCALE)


class Sheet:
    """A white picture of a given height. Coordinates and sizes are points."""

    def __init__(self, height: int) -> None:
        self._image = Image.new("RGB", (WIDTH * SCALE, height * SCALE), "white")
        self._draw = ImageDraw.Draw(self._image)

    def text(self, x: float, y: float, text: str, size: int = 13, colour: str = INK, *, right: bool = False) -> None:
        """`y` is the base line; `right` puts the end of the text at `x`."""
        anchor = "rs" if right else "ls"
        self._draw.text((x * SCALE, y * SCALE), text, font=font(size), fill=colour, anchor=anchor)

    def bar(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        box = [round(edge * SCALE) for edge in (left, top, max(right, left + 1), bottom)]
        self._draw.rounded_rectangle(box, radius=2 * SCALE, fill=colour)

    def path(self, points: Sequence[tuple[float, float]], colour: str, width: float) -> None:
        """Straight lines from point to point."""
        corners = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(corners, fill=colour, width=round(width * SCALE), joint="curve")

    def rule(self, y: float) -> None:
        self._draw.line([(MARGIN * SCALE, y * SCALE), ((WIDTH - MARGIN) * SCALE, y * SCALE)], fill=LINE, width=SCALE)

    def png(self) -> bytes:
        out = io.BytesIO()
        self._image.quantize(64).save(out, "PNG", optimize=True)
        return out.getvalue()


def width(text: str, size: int = 13) -> float:
    return float(font(size).getlength(text)) / SCALE


def fitted(text: str, room: float, size: int = 13) -> list[str]:
    """The text in lines that are at most `room` wide, broken at spaces, or anywhere in Chinese."""
    lines = [""]
    for word in _breakable(text):
        if lines[-1] and width(lines[-1] + word.rstrip(), size) > room:
            lines.append("")
        lines[-1] += word
    return [line.strip() for line in lines]


def _breakable(text: str) -> list[str]:
    words: list[str] = []
    word = ""
    for character in text:
        word += character
        if character == " " or ord(character) > 0x2E7F:
            words.append(word)
            word = ""
    return [*words, word] if word else words
