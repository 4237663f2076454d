"""The tone guard: what may never be said to a borrower, by template, collector or reminder (classes of docs/protection.md).

A line is read in two ways: by signs that people wrote down (`tone_signs`; a sentence that says the contrary,
such as "we cannot have anyone arrested", or quotes what somebody else said, is let pass), and where they find nothing, by what is learned from drafts
(`tone_learned`). `check` names the classes; `advise` says why, and a kinder way, for people who write by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from words.model import Language
from words.tone_advice import ADVICE
from words.tone_learned import suspect
from words.tone_signs import ALLOWED, DENIABLE, DENIED_AFTER, DENIED_BEFORE, SIGNS
from words.tone_text import around, plain, sentences

CLASSES: tuple[str, ...] = tuple(SIGNS)


@dataclass(frozen=True)
class Objection:
    """What is wrong with a line. `words` are those that gave it away."""

    name: str
    words: str
    why: str
    instead: str


def check(line: str, language: Language) -> list[str]:
    """The classes that a reviewed text falls into by its signs, none when it may be said: for templates, and for every line at the gate."""
    return list(dict.fromkeys(name for name, _, _ in _by_signs(plain(line))))


def advise(line: str, language: Language) -> list[Objection]:
    """What is wrong with something that a person has written by hand: signs that what was learned does not speak against, and what was learned.

    Each class once, with why and a kinder way in `language`. Both languages are looked for in every line: people mix them.
    Finds more than `check`: a person can reword a line that was stopped wrongly, an answer of the bot would be lost.
    """
    found: dict[str, Objection] = {}
    text = plain(line)
    for name, words in list(_confirmed(text)) or _by_learning(text):
        why, instead = ADVICE[name]
        found.setdefault(name, Objection(name, words, why.in_language(language), instead.in_language(language)))
    return list(found.values())


def _confirmed(text: str) -> Iterator[tuple[str, str]]:
    """What signs say, unless what was learned clearly speaks against it: a sign is a word or two, and most denials have no form of their own."""
    for name, words, sentence in _by_signs(text):
        if suspect(sentence, shown=True) is not None:
            yield name, words


def _by_signs(text: str) -> Iterator[tuple[str, str, str]]:
    for name, sign, allowed in _patterns():
        for hit in sign.finditer(text):
            sentence = around(text, hit.start(), hit.end())
            if not allowed.search(sentence) and not (name in DENIABLE and _denied(text, hit)):
                yield name, hit.group(), sentence
                break


def _denied(text: str, hit: re.Match[str]) -> bool:
    """Whether what a sign says is denied right before it or right after it."""
    before, after = text[max(0, hit.start() - 60) : hit.start()], text[hit.end() : hit.end() + 60]
    return any(re.search(form, before) for form in DENIED_BEFORE) or any(
        re.search(form, after) for form in DENIED_AFTER
    )


def _by_learning(text: str) -> Iterator[tuple[str, str]]:
    for sentence in sentences(text):
        suspicion = suspect(sentence)
        if suspicion is not None:
            yield suspicion.name, suspicion.words


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    rows = []
    for name, signs in SIGNS.items():
        allowed = [*ALLOWED["ALL"], *ALLOWED.get(name, ())]
        rows.append((name, re.compile("|".join(f"(?:{sign})" for sign in signs)), re.compile("|".join(allowed))))
    return tuple(rows)
