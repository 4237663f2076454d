"""How a case stands: asked by its number or in words, whatever else the line was taken for. A question never opens a case."""

from __future__ import annotations

import re

from actions.turn import Turn
from relief.case_words import is_question, kind_asked_about
from relief.store.records import Case
from relief.store.uow import UnitOfWork
from words import protection as words
from words.model import Message

_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Z]-20\d\d-\d{6}(?!\d)", re.I)


def asked_status(turn: Turn) -> Message | None:
    """What is said to somebody who names a case by its number, or asks in words how one stands; None for every other line.

    A known borrower hears of their own cases, anybody else of those of this conversation.
    """
    numbers = {number.upper() for number in _NUMBER.findall(turn.text)}
    kind = None if numbers else kind_asked_about(turn.text)
    if not numbers and kind is None:
        return None
    own = _own(turn)
    meant = [case for case in own if case.number in numbers or case.kind == kind]
    if not meant and not numbers:
        meant = own
    if meant:
        return words.statuses(turn.language, meant)
    return words.with_person("status_none", turn.language) if numbers or is_question(turn.text) else None


def _own(turn: Turn) -> list[Case]:
    with UnitOfWork(turn.engine, readonly=True) as uow:
        own = uow.cases.of_borrower(turn.borrower.id) if turn.borrower else []
        return own or uow.cases.of_conversation(turn.conversation_id)
