"""What rests when danger to life was heard, whichever of the two nets heard it: reminders and offers stop, open questions about money
give way, and the one question that is open is whether they are safe."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from relief.states import enter
from relief.store.uow import UnitOfWork

GENTLE_FOR = timedelta(hours=24)
"""For so long a bare yes or no is heard as an answer to "are you safe?", and nothing about money is raised by ourselves."""
NEVER_ASKED_AGAIN = 99
SAFE = "crisis.safe"


def let_money_rest(
    uow: UnitOfWork, conversation_id: str, borrower_id: str | None, *, source: str, message_id: str, now: datetime
) -> None:
    """In this conversation, and in the borrower's others where we know who is there. `source` names the net."""
    if borrower_id is not None:
        enter(uow, borrower_id, "distress", now=now, source=source, evidence=f"line {message_id}")
        for other in uow.conversations.others_of(borrower_id, conversation_id):
            if (open_there := uow.dialogue.of(other.id, now)).question is not None:
                uow.dialogue.put(replace(open_there, question=None, updated_at=now))
    question = {
        "id": message_id[-12:],
        "kind": SAFE,
        "expects": ["yes_no"],
        "data": {},
        "asked_at": now.isoformat(),
        "expires_at": (now + GENTLE_FOR).isoformat(),
        "reminded": NEVER_ASKED_AGAIN,
    }
    uow.dialogue.put(replace(uow.dialogue.of(conversation_id, now), question=question, updated_at=now))


def is_calm(crisis_at: datetime | None, now: datetime) -> bool:
    """Whether a crisis was heard so lately that nothing about money is raised by ourselves."""
    return crisis_at is not None and now - crisis_at < GENTLE_FOR
