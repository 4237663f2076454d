"""The crisis net: hears danger to life without the classifier. Plain Python, no Rasa.

It runs before and beside the classifier, in the gateway and in the pipeline, so that no training of the classifier can make it worse. What is
heard lies in ``crisis_en.yml`` and ``crisis_zh.yml``: concepts, rules that put concepts in an order, and what is spared (idioms, a death as a
fact). Every line is read by both, since people mix. How rules are matched is in :mod:`bot.nlu.crisis_rules`; a second reader with weights of its own
(:mod:`bot.nlu.crisis_learned`) hears what no rule knows, and silences a rule where everything around it speaks against it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, cast

from bot.nlu import crisis_learned
from bot.nlu.crisis_learned import Named
from bot.nlu.crisis_rules import Grammar, units
from bot.nlu.normalise import fold, normalise

Kind = Literal[
    "suicide", "other_at_risk", "violence", "threat", "emergency", "self_harm", "despair", "panic", "suspected"
]
_LANGUAGES: tuple[Literal["en", "zh"], ...] = ("en", "zh")
_KINDS: tuple[Kind, ...] = (
    "suicide",
    "other_at_risk",
    "violence",
    "threat",
    "emergency",
    "self_harm",
    "despair",
    "panic",
    "suspected",
)
_IDIOMS, _TRIFLES = _SPARED = (
    "idioms",
    "trifles",
)  # the first spare what they touch, the second what is often exaggerated
_EXAGGERATED = ("emergency", "despair", "panic")
_LONGEST = 4000
_SPACED_LETTERS = re.compile(r"(?<![a-z])(?:[a-z][ .\-_*]){3,}[a-z](?![a-z])")
_BETWEEN_HAN = re.compile("(?<=[\u4e00-\u9fff])[ .*\\-_·…~]+(?=[\u4e00-\u9fff])")
_BETWEEN_CLAUSES = re.compile("(?<=[\u4e00-\u9fff]{2}) +(?=[\u4e00-\u9fff]{2})")


@dataclass(frozen=True)
class CrisisHit:
    """What was caught: its kind, the gravest first, the words (normalised) and the language of the rule."""

    kind: Kind
    words: str
    language: Literal["en", "zh"]


@dataclass(frozen=True)
class _Net:
    grammar: Grammar
    dropped: re.Pattern[str]


@lru_cache(maxsize=2)
def _net(language: Literal["en", "zh"]) -> _Net:
    import yaml

    text = resources.files("bot.nlu").joinpath(f"crisis_{language}.yml").read_text(encoding="utf-8")
    return _compile(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), language)  # noqa: S506 - both safe


def _compile(data: dict[str, Any], language: Literal["en", "zh"]) -> _Net:
    """The net of one language. Raises ValueError that names the entry which cannot be read."""
    unknown = set(data["rules"]) - set(_KINDS)
    if unknown:
        raise ValueError(f"crisis_{language}.yml: unknown kinds {sorted(unknown)}; use one of {', '.join(_KINDS)}")
    spared = {group: data["spared"].get(group, []) for group in _SPARED}
    dropped = re.compile(data["dropped"].strip(), re.ASCII)
    return _Net(Grammar(language, data["concepts"], {**data["rules"], **spared}, dropped), dropped)


def plainly(text: str) -> str:
    """``text`` as the net reads it: at most its first 4,000 characters, letters that were spaced out joined, one spelling for what has many."""
    joined = _SPACED_LETTERS.sub(lambda match: re.sub(r"[ .\-_*]", "", match.group()), fold(text[:_LONGEST]))
    joined = _BETWEEN_CLAUSES.sub(",", joined)
    return normalise(_BETWEEN_HAN.sub("", joined.replace("噶", "嘎")))  # to die, in net speech; elsewhere a particle


def by_rule(plain: str) -> tuple[CrisisHit | None, bool]:
    """The gravest rule that fits a line (as :func:`plainly` gives it) and is not spared, and whether the line holds an idiom or a fact that is."""
    best: tuple[int, CrisisHit] | None = None
    known_as_harmless = False
    for language in _LANGUAGES:
        net = _net(language)
        row = units(plain, net.dropped)
        found = list(net.grammar.search(row))
        spared = [(one.first, one.last) for one in found if one.rule.group == _IDIOMS]
        trifling = any(one.rule.group == _TRIFLES for one in found)
        known_as_harmless |= bool(spared)
        for one in found:
            half = (one.last - one.first) / 2
            if one.rule.group in _SPARED or any(
                first <= one.first < last or min(last, one.last) - max(first, one.first) >= max(half, 1)
                for first, last in spared
            ):
                continue
            kind = cast(Kind, one.rule.group)
            if trifling and kind in _EXAGGERATED:
                continue
            rank = _KINDS.index(kind)
            if best is None or rank < best[0]:
                words = plain[row[one.first].start : row[one.last - 1].end]
                best = (rank, CrisisHit(kind, words, language))
    return best[1] if best else None, known_as_harmless


def named(plain: str) -> list[Named]:
    """The concepts that a line names, by language."""
    return [_net(language).grammar.named(units(plain, _net(language).dropped)) for language in _LANGUAGES]


def find(text: str) -> CrisisHit | None:
    """The gravest sign of crisis in ``text``, or None. A rule speaks unless the words around it speak against it; where none fits, the words may."""
    plain = plainly(text)
    hits: list[CrisisHit] = []
    for piece in crisis_learned.pieces(plain):
        hit, spared = by_rule(piece)
        above, words = crisis_learned.margin(piece, named(piece), hit.kind if hit else None, spared)
        if above > 0 and (hit or crisis_learned.says_enough(piece)):
            hits.append(hit or CrisisHit("suspected", words, "zh" if crisis_learned.script(piece) == "han" else "en"))
    return min(hits, key=lambda hit: _KINDS.index(hit.kind), default=None)
