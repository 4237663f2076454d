"""Training the learned part of the tone guard from the drafts in `data/tone/`, one file for each batch of writing.

Forbidden drafts are learned against allowed ones and our own texts; the bar is set by cross-validation in which each batch is held out once, since
people who write a batch at a sitting repeat themselves. Which class it is, is learned from the
forbidden ones alone. scikit-learn is only needed here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from words.catalog import all_texts
from words.tone_learned import FORBIDDEN, HUNDREDTHS, script, vector
from words.tone_text import plain, sentences

ALLOWED = "allowed"
OWN = "own"
FALSE_AT_MOST = 0.08
"""Of allowed drafts, how many may be blocked in cross-validation. They are written to be near the forbidden, nearer than what people mostly write."""
OWN_AT_MOST = 0.02
LEAST_WEIGHT = 0.06
LEAST_CLASS_WEIGHT = 0.25
"""Smaller weights are left out, to keep the file small."""
IMPORTANCE = {ALLOWED: 3.0, OWN: 0.5}
"""What a sentence counts beside a forbidden one, on top of the balance of the classes."""


class DraftsError(ValueError):
    """The drafts cannot be used; the text says which entry, and what to do."""


@dataclass(frozen=True)
class Draft:
    """One sentence; `name` is its class, or `allowed`; `batch` is the file in which it stands."""

    name: str
    language: str
    text: str
    batch: str = ""


def load(path: Path, classes: Sequence[str]) -> list[Draft]:
    """The drafts of a file, or of every .yml file of a folder. Raises DraftsError."""
    drafts: list[Draft] = []
    seen: dict[str, str] = {}
    for file in _files(path):
        for name, by_language in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if name not in (*classes, ALLOWED):
                raise DraftsError(f"{file}: there is no class {name!r}. Use one of {', '.join(classes)}, or {ALLOWED}.")
            for language, lines in by_language.items():
                for line in lines:
                    if not isinstance(line, str) or not line.strip():
                        raise DraftsError(
                            f"{file}: {name}, {language}: {line!r} is not a line of text. Put it in quotes."
                        )
                    key = plain(line)
                    if key in seen:
                        raise DraftsError(f"{file}: {line!r} stands under {seen[key]} and {name}. Keep one.")
                    seen[key] = name
                    drafts.append(Draft(name, language, line, file.stem))
    return drafts


def digest(path: Path) -> str:
    """What the weights were trained from; a test compares it."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in _files(path))).hexdigest()[:16]


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.yml")) if path.is_dir() else [path]


def train(path: Path, classes: Sequence[str]) -> tuple[dict[str, Any], dict[str, float]]:
    """The weights as JSON, and what cross-validation says. Raises DraftsError."""
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.svm import LinearSVC

    drafts = load(path, classes)
    own = [
        Draft(OWN, language, sentence)
        for both in all_texts().values()
        for language, text in (("en", both.en), ("zh", both.zh))
        for sentence in sentences(text)
    ]
    rows = [*drafts, *own]
    names = np.array([row.name for row in rows])
    scripts = np.array([script(row.text) for row in rows])
    forbidden = ~np.isin(names, [ALLOWED, OWN])
    importance = np.array([IMPORTANCE.get(name, 1.0) for name in names])
    batches = sorted({draft.batch for draft in drafts})
    fold = np.array([batches.index(row.batch) if row.batch else at % len(batches) for at, row in enumerate(rows)])
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform([vector(plain(row.text)) for row in rows])

    def fit(part: Any) -> Any:
        model = LinearSVC(C=2.0, random_state=0, class_weight="balanced")
        return model.fit(matrix[part], forbidden[part], sample_weight=importance[part])

    held = np.zeros(len(rows))
    for at in range(len(batches)):
        held[fold == at] = fit(np.flatnonzero(fold != at)).decision_function(matrix[fold == at])
    bar = {
        kind: float(
            max(
                np.quantile(held[(names == ALLOWED) & (scripts == kind)], 1 - FALSE_AT_MOST),
                np.quantile(held[(names == OWN) & (scripts == kind)], 1 - OWN_AT_MOST),
            )
        )
        for kind in ("latin", "han")
    }
    over = held > np.array([bar[kind] for kind in scripts])
    report = {"drafts": float(len(drafts))}
    for kind in ("latin", "han"):
        here = scripts == kind
        report[f"caught_{kind}"] = float(over[forbidden & here].mean())
        report[f"allowed_blocked_{kind}"] = float(over[(names == ALLOWED) & here].mean())
        report[f"own_blocked_{kind}"] = float(over[(names == OWN) & here].mean())

    every = fit(np.arange(len(rows)))
    which = LinearSVC(C=5.0, random_state=0, class_weight="balanced").fit(matrix[forbidden], names[forbidden])
    columns = vectorizer.get_feature_names_out()
    weights: dict[str, list[int]] = {}
    places = [FORBIDDEN, *which.classes_]
    table = np.vstack([every.coef_, which.coef_])
    seen_twice = np.asarray((matrix > 0).sum(axis=0)).ravel() >= 2
    least = np.array([LEAST_WEIGHT] + [LEAST_CLASS_WEIGHT] * len(which.classes_))[:, None]
    table = np.where(np.abs(table) >= least, np.round(table * HUNDREDTHS), 0).astype(int)
    for column in np.flatnonzero(seen_twice & (table != 0).any(axis=0)):
        weights[str(columns[column])] = [
            int(part) for index in np.flatnonzero(table[:, column]) for part in (index, table[index, column])
        ]
    bias = np.concatenate([every.intercept_, which.intercept_])
    return {
        "from": digest(path),
        "bias": {place: round(float(value), 3) for place, value in zip(places, bias, strict=True)},
        "bar": {kind: round(value, 3) for kind, value in bar.items()},
        "weights": weights,
    }, report


def write(path: Path, weights: dict[str, Any]) -> None:
    path.write_text(
        json.dumps(weights, ensure_ascii=False, separators=(",", ":"), sort_keys=False) + "\n", encoding="utf-8"
    )
