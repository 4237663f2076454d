"""Reads a long message clause by clause: the background comes first, the wish last, and the wish is what counts.

"My shop flooded and the kids are sick, sorry for the late answer. Could I pay half this month?" is a request, not an account of
hardship. Each clause is classified by itself, its chances weighed by what a borrower asks for (the more urgent the more), and mixed
into those of the whole message.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from bot.nlu.intents import BACKGROUND, urgency
from bot.nlu.tokens import words

_CUT = re.compile(
    r"[.!?;。！？；\n]+\s*|[,，]\s*|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])"
    r"|\s+(?=(?:but|so|can i|could i|can you|could you|please|pls|is there|how (?:do|can|much)"
    r"|what (?:if|can|is)|i want|i need|i would like|i'd like)\b)"
    r"|(?=但是|不过|所以|能不能|可不可以|可以不可以|能否|请问|想问|我想|麻烦)",
    re.IGNORECASE,
)
MINIMUM_TOKENS = 9
MAXIMUM_CLAUSES = 8


def clauses(text: str) -> list[str]:
    """The clauses of a long message, too short ones joined to the one before; empty for a short message or a single clause."""
    if len(words(text)) < MINIMUM_TOKENS:
        return []
    parts: list[str] = []
    for piece in _CUT.split(text):
        piece = piece.strip()
        if not piece:
            continue
        if parts and len(words(piece)) < 3:
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return parts[-MAXIMUM_CLAUSES:] if len(parts) > 1 else []


def wishes(
    labels: list[str], parts: np.ndarray[Any, Any], texts: list[str], least: float = 0.5
) -> list[tuple[str, float, str]]:
    """What single clauses ask for, background left out: (intent, confidence, clause), each intent once, the most urgent first."""
    found: dict[str, tuple[str, float, str]] = {}
    for row, text in zip(parts, texts, strict=True):
        best = int(row.argmax())
        intent, confidence = labels[best], float(row[best])
        if confidence >= least and intent not in BACKGROUND and confidence > found.get(intent, ("", 0.0, ""))[1]:
            found[intent] = (intent, confidence, text)
    return sorted(found.values(), key=lambda wish: (-urgency(wish[0]), -wish[1]))


def weights(labels: list[str], background: float = 0.35, step: float = 0.12) -> np.ndarray[Any, Any]:
    """How much a clause that says each intent counts towards the wish."""
    return np.array(
        [background if label in BACKGROUND else 1.0 + step * (urgency(label) - 3) for label in labels], dtype=np.float32
    )


def combine(
    whole: np.ndarray[Any, Any], parts: np.ndarray[Any, Any], weight: np.ndarray[Any, Any], share: float = 0.3
) -> np.ndarray[Any, Any]:
    """Chances of the message out of those of the whole and of its clauses (one row each); ``share`` is the clauses' say."""
    evidence = (parts * weight).max(axis=0)
    mixed = (1 - share) * whole + share * evidence / evidence.sum()
    return np.asarray(mixed / mixed.sum())
