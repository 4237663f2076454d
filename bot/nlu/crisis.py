"""The crisis net: catches despair, panic and thoughts of self-harm without learning anything. Plain Python, no Rasa.

It runs before and beside the classifier, in the gateway and in the pipeline, so that no retraining can make it worse. The phrases lie in
``crisis_phrases.yml``; here is only how they are matched: on normalised text, in both languages at once, with idioms ("dying to
know", 笑死) kept out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

from bot.nlu.normalise import fold, normalise

Kind = Literal["suicide", "self_harm", "despair", "panic"]
_KINDS: tuple[Kind, ...] = ("suicide", "self_harm", "despair", "panic")
_GAPS = {"en": r"(?:[^\s.!?;]+ ){0,3}", "zh": "[^,。!?;]{0,6}"}
_SPACED_LETTERS = re.compile(r"(?<![a-z])(?:[a-z][ .\-_*]){3,}[a-z](?![a-z])")
_BETWEEN_HAN = re.compile("(?<=[\u4e00-\u9fff])[ .*\\-_·…~]+(?=[\u4e00-\u9fff])")


@dataclass(frozen=True)
class CrisisHit:
    """What was caught: its kind, the gravest first, the words (normalised) and the language of the phrase."""

    kind: Kind
    words: str
    language: Literal["en", "zh"]


@dataclass(frozen=True)
class _Net:
    phrases: tuple[tuple[Kind, Literal["en", "zh"], re.Pattern[str]], ...]
    idioms: re.Pattern[str]


@lru_cache(maxsize=1)
def _net() -> _Net:
    import yaml

    data = yaml.safe_load(resources.files("bot.nlu").joinpath("crisis_phrases.yml").read_text(encoding="utf-8"))
    rows: list[tuple[Kind, Literal["en", "zh"], re.Pattern[str]]] = []
    for kind in _KINDS:
        for language in ("en", "zh"):
            entries = data["phrases"].get(kind, {}).get(language, [])
            if entries:
                rows.append((kind, language, _compile(entries, language)))
    return _Net(
        tuple(rows),
        re.compile(
            "|".join(_compile(data["idioms"][language], language).pattern for language in ("en", "zh")), re.ASCII
        ),
    )


def _compile(entries: list[str], language: Literal["en", "zh"]) -> re.Pattern[str]:
    """One expression for all entries. Raises ValueError that names the entry which is no regular expression."""
    parts = []
    for entry in entries:
        pattern = (
            entry.replace(" ~ ", " " + _GAPS["en"]).replace("~", _GAPS["zh"])
            if language == "en"
            else entry.replace("~", _GAPS["zh"])
        )
        try:
            re.compile(pattern, re.ASCII)
        except re.error as error:
            raise ValueError(
                f"crisis_phrases.yml: {language} entry {entry!r} is no regular expression: {error}"
            ) from error
        parts.append(rf"(?<![a-z'])(?:{pattern})(?![a-z'])" if language == "en" else f"(?:{pattern})")
    return re.compile("|".join(parts), re.ASCII)


def find(text: str) -> CrisisHit | None:
    """The gravest sign of crisis in ``text``, or None."""
    joined = _SPACED_LETTERS.sub(lambda match: re.sub(r"[ .\-_*]", "", match.group()), fold(text))
    plain = normalise(_BETWEEN_HAN.sub("", joined))
    net = _net()
    spared = [match.span() for match in net.idioms.finditer(plain)]
    for kind, language, pattern in net.phrases:
        for match in pattern.finditer(plain):
            if not any(first < match.end() and match.start() < last for first, last in spared):
                return CrisisHit(kind, match.group(), language)
    return None
