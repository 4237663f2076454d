"""The tone guard: what may never be said to a borrower, by template, collector or reminder (classes of regulation.md 6.6).

A line is read sentence by sentence. Each class has signs; a sentence that says the contrary ("we cannot have anyone arrested",
"please do not borrow to pay this") or quotes what somebody else said is let pass. `check` names the classes; `advise` says why, and a
kinder way, for people who write by hand.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from words.model import Both, Language
from words.tone_advice import ADVICE
from words.tone_signs import ALLOWED, SIGNS

CLASSES: tuple[str, ...] = tuple(SIGNS)
_SENTENCES = re.compile(r"(?<=[.!?。！？;；\n])\s*")


@dataclass(frozen=True)
class Objection:
    """What is wrong with a line. `words` are those that gave it away."""

    name: str
    words: str
    why: str
    instead: str


def check(line: str, language: Language) -> list[str]:
    """The classes that the line falls into, none when it may be said."""
    return [objection.name for objection in advise(line, language)]


def advise(line: str, language: Language) -> list[Objection]:
    """Each class once, with why and a kinder way, in the language of the line. Both languages are looked for in every line:
    people mix them."""
    found: dict[str, Objection] = {}
    text = unicodedata.normalize("NFKC", line).replace("’", "'").lower()
    for name, sign, allowed in _patterns():
        hit = sign.search(text)
        while hit is not None:
            around = _sentence(text, hit.start(), hit.end())
            if allowed is None or not allowed.search(around):
                why, instead = ADVICE[name]
                found.setdefault(name, Objection(name, hit.group(), _say(why, language), _say(instead, language)))
                break
            hit = sign.search(text, hit.end())
    return list(found.values())


def _say(both: Both, language: Language) -> str:
    return both.in_language(language)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a hit."""
    first = max((found.end() for found in _SENTENCES.finditer(text, 0, start + 1)), default=0)
    last = next((found.start() for found in _SENTENCES.finditer(text, end)), len(text))
    return text[min(first, start) : max(last, end)]


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    rows = []
    for name, signs in SIGNS.items():
        allowed = [*ALLOWED["ALL"], *ALLOWED.get(name, ())]
        rows.append((name, re.compile("|".join(f"(?:{sign})" for sign in signs)), re.compile("|".join(allowed))))
    return tuple(rows)
