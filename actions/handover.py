"""Opening a case for a person, once for each message."""

from __future__ import annotations

from actions.turn import Turn
from relief.cases import Priority, open_case
from relief.store.records import Case
from relief.store.uow import UnitOfWork


def open_for(turn: Turn, kind: str, *, loan_id: str | None = None, priority: Priority | None = None) -> Case:
    """The case of this message. The same message again gives the same case, whoever asks twice.

    The borrower is named only when they are proven to be there; what they wrote stays in the conversation.
    """
    summary = {"intent": turn.intent, "values": [[entity.name, entity.value] for entity in turn.entities]}
    with UnitOfWork(turn.engine) as uow:
        case = open_case(
            uow,
            kind,
            idempotency_key=f"{turn.conversation_id}:{turn.message_id}:{kind}",
            now=turn.now,
            borrower_id=turn.borrower.id if turn.borrower else None,
            loan_id=loan_id,
            conversation_id=turn.conversation_id if turn.known else None,
            priority=priority,
            summary=summary,
        )
        uow.commit()
    return case
