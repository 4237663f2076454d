"""The last answer in plainer words, for the topics that have such words."""

from __future__ import annotations

from actions.account import read_account, read_stories
from actions.turn import Turn
from words import account, charges
from words.model import Message


def more_simply(turn: Turn, intent: str) -> Message | None:
    """None where there is nothing simpler to say, or nobody is known to say it to."""
    if turn.borrower is None:
        return None
    if intent in {"check_balance", "ask_due_date"}:
        return account.simply(turn.language, read_account(turn)[0])
    if intent == "ask_charges":
        return charges.simply(turn.language, read_stories(turn)[0])
    return None
