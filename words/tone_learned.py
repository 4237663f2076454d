"""The part of the tone guard that is learned: what forbidden drafts have in common beyond the signs that somebody wrote down.

`data/tone/` holds drafts by class and language, and allowed ones; `python -m bot tone train` turns them into
`tone_weights.json` (linear, one against the rest, pruned), which this module reads on first use. No library is needed to read it, and a draft costs
about a millisecond.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from words.tone_concepts import concepts

WEIGHTS = "tone_weights.json"
HUNDREDTHS = 100
"""Weights are stored as whole hundredths: of each feature a row of place, weight, place, weight ..."""
_HAN = re.compile("[\u4e00-\u9fff]+")
_WORD = re.compile("[a-z']+|#")
_DIGITS = re.compile(r"\d[\d,.]*")
CONCEPTS_COUNT = 0.7
"""How much what a sentence is about counts beside how it is written; by cross-validation."""


FORBIDDEN = "*"
"""The place of the first question, whether a sentence may be said at all; which class it is comes second."""


@dataclass(frozen=True)
class Weights:
    """`of` maps a feature to its weights, by class and for `FORBIDDEN`; a sentence is forbidden above the `bar` of its script
    (`han` where it has Chinese characters, else `latin`)."""

    of: dict[str, dict[str, float]]
    bias: dict[str, float]
    bar: dict[str, float]


@dataclass(frozen=True)
class Suspicion:
    """The likeliest class of a forbidden sentence, how far it is above the bar, and the words that spoke most for it."""

    name: str
    margin: float
    words: str


def vector(text: str) -> dict[str, float]:
    """A text as the guard weighs it, of length 1. `text` is lower case.

    What is written (words in ones and twos and pairs near each other, letters in threes to fives, Chinese characters in ones to threes) and what it is
    about (concepts, and which comes soon after which) each count as a whole, so that long words do not drown the concepts. Polite 您 is read as 你.
    """
    plain = _DIGITS.sub("#", text.replace("您", "你"))
    found: dict[str, float] = {}
    for share, names in ((1.0, _written(plain)), (CONCEPTS_COUNT, _meant(plain))):
        counts = {name: 1.0 + math.log(count) for name, count in Counter(names).items()}
        length = math.sqrt(sum(value * value for value in counts.values())) or 1.0
        found |= {name: share * value / length for name, value in counts.items()}
    length = math.sqrt(sum(value * value for value in found.values())) or 1.0
    return {name: value / length for name, value in found.items()}


def _written(plain: str) -> list[str]:
    tokens = _WORD.findall(plain)
    found = [f"w:{token}" for token in tokens]
    found += [f"w2:{a} {b}" for a, b in zip(["^", *tokens], [*tokens, "$"], strict=True)] if tokens else []
    found += [f"ws:{a} {b}" for distance in (2, 3) for a, b in zip(tokens, tokens[distance:], strict=False)]
    for token in tokens:
        padded = f" {token} "
        found += [f"c:{padded[at : at + size]}" for size in (3, 4, 5) for at in range(len(padded) - size + 1)]
    for run in _HAN.findall(plain):
        found += [f"h:{run[at : at + size]}" for size in (1, 2, 3) for at in range(len(run) - size + 1)]
        found += [f"hs:{a}{b}" for distance in (2, 3, 4) for a, b in zip(run, run[distance:], strict=False)]
    return found


def _meant(plain: str) -> list[str]:
    about = concepts(plain)
    found = [f"k:{name}" for name in about]
    found += [f"kk:{a}>{b}" for at, a in enumerate(about) for b in about[at + 1 : at + 4] if a != b]
    return found


SIGN_COUNTS = 0.7
"""How much a sign adds to what was learned when somebody's draft is judged; by cross-validation. Less, and signs say nothing; more, and every denial is one."""


def suspect(text: str, *, shown: bool = False) -> Suspicion | None:
    """What a sentence is suspected of; None when it may be said. `text` is lower case; `shown` when a sign has been found in it."""
    margin, name, words = _judged(text)
    margin += SIGN_COUNTS if shown else 0.0
    return Suspicion(name, margin, words) if margin > 0 else None


@lru_cache(maxsize=64)
def _judged(text: str) -> tuple[float, str, str]:
    """How far a sentence is above the bar, the likeliest class, and the words that spoke most for it."""
    known = stored()
    scores: dict[str, float] = dict(known.bias)
    spoke: list[tuple[float, str]] = []
    for name, value in vector(text).items():
        for place, weight in known.of.get(name, {}).items():
            share = weight * value
            scores[place] += share
            if place == FORBIDDEN and share > 0 and name.startswith(("w", "h")):
                spoke.append((share, name.split(":", 1)[1].strip("^$ ")))
    margin = scores.pop(FORBIDDEN) - known.bar[script(text)]
    words = [word for _, word in sorted(spoke, reverse=True) if word][:3]
    return margin, max(scores, key=lambda place: scores[place]), ", ".join(words)


def script(text: str) -> str:
    """`han` for a text with Chinese characters, `latin` for any other."""
    return "han" if _HAN.search(text) else "latin"


@lru_cache(maxsize=1)
def stored() -> Weights:
    """The weights that ship with the product."""
    data = json.loads((files("words") / WEIGHTS).read_text(encoding="utf-8"))
    classes = list(data["bias"])
    of = {
        name: {classes[index]: weight / HUNDREDTHS for index, weight in zip(row[::2], row[1::2], strict=True)}
        for name, row in data["weights"].items()
    }
    return Weights(of, data["bias"], data["bar"])
