"""What the crisis net has learned beside its rules: how near a line is to the ways in which people say that they are in danger.

Rules know ways of saying; veiled signs are said in new ways every time. So a second, plain reader weighs words, letters and the concepts of the
rules (:mod:`bot.nlu.crisis`) with weights that ship with the product and were made by ``python -m bot crisis train``. No library, no Rasa.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

WEIGHTS = "crisis_weights.json"
HUNDREDTHS = 100
"""Weights are stored as whole hundredths."""
CONCEPTS_COUNT = 0.7
"""How much what a line is about counts beside how it is written; by cross-validation."""
TRUST = {"suicide": 0.9, "other_at_risk": 0.9, "violence": 0.7, "threat": 0.7, "self_harm": 0.7}
TRUST_OTHERS = 0.5
"""How much a rule that fits adds to what was learned, by its kind; by cross-validation. So a rule speaks unless the words around it speak against it."""
SPARED = -0.5
"""What an idiom or a fact that the rules spare adds where no rule fits; by cross-validation."""
LEAST = 2
"""Words, or twice as many different characters, that a line must have to be judged without a rule."""
_PIECE = 240
_SENTENCE = re.compile(r"[^.!?。！？;；\n]*[.!?。！？;；\n]+|[^.!?。！？;；\n]+")
_HAN = re.compile("[\u4e00-\u9fff]+")
_WORD = re.compile("[a-z']+|#|[?]")
_DIGITS = re.compile(r"\d[\d,.]*")

Named = Sequence[tuple[str, ...]]
"""The concepts that begin at each place of a line where some do, in their order."""


@dataclass(frozen=True)
class Weights:
    """``of`` maps a feature to its weight; a line is a sign of danger above the ``bar`` of its script (``han``, ``latin``)."""

    of: dict[str, float]
    bias: float
    bar: dict[str, float]


def pieces(plain: str) -> list[str]:
    """A line in parts of some sentences each, so that a cry is heard in a long letter as well; a short line is one part."""
    if len(plain) <= _PIECE:
        return [plain]
    parts = [""]
    for sentence in _SENTENCE.findall(plain):
        if parts[-1] and len(parts[-1]) + len(sentence) > _PIECE:
            parts.append("")
        parts[-1] += sentence
    return [part[: 2 * _PIECE] for part in parts]


def vector(plain: str, named: Iterable[Named]) -> dict[str, float]:
    """A normalised line as it is weighed, of length 1: what is written (words in ones to threes and pairs near each other, letters, characters) and
    what it is about (concepts, and which comes soon after which, for each language's row), each as a whole."""
    found: dict[str, float] = {}
    for share, names in ((1.0, _written(_DIGITS.sub("#", plain))), (CONCEPTS_COUNT, _meant(named))):
        counts = {name: 1.0 + math.log(count) for name, count in Counter(names).items()}
        length = math.sqrt(sum(value * value for value in counts.values())) or 1.0
        found |= {name: share * value / length for name, value in counts.items()}
    length = math.sqrt(sum(value * value for value in found.values())) or 1.0
    return {name: value / length for name, value in found.items()}


def _written(plain: str) -> list[str]:
    words = _WORD.findall(plain)
    found = [f"w:{word}" for word in words]
    found += [f"w2:{a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True)] if words else []
    found += [f"w3:{a} {b} {c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)]
    found += [f"ws:{a} {b}" for distance in (2, 3) for a, b in zip(words, words[distance:], strict=False)]
    for word in words:
        padded = f" {word} "
        found += [f"c:{padded[at : at + size]}" for size in (4, 5) for at in range(len(padded) - size + 1)]
    for run in _HAN.findall(plain):
        found += [f"h:{run[at : at + size]}" for size in (1, 2, 3) for at in range(len(run) - size + 1)]
        found += [f"hs:{a}{b}" for distance in (2, 3, 4) for a, b in zip(run, run[distance:], strict=False)]
    return found


def _meant(named: Iterable[Named]) -> list[str]:
    found: list[str] = []
    for row in named:
        for at, here in enumerate(row):
            found += [f"k:{name}" for name in here]
            for after in row[at + 1 : at + 4]:
                found += [f"kk:{a}>{b}" for a in here for b in after if a != b]
    return found


def margin(plain: str, named: Iterable[Named], kind: str | None, spared: bool) -> tuple[float, str]:
    """How far a line is above the bar, given the kind of the rule that fits and whether one spares it, and the words that spoke most for it."""
    known = stored()
    weighed = [(known.of.get(name, 0.0) * value, name) for name, value in vector(plain, named).items()]
    total = known.bias + sum(weight for weight, _ in weighed) - known.bar[script(plain)] + trust(kind, spared)
    spoke = sorted(((weight, name) for weight, name in weighed if weight > 0 and name[0] in "wh"), reverse=True)
    return total, ", ".join(name.split(":", 1)[1].strip("^$ ") for _, name in spoke[:3])


def says_enough(plain: str) -> bool:
    """Whether a line is long enough to be judged without a rule: one word, or three characters, mean too many things."""
    words, han = _WORD.findall(plain), {character for run in _HAN.findall(plain) for character in run}
    return len(words) + len(han) // 2 >= LEAST


def trust(kind: str | None, spared: bool) -> float:
    """What the rules add to what was learned."""
    return TRUST.get(kind, TRUST_OTHERS) if kind else SPARED if spared else 0.0


def script(text: str) -> str:
    """``han`` for a line with Chinese characters, ``latin`` for any other."""
    return "han" if _HAN.search(text) else "latin"


@lru_cache(maxsize=1)
def stored() -> Weights:
    """The weights that ship with the product."""
    data = json.loads(resources.files("bot.nlu").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return Weights(
        {name: weight / HUNDREDTHS for name, weight in data["weights"].items()}, float(data["bias"]), data["bar"]
    )
