"""What happens at once when the crisis net catches a line: protective words, a person is called, nothing else goes on.

It needs neither Rasa nor the action server.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.state import higher, move
from relief.cases import open_case
from relief.crisis import let_money_rest
from relief.store.records import Conversation
from relief.store.records import Message as Line
from relief.store.uow import UnitOfWork
from words import protection as words
from words.model import Language, Message, as_language

SAID_AGAIN_WITHIN = timedelta(minutes=30)

log = structlog.get_logger()


def protect(
    uow: UnitOfWork, conversation: Conversation, line: Line, now: datetime
) -> tuple[Conversation, tuple[Message, ...]]:
    """The conversation with a person called to it, and what is said. A case that cannot be opened stops neither."""
    again = conversation.crisis_at is not None and now - conversation.crisis_at < SAID_AGAIN_WITHIN
    borrower_id = conversation.verified_as(now)
    note: dict[str, str] = {"priority": higher(conversation.data.get("priority"), "crisis"), "reason": "crisis"}
    try:
        with uow.connection.begin_nested():
            case = open_case(
                uow,
                "crisis",
                idempotency_key=f"crisis:{conversation.id}:{now.date().isoformat()}",
                now=now,
                conversation_id=conversation.id,
                borrower_id=borrower_id,
                priority="crisis",
                summary={"seq": line.seq},
            )
        note["case"] = case.number
    except Exception as error:  # the words below must be said whatever else fails
        log.error("crisis_case_failed", conversation=conversation.id, error=type(error).__name__)
    conversation = replace(move(conversation, "hand_off", now, note=note), crisis_at=now, verification_step=None)
    _let_money_rest(uow, conversation, line, now)
    borrower = uow.borrowers.get(borrower_id) if borrower_id else None
    said = words_for(
        as_language(conversation.language),
        again=again,
        jurisdiction=borrower.jurisdiction if borrower else None,
        timezone=borrower.timezone if borrower else conversation.timezone,
    )
    return conversation, said


def _let_money_rest(uow: UnitOfWork, conversation: Conversation, line: Line, now: datetime) -> None:
    """What fails here must not keep the words from being said."""
    try:
        with uow.connection.begin_nested():
            borrower_id = conversation.verified_as(now) or conversation.bound_borrower_id
            let_money_rest(uow, conversation.id, borrower_id, source="crisis_net", message_id=line.id, now=now)
    except Exception as error:  # the words must be said whatever else fails
        log.error("crisis_state_failed", conversation=conversation.id, error=type(error).__name__)


def words_for(
    language: Language, *, again: bool = False, jurisdiction: str | None = None, timezone: str | None = None
) -> tuple[Message, ...]:
    """The reviewed protective block, with the lines of the borrower's own place when it is known."""
    return words.crisis(language, again=again, jurisdiction=jurisdiction, timezone=timezone)
