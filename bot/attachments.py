"""A file that a borrower sends belongs to the case that is open; without one, to a case of documents for a person.

Every channel comes here through `Conversations.receive(Inbound(file=…))`, so the widget and the messenger do the same.
"""

from __future__ import annotations

from datetime import datetime

from bot.inbound import Upload
from relief.cases import add_note, open_case
from relief.store.records import Case, Conversation
from relief.store.records import Message as Line
from relief.store.uow import UnitOfWork
from words import gateway
from words.model import Message, as_language

TAKES_NO_FILES = frozenset({"crisis", "handoff"})
"""Kinds of case that are about somebody, not about papers."""


def attach(
    uow: UnitOfWork, conversation: Conversation, line: Line, file: Upload, now: datetime, *, more_follows: bool
) -> Message:
    """Put the kept file to its case and say so. `more_follows`: its words are answered too, or a person is there."""
    language = as_language(conversation.language)
    case = case_of(uow, conversation, now)
    if case is None or case.kind == "documents":
        case = case or open_case(
            uow,
            "documents",
            idempotency_key=f"documents:{line.id}",
            now=now,
            conversation_id=conversation.id,
            borrower_id=conversation.verified_as(now),
            summary={"file": file.name},
        )
        said = gateway.message("file_kept_waiting" if more_follows else "file_kept", language)
    else:
        said = gateway.file_in_case(language, case.number)
    uow.uploads.change(file.id, case_id=case.id)
    add_note(uow, case.id, author="borrower", text=f"file: {file.name}", now=now)
    uow.audit.append(
        actor="gateway",
        action="file_received",
        subject=case.id,
        data={"upload": file.id, "type": file.type, "size": file.size},
        at=now,
    )
    return said


def case_of(uow: UnitOfWork, conversation: Conversation, now: datetime) -> Case | None:
    """The case that is being asked about, else the latest open one of this conversation."""
    question = uow.dialogue.of(conversation.id, now).question or {}
    named = (question.get("data") or {}).get("case") if str(question.get("kind", "")).startswith("case.") else None
    case = uow.cases.get(str(named)) if named else None
    if case is not None and case.status != "closed":
        return case
    latest = uow.cases.of_conversation(conversation.id)
    return next((one for one in latest if one.status != "closed" and one.kind not in TAKES_NO_FILES), None)
