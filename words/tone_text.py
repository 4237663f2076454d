"""How the tone guard sees a line: half width, lower case, sentence by sentence."""

from __future__ import annotations

import re
import unicodedata

_SENTENCES = re.compile(r"(?<=[.!?。！？;；\n])\s*")


def plain(line: str) -> str:
    """The line as it is compared: NFKC, straight apostrophes, lower case."""
    return unicodedata.normalize("NFKC", line).replace("’", "'").lower().strip()


def sentences(line: str) -> list[str]:
    """The sentences of a line, none of them blank."""
    return [part for part in (piece.strip() for piece in _SENTENCES.split(line)) if part]


def around(text: str, start: int, end: int) -> str:
    """The sentence around a hit."""
    first = max((found.end() for found in _SENTENCES.finditer(text, 0, start + 1)), default=0)
    last = next((found.start() for found in _SENTENCES.finditer(text, end)), len(text))
    return text[min(first, start) : max(last, end)]
