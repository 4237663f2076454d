"""Figures for the report: accuracy with intervals, F1, confusions, entity precision and recall, rejection. Plain Python and numpy."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from bot.nlu.intents import OUT_OF_SCOPE

_REJECTED = (OUT_OF_SCOPE, "nlu_fallback")
_Z = 1.959964  # of a 95 % interval


@dataclass(frozen=True)
class Case:
    """A held-out sentence: what it means, and what kind it is. ``entities`` None: not to be measured."""

    text: str
    intent: str
    language: str
    kind: str = "plain"
    region: str = ""
    entities: tuple[tuple[str, str], ...] | None = None
    measured_for: str = "intent"


@dataclass(frozen=True)
class Outcome:
    """What the model made of a case. ``in_scope`` is the confidence of the best intent that is no rejection."""

    case: Case
    predicted: str
    confidence: float
    in_scope: float
    entities: tuple[tuple[str, str], ...]
    milliseconds: float

    @property
    def right(self) -> bool:
        """Whether the intent is the right one."""
        return self.predicted == self.case.intent


@dataclass(frozen=True)
class Share:
    """``hits`` of ``total`` with the Wilson interval at 95 %."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share, 0 for nothing measured."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval."""
        if not self.total:
            return 0.0, 1.0
        n, p = self.total, self.value
        centre = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
        return max(0.0, centre - half), min(1.0, centre + half)

    def as_json(self) -> dict[str, Any]:
        """For the saved report."""
        low, high = self.interval
        return {**asdict(self), "share": round(self.value, 4), "low": round(low, 4), "high": round(high, 4)}


@dataclass
class Scores:
    """All figures of one run."""

    accuracy: dict[str, Share] = field(default_factory=dict)
    by_kind: dict[str, Share] = field(default_factory=dict)
    by_region: dict[str, Share] = field(default_factory=dict)
    by_intent: dict[str, dict[str, float]] = field(default_factory=dict)
    macro_f1: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    confusions: list[tuple[str, str, int]] = field(default_factory=list)
    entities: dict[str, dict[str, Share]] = field(default_factory=dict)
    rejection: dict[str, Share] = field(default_factory=dict)
    fallback: dict[str, Share] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)


def score(outcomes: Sequence[Outcome]) -> Scores:
    """All figures of ``outcomes``, by language and over all."""
    scores = Scores()
    intents = [outcome for outcome in outcomes if outcome.case.measured_for == "intent"]
    groups = {
        "all": intents,
        **{
            language: [o for o in intents if o.case.language == language]
            for language in sorted({o.case.language for o in intents})
        },
    }
    for name, rows in groups.items():
        if rows:
            scores.accuracy[name] = _right(rows)
            scores.macro_f1[name] = macro_f1_interval(rows)
            scores.rejection[name] = rejection_at_95(rows)
            inside = [o for o in rows if o.case.intent != OUT_OF_SCOPE]
            scores.fallback[name] = Share(sum(o.predicted in _REJECTED for o in inside), len(inside))
    scores.by_kind = _shares(intents, lambda o: f"{o.case.language} {o.case.kind}")
    scores.by_region = _shares([o for o in intents if o.case.region], lambda o: f"{o.case.language} {o.case.region}")
    scores.by_intent = f1_by_intent(intents)
    wrong = Counter((o.case.intent, o.predicted) for o in intents if not o.right)
    scores.confusions = [(wanted, found, count) for (wanted, found), count in wrong.most_common()]
    measured = [o for o in outcomes if o.case.entities is not None]
    for name, rows in {
        "all": measured,
        **{lang: [o for o in measured if o.case.language == lang] for lang in ("en", "zh")},
    }.items():
        for kind, figures in entity_scores(rows).items():
            scores.entities[f"{name} {kind}"] = figures
    times = [o.milliseconds for o in outcomes]
    if times:
        scores.milliseconds = {
            "p50": float(np.percentile(times, 50)),
            "p95": float(np.percentile(times, 95)),
            "max": max(times),
        }
    return scores


def _right(rows: Sequence[Outcome]) -> Share:
    return Share(sum(outcome.right for outcome in rows), len(rows))


def _shares(rows: Iterable[Outcome], key: Callable[[Outcome], Hashable]) -> dict[str, Share]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in rows:
        groups[str(key(outcome))].append(outcome)
    return {name: _right(group) for name, group in sorted(groups.items())}


def f1_by_intent(rows: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of every intent that has cases."""
    wanted = Counter(o.case.intent for o in rows)
    found = Counter(o.predicted for o in rows)
    hits = Counter(o.case.intent for o in rows if o.right)
    table = {}
    for intent in sorted(wanted):
        precision = hits[intent] / found[intent] if found[intent] else 0.0
        recall = hits[intent] / wanted[intent]
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        table[intent] = {"precision": precision, "recall": recall, "f1": f1, "cases": float(wanted[intent])}
    return table


def macro_f1_interval(rows: Sequence[Outcome], resamples: int = 300) -> tuple[float, float, float]:
    """Macro-F1 and its 95 % bootstrap interval (resampled within each intent, fixed seed)."""
    labels = sorted({o.case.intent for o in rows} | {o.predicted for o in rows})
    place = {label: index for index, label in enumerate(labels)}
    wanted = np.array([place[o.case.intent] for o in rows])
    found = np.array([place[o.predicted] for o in rows])
    present = np.unique(wanted)

    def macro(w: np.ndarray[Any, Any], f: np.ndarray[Any, Any]) -> float:
        hits = np.bincount(w[w == f], minlength=len(labels))
        total = np.bincount(w, minlength=len(labels)) + np.bincount(f, minlength=len(labels))
        return float((2 * hits[present] / np.maximum(total[present], 1)).mean())

    generator = np.random.default_rng(0)
    groups = [np.flatnonzero(wanted == label) for label in present]
    draws = []
    for _ in range(resamples):
        chosen = np.concatenate([generator.choice(group, len(group)) for group in groups])
        draws.append(macro(wanted[chosen], found[chosen]))
    low, high = np.percentile(draws, [2.5, 97.5])
    return macro(wanted, found), float(low), float(high)


def rejection_at_95(rows: Sequence[Outcome]) -> Share:
    """How many out-of-scope sentences are rejected when the threshold lets 95 % of the in-scope ones pass."""
    inside = [o.in_scope for o in rows if o.case.intent != OUT_OF_SCOPE]
    outside = [o.in_scope for o in rows if o.case.intent == OUT_OF_SCOPE]
    if not inside or not outside:
        return Share(0, 0)
    threshold = float(np.quantile(inside, 0.05))
    return Share(sum(value < threshold for value in outside), len(outside))


def entity_scores(rows: Sequence[Outcome]) -> dict[str, dict[str, Share]]:
    """Precision and recall by entity type; an entity counts when type and value are right."""
    hits: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    exact = 0
    for outcome in rows:
        expected = Counter((name, same_value(name, value)) for name, value in outcome.case.entities or ())
        got = Counter((name, same_value(name, value)) for name, value in outcome.entities)
        exact += expected == got
        for (name, _), count in expected.items():
            wanted[name] += count
        for (name, _), count in got.items():
            found[name] += count
        for (name, _), count in (expected & got).items():
            hits[name] += count
    table = {
        name: {"precision": Share(hits[name], found[name]), "recall": Share(hits[name], wanted[name])}
        for name in sorted(wanted | found)
    }
    if rows:
        table["every type"] = {
            "precision": Share(sum(hits.values()), sum(found.values())),
            "recall": Share(sum(hits.values()), sum(wanted.values())),
        }
        table["whole message"] = {"precision": Share(exact, len(rows)), "recall": Share(exact, len(rows))}
    return table


def same_value(name: str, value: str) -> str:
    """P14D and P2W are one length, as are P12M and P1Y."""
    match = re.fullmatch(r"P(\d+)([DWMY])", value) if name == "duration" else None
    if not match:
        return value
    count, unit = int(match[1]), match[2]
    return f"P{count * 7}D" if unit == "W" else f"P{count * 12}M" if unit == "Y" else value
