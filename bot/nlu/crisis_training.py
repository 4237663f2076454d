"""Training the learned part of the crisis net from the lines in ``data/crisis/`` and the borrowers' sentences in ``data/nlu/``.

The bar is set by cross-validation: it is the lowest one at which everyday sentences and harmless lines in the words of danger alarm as rarely as
said below. The rules were tuned on ``development.yml``, so what rules and learning are worth together is read from the other batches alone.
scikit-learn is only needed here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu import crisis
from bot.nlu.crisis_learned import HUNDREDTHS, script, trust, vector
from bot.nlu.intents import DISTRESS

DANGER = ("danger", "open", "veiled")
HARMLESS = ("harmless", "idiom", "nearmiss")
TUNED_ON = "development"
"""The batch on which the rules were tuned."""
EVERYDAY = "everyday"
DAILY_AT_MOST = 0.011
"""Of everyday sentences of other intents, how many may alarm in cross-validation."""
HARD_AT_MOST = 0.15
"""Of harmless lines written in the words of danger, how many may; nearer to danger than what people mostly write."""
FOLDS = 5
SMOOTHNESS = 3.0
LEAST_WEIGHT = 0.06
"""Smaller weights are left out, to keep the file small."""
_ENTITY = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


class LinesError(ValueError):
    """The lines cannot be used; the text says which entry, and what to do."""


@dataclass(frozen=True)
class Line:
    """One line; ``kind`` is one of DANGER or HARMLESS, or everyday; ``batch`` is the file in which it stands."""

    text: str
    kind: str
    batch: str

    @property
    def danger(self) -> bool:
        return self.kind in DANGER


def load(folder: Path) -> list[Line]:
    """The lines of a folder. Raises LinesError."""
    lines: list[Line] = []
    seen: dict[str, bool] = {}
    for file in sorted(folder.glob("*.yml")):
        for language, by_kind in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader).items():
            for kind, texts in by_kind.items():
                if kind not in (*DANGER, *HARMLESS):
                    allowed = ", ".join((*DANGER, *HARMLESS))
                    raise LinesError(f"{file}: {language}: there is no kind {kind!r}. Use one of {allowed}.")
                for text in texts:
                    if not isinstance(text, str) or not text.strip():
                        raise LinesError(f"{file}: {language}, {kind}: {text!r} is no line of text. Put it in quotes.")
                    key, line = crisis.plainly(text), Line(text, kind, file.stem)
                    if seen.setdefault(key, line.danger) != line.danger:
                        raise LinesError(f"{file}: {text!r} stands as danger and as harmless. Keep one.")
                    lines.append(line)
    return lines


def everyday(folder: Path) -> Iterator[Line]:
    """The sentences of the classifier's training data: those of its intent of distress, and all others."""
    for file in sorted(folder.glob("*.yml")):
        for entry in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader).get("nlu", []):
            kind = "danger" if entry.get("intent") == DISTRESS else EVERYDAY
            for line in entry["examples"].splitlines() if "intent" in entry else ():
                if line.strip().startswith("- "):
                    yield Line(_ENTITY.sub(r"\1", line.strip()[2:]), kind, EVERYDAY)


def digest(folder: Path) -> str:
    """What the weights were trained from; a test compares it."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(folder.glob("*.yml")))).hexdigest()[:16]


def train(folder: Path, sentences: Path) -> tuple[dict[str, Any], dict[str, float]]:
    """The weights as JSON, and what cross-validation says. Raises LinesError."""
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.model_selection import StratifiedKFold
    from sklearn.svm import LinearSVC

    lines = list({crisis.plainly(line.text): line for line in (*everyday(sentences), *load(folder))}.items())
    hits = [crisis.by_rule(plain) for plain, _ in lines]
    danger = np.array([line.danger for _, line in lines])
    kinds = np.array([line.kind for _, line in lines])
    scripts = np.array([script(plain) for plain, _ in lines])
    unseen = np.array([line.batch not in (TUNED_ON, EVERYDAY) for _, line in lines])
    by_rule = np.array([trust(hit.kind if hit else None, spared) for hit, spared in hits])
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform([vector(plain, crisis.named(plain)) for plain, _ in lines])
    importance = np.where(danger | (kinds == EVERYDAY), 1.0, 2.0)

    def fit(part: Any) -> Any:
        model = LinearSVC(C=SMOOTHNESS, random_state=0, class_weight="balanced")
        return model.fit(matrix[part], danger[part], sample_weight=importance[part])

    held = np.zeros(len(lines))
    strata = np.array([f"{kind} {kind_of_writing}" for kind, kind_of_writing in zip(kinds, scripts, strict=True)])
    for seen, out in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(matrix, strata):
        held[out] = fit(seen).decision_function(matrix[out])
    together = held + by_rule
    report: dict[str, float] = {"lines": float(len(lines))}
    bar: dict[str, float] = {}
    for writing in ("latin", "han"):
        here = scripts == writing
        daily, hard = here & (kinds == EVERYDAY), here & unseen & ~danger
        bar[writing] = float(
            max(np.quantile(together[daily], 1 - DAILY_AT_MOST), np.quantile(together[hard], 1 - HARD_AT_MOST))
        )
        alarms, fits = together > bar[writing], by_rule > 0
        for name, part in {
            "caught": here & unseen & danger,
            "open": here & unseen & (kinds == "open"),
            "veiled": here & unseen & (kinds == "veiled"),
            "hard": hard,
            "daily": daily,
        }.items():
            report[f"{name}_{writing}"] = float(alarms[part].mean())
            report[f"{name}_{writing}_by_rule"] = float(fits[part].mean())
        report[f"silenced_{writing}"] = float((fits & ~alarms)[here & unseen & danger].mean())

    whole = fit(np.arange(len(lines)))
    coefficients = whole.coef_[0]
    columns = vectorizer.get_feature_names_out()
    seen_twice = np.asarray((matrix > 0).sum(axis=0)).ravel() >= 2
    kept = np.flatnonzero(seen_twice & (np.abs(coefficients) >= LEAST_WEIGHT))
    return {
        "from": digest(folder),
        "bias": round(float(whole.intercept_[0]), 3),
        "bar": {writing: round(value, 3) for writing, value in bar.items()},
        "weights": {str(columns[at]): round(float(coefficients[at]) * HUNDREDTHS) for at in kept},
    }, report


def write(path: Path, weights: dict[str, Any]) -> None:
    path.write_text(json.dumps(weights, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
