"""The one way out: every line of the assistant passes here before it is stored and sent.

It refuses what shows an account to somebody who has not proven who they are, a number that came from nowhere, and words
that the tone guard objects to. A refused line is replaced by one that says so kindly; nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.reviewed import NUMBER, Reviewed
from bot.tone import Tone, no_objection
from words import gateway
from words.model import Message

Refusal = Literal["unverified", "figure", "tone"]

_LIST_MARKER = re.compile(r"(?m)^\s*[0-9]{1,2}(?=[.)、）:：]\s?[^0-9])")
_FULL_WIDTH_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}
_REPLACEMENT: dict[Refusal, str] = {
    "unverified": "confirm_identity_first",
    "figure": "figure_withheld",
    "tone": "tone_withheld",
}


@dataclass(frozen=True)
class Passed:
    """The line that may be said. `refusal` is set when it stands for one that may not; `because` is for our logs."""

    message: Message
    refusal: Refusal | None = None
    because: tuple[str, ...] = ()


class Gate:
    """Holds what lines are judged by. Judging is pure and takes no time worth mentioning."""

    def __init__(self, reviewed: Reviewed, tone: Tone = no_objection) -> None:
        self._reviewed = reviewed
        self._tone = tone

    def admit(self, message: Message, *, verified: bool) -> Passed:
        """The message itself, or what is said in its place."""
        if message.discloses and not verified:
            return _instead(message, "unverified", ())
        strangers = tuple(self._strangers(message))
        if strangers:
            return _instead(message, "figure", strangers)
        objections = tuple(self._tone(message.text, message.language))
        if objections:
            return _instead(message, "tone", objections)
        return Passed(message)

    def _strangers(self, message: Message) -> Iterator[str]:
        """Numbers in the text or on a button that are neither a figure nor part of a reviewed text."""
        known: set[str] | None = None
        for line in (message.text, *(button.title for button in message.buttons)):
            line = line.translate(_FULL_WIDTH_DIGITS)
            markers = {found.end() for found in _LIST_MARKER.finditer(line)}
            for found in NUMBER.finditer(line):
                if found.end() in markers or self._reviewed.holds(line, *found.span()):
                    continue
                if known is None:
                    known = _numbers(message.figures)
                if found.group() not in known:
                    yield found.group()


def _numbers(figures: tuple[str, ...]) -> set[str]:
    return {found for figure in figures for found in NUMBER.findall(figure.translate(_FULL_WIDTH_DIGITS))}


def _instead(message: Message, refusal: Refusal, because: tuple[str, ...]) -> Passed:
    key = _REPLACEMENT[refusal]
    if refusal == "unverified":
        return Passed(gateway.message(key, message.language), refusal, because)
    return Passed(gateway.person_offered(key, message.language), refusal, because)
