"""The reason for trouble, weighed against what the message is about. Plain Python, no Rasa.

The phrase grammar finds reasons wherever they are told ("was I charged because of the flood?"). They matter where relief is asked for or
hardship explained, so elsewhere they are left out; and where relief is meant but the grammar knows no phrase for it, the model of reasons
may hear it, else the concept lexicon know a word.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.entities import Entity
from bot.nlu.intents import HEADING_OF, INFORM
from bot.nlu.normalise import fold

REASON_OF_CONCEPT = {
    "LOSE_JOB": "job_loss",
    "LESS_INCOME": "reduced_income",
    "WAGES_LATE": "payment_problem",
    "BUSINESS_TROUBLE": "business_failure",
    "ILL": "illness",
    "FAMILY_ILL": "illness",
    "BEREAVEMENT": "bereavement",
    "FAMILY_CHANGE": "family_change",
    "DISASTER": "disaster",
    "BAD_MANAGEMENT": "overspending",
    "OTHER_DEBTS": "other_debts",
    "COST_OF_LIVING": "other",
    "TECHNICAL_PROBLEM": "payment_problem",
}
# What follows from trouble rather than being it.
_CONSEQUENCES = frozenset({"reduced_income", "other_debts", "overspending", "payment_problem", "other"})
_TOLD_TOO = frozenset({INFORM, "affirm", "deny", "express_distress", "request_human", "nlu_fallback"})

# Below this confidence the intent is too uncertain to speak against a reason that was told.
_DOUBTED = 0.4
# From this chance on a reason counts that no phrase gives (beside a request a higher one); from the last on, that none is given.
_HEARD = 0.5
_HEARD_IN_REQUEST = 0.7
_NONE_HEARD = 0.9


def weigh_reason(
    text: str,
    found: list[Entity],
    intent: str | None,
    confidence: float,
    concepts: Sequence[tuple[str, str]],
    heard: tuple[str | None, float] = (None, 0.0),
) -> list[Entity]:
    """``found`` with at most one ``hardship_reason``, where one belongs.

    ``concepts`` are (concept, its words) in order; ``heard`` is what the model of reasons makes of the message: a reason or "none",
    and its chance.
    """
    has_reason = any(entity.entity == "hardship_reason" for entity in found)
    relief = intent is not None and HEADING_OF.get(intent) == "relief"
    if has_reason:
        belongs = relief or intent is None or intent in _TOLD_TOO or confidence < _DOUBTED
        return found if belongs else [entity for entity in found if entity.entity != "hardship_reason"]
    if not relief:
        return found
    reason, chance = heard
    if (
        reason is not None
        and reason != "none"
        and chance >= (_HEARD if intent == "explain_hardship" else _HEARD_IN_REQUEST)
    ):
        return [*found, Entity("hardship_reason", reason, 0, len(text))]
    if reason == "none" and chance >= _NONE_HEARD:
        return found
    named = [(REASON_OF_CONCEPT[concept], words) for concept, words in concepts if concept in REASON_OF_CONCEPT]
    events = [row for row in named if row[0] not in _CONSEQUENCES] or named
    if not events:
        return found
    reason, words = events[0]
    start, end = _place(text, words)
    return [*found, Entity("hardship_reason", reason, start, end)]


def _place(text: str, words: str) -> tuple[int, int]:
    """Where the words stand, or the whole message when they were written otherwise."""
    folded = fold(text)
    for form in (words, words.replace(" ", "")):
        start = folded.find(form)
        if start >= 0:
            return start, start + len(form)
    return 0, len(text)
