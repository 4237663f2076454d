"""A case that is named by its number ("D-2026-000005进展怎么样") says by its first letter what the line is about. Plain Python, no Rasa."""

from __future__ import annotations

import re

from bot.nlu.intents import HEADING_OF

_NUMBER = re.compile(r"(?<![A-Za-z0-9])([A-Z])-20\d\d-\d{6}(?!\d)", re.IGNORECASE)
INTENT_OF_LETTER = {
    "D": "dispute_debt",
    "F": "report_fraud",
    "C": "complain",
    "W": "wrong_person",
    "B": "report_deceased",
    "I": "report_insolvency",
    "T": "request_privacy",
}
"""The letters of `relief.cases.KINDS` whose cases belong to an intent."""


def intent_of_case(text: str, intent: str | None) -> str | None:
    """The intent of the case that is named in the line; None where none is, or where the line asks for protection anyway."""
    if intent is not None and HEADING_OF.get(intent) == "protection":
        return None
    named = _NUMBER.search(text)
    return INTENT_OF_LETTER.get(named[1].upper()) if named else None
