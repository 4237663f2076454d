"""Hears why paying is hard where no phrase of the grammar says it: a small linear model on the features of the intent model.

It learns from the training sentences of relief whose reason the grammar knows, and from ``data/nlu/reasons.yml``, labelled by hand.
`NONE` stands for a sentence that gives no reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.entities import extract
from bot.nlu.intents import HEADING_OF
from bot.nlu.linear import LinearModel, hash_features

NONE = "none"
HARDSHIP = "explain_hardship"
REASONS = (
    "job_loss",
    "reduced_income",
    "illness",
    "bereavement",
    "family_change",
    "disaster",
    "business_failure",
    "overspending",
    "other_debts",
    "payment_problem",
    "other",
)
WITHOUT_REASON_AT_MOST = 1_500
"""Requests without a reason are many; more of them would make the model deaf."""
NONE_IN_HARDSHIP = 0.2
"""Who explains a hardship mostly names its reason, so that "none" counts less than among requests."""
# A reason does not depend on the day the message was written.
_ANY_DAY = date(2026, 11, 23)


def read_reasons(path: Path) -> dict[str, str]:
    """The labelled sentences, each with its reason; an absent file is empty. Raises ValueError naming what is malformed."""
    import yaml

    if not path.is_file():
        return {}
    document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    if not isinstance(document, dict):
        raise ValueError(f"{path}: expected reasons at the top, as 'illness: [...]', found {type(document).__name__}")
    labelled: dict[str, str] = {}
    for reason, sentences in document.items():
        if reason not in (*REASONS, NONE):
            raise ValueError(f"{path}: {reason!r} is no reason; expected one of {', '.join((*REASONS, NONE))}")
        for sentence in sentences or []:
            if not isinstance(sentence, str):
                raise ValueError(f"{path}: {reason}: expected quoted sentences, found {sentence!r}")
            if labelled.setdefault(sentence, reason) != reason:
                raise ValueError(f"{path}: {sentence!r} stands under {labelled[sentence]} and under {reason}")
    return labelled


def labels(texts: Sequence[str], intents: Sequence[str], labelled: Mapping[str, str]) -> list[str | None]:
    """The reason of each training sentence, `NONE`, or None where it is not to be learnt from."""
    found: list[str | None] = []
    for text, intent in zip(texts, intents, strict=True):
        if text in labelled:
            found.append(labelled[text])
        elif HEADING_OF.get(intent) != "relief":
            found.append(None)
        else:
            told = [entity.value for entity in extract(text, _ANY_DAY) if entity.entity == "hardship_reason"]
            found.append(told[0] if told else None if intent == HARDSHIP else NONE)
    without = [index for index, reason in enumerate(found) if reason == NONE and texts[index] not in labelled]
    keep = np.random.default_rng(0).permutation(len(without))[:WITHOUT_REASON_AT_MOST]
    for index in set(without) - {without[place] for place in keep}:
        found[index] = None
    return found


def fit(rows: Sequence[Sequence[str]], reasons: Sequence[str], c: float = 4.0) -> LinearModel | None:
    """The model of feature ``rows`` and their reasons; None where there are fewer than two kinds."""
    return LinearModel.fit(hash_features(rows), reasons, c=c) if len(set(reasons)) > 1 else None


def hear(model: LinearModel, chances: np.ndarray[Any, Any], intent: str | None) -> tuple[str, float]:
    """The likeliest reason (or `NONE`) and how sure it is, given what the message is about."""
    weighed = np.array(chances, dtype=float)
    if intent == HARDSHIP and NONE in model.labels:
        weighed[model.labels.index(NONE)] *= NONE_IN_HARDSHIP
    weighed /= weighed.sum()
    best = int(weighed.argmax())
    return model.labels[best], float(weighed[best])
