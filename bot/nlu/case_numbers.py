"""A case that is asked about by its number ("D-2026-000005进展怎么样") or in words says what the line is about. Plain Python, no Rasa."""

from __future__ import annotations

import re

from bot.nlu.intents import HEADING_OF
from relief.case_words import is_question, kind_asked_about

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

INTENT_OF_KIND = {
    "fraud": "report_fraud",
    "complaint": "complain",
    "dispute": "dispute_debt",
    "data": "request_privacy",
    "": "dispute_debt",
}
"""The intent whose action says how a case of a kind stands, where it is asked about in words; a question opens none."""


def intent_of_case(text: str, intent: str | None) -> str | None:
    """The intent of the case that is named in the line; None where none is, or where the line asks for protection anyway."""
    if intent is not None and HEADING_OF.get(intent) == "protection":
        return None
    named = _NUMBER.search(text)
    if named:
        return INTENT_OF_LETTER.get(named[1].upper())
    kind = kind_asked_about(text)
    return INTENT_OF_KIND[kind] if kind is not None and is_question(text) else None
