"""Cuts a message into tokens: Latin words and numbers whole, every Chinese character by itself.

Rasa's own whitespace tokenizer takes Chinese characters for emoji and drops them ("我的 balance 是多少" keeps only "balance"), and
jieba cuts "1,200" in three. Here nothing is dropped but spaces and marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Digits may hold . , : / between digits (1,200.50 and 10:30 are one token); words may hold ' and - between letters.
_TOKEN = re.compile(
    r"\d+(?:[.,:/]\d+)*"
    r"|[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|[^\W\d_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+(?:['’\-][^\W\d_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)*"
    r"|[$¥￥€£₹₦₱%#?？!！]"
)


@dataclass(frozen=True)
class Piece:
    """One token and where it stands: ``text == message[start:end]``."""

    text: str
    start: int
    end: int


def pieces(text: str) -> list[Piece]:
    """The tokens of ``text``, in order."""
    return [Piece(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def words(text: str) -> list[str]:
    """The tokens of ``text`` without their places."""
    return _TOKEN.findall(text)
