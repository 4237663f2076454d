"""How a lesson has to read: short, in plain sentences, without blame, and without figures that nobody computed or sourced."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_WORDS, MOST_CHARACTERS = 60, 120
"""Of one message: words in English, characters in Chinese."""
LONGEST_SENTENCE_WORDS, LONGEST_SENTENCE_CHARACTERS = 22, 48
WORDS_A_MINUTE, CHARACTERS_A_MINUTE = 120, 220
"""Slow reading on a phone, with thinking in between."""

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
HAN = re.compile(r"[\u4e00-\u9fff]")
_SENTENCES = re.compile(r"(?<=[.!?])\s+|[。！？]")
_HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;?!][\u4e00-\u9fff]")
_DIGIT = re.compile(r"[0-9０-９]")
_UNIT = r"(?:per ?cent|times|days?|weeks?|months?|years?|yuan|pounds?|dollars?|rupees?|payments?|instalments?)"
_SPELLED = re.compile(
    rf"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|fifty|hundred|thousand|half)\b"
    rf"(?:[ -]\w+)? {_UNIT}\b|[两二三四五六七八九十百千万][十百千万]*(?:%|倍|天|周|个月|年|元|块|成|期|笔)|百分之",
    re.IGNORECASE,
)
_BLAME = re.compile(
    r"\b(?:you should have|should've|your fault|irresponsible|careless|lazy|excuses?|bad with money|reckless|living beyond|"
    r"you failed|ashamed|shame|must not have)\b|您?早该|您?应该早|怪您|您的错|不负责任|乱花|大手大脚|懒|借口|丢人|羞",
    re.IGNORECASE,
)


def length_problem(text: str, language: str) -> str | None:
    """What is too long about a message; None when it is short enough."""
    plain = PLACEHOLDER.sub("X", text)
    size, most, unit = _size(plain, language), *_most(language)
    if size > most:
        return f"the {unit} are {size}, at most {most} fit into one message"
    for sentence in _SENTENCES.split(plain):
        long, longest, unit = _size(sentence, language), *_longest(language)
        if long > longest:
            return f"a sentence has {long} {unit} (“{sentence.strip()[:40]}…”), at most {longest}"
    return None


def figures(text: str) -> Iterator[str]:
    """Figures written out in a text, in digits or in words; placeholders are none."""
    plain = PLACEHOLDER.sub(" ", text)
    yield from (found.group() for found in _DIGIT.finditer(plain))
    yield from (found.group() for found in _SPELLED.finditer(plain))


def blame(text: str) -> str | None:
    """The words that put blame on somebody."""
    found = _BLAME.search(text)
    return found.group() if found else None


def punctuation_problem(text: str, language: str) -> str | None:
    """Half-width marks between Chinese characters; a text that is in the other language."""
    if language == "en":
        return "there are Chinese characters in it" if HAN.search(text) else None
    rest = PLACEHOLDER.sub("", text)
    if any(character.isalpha() for character in rest) and not HAN.search(rest):
        return "there are no Chinese characters in it"
    found = _HALF_WIDTH.search(text)
    return f"{found.group()!r} has half-width punctuation" if found else None


def minutes(text: str, language: str) -> float:
    """How long it takes to read."""
    return _size(text, language) / (CHARACTERS_A_MINUTE if language == "zh" else WORDS_A_MINUTE)


def _size(text: str, language: str) -> int:
    if language == "zh":
        return len(re.sub(r"\s", "", text))
    return len(text.split())


def _most(language: str) -> tuple[int, str]:
    return (MOST_CHARACTERS, "characters") if language == "zh" else (MOST_WORDS, "words")


def _longest(language: str) -> tuple[int, str]:
    return (LONGEST_SENTENCE_CHARACTERS, "characters") if language == "zh" else (LONGEST_SENTENCE_WORDS, "words")
