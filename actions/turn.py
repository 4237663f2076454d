"""One turn as an action sees it: what was said, in which language, on which day, and who is proven to be there.

Who is there is looked up in the database by conversation id for every turn; nothing that Rasa keeps decides it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk.interfaces import Tracker
from sqlalchemy.engine import Engine

from actions import questions
from actions.questions import OpenQuestion
from relief.crisis import is_calm
from relief.dates import Clock, local_date, zone
from relief.refusals import Refused
from relief.store.records import Borrower
from relief.store.uow import UnitOfWork
from words.model import Language, as_language

_PAYLOAD = re.compile(r"/[^{]+(\{.*\})", re.DOTALL)


@dataclass(frozen=True)
class Entity:
    """A value that was understood, normalised as the contract says. `start` is where it stood in the text."""

    name: str
    value: str
    start: int


@dataclass(frozen=True)
class Turn:
    """Everything an action needs to know. `today` is the borrower's own day; `now` is UTC.

    `before` are the intents of earlier messages, the latest first; `known` says that the gateway keeps this conversation
    (in `rasa shell` nobody does); `waiting`, that a person has been called; `calm`, that a crisis was heard
    lately, so nothing about money is raised by ourselves; `verifying`, that the gateway waits for
    particulars or a code; `answered`, that this very message has
    answered `question` before.
    """

    conversation_id: str
    message_id: str
    intent: str
    text: str
    language: Language
    today: dt.date
    now: dt.datetime
    timezone: ZoneInfo
    channel: str
    engine: Engine
    entities: tuple[Entity, ...] = ()
    payload: Mapping[str, Any] | None = None
    ranking: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    known: bool = False
    waiting: bool = False
    calm: bool = False
    verifying: bool = False
    borrower: Borrower | None = None
    question: OpenQuestion | None = None
    answered: bool = False

    def values(self, name: str) -> tuple[str, ...]:
        """The values of one entity in the order in which they were said."""
        return tuple(entity.value for entity in self.entities if entity.name == name)

    def first(self, name: str) -> str | None:
        return next(iter(self.values(name)), None)

    @property
    def pressed(self) -> bool:
        """Whether a button was pressed. Typed text never begins with "/": the gateway takes it off."""
        return self.text.startswith("/")

    def resume(self, more: Mapping[str, str] | None = None) -> str:
        """A payload that does this turn again, with what was understood, once the borrower is known. `more` is read from `payload`."""
        values: dict[str, list[str]] = {}
        for entity in self.entities:
            values.setdefault(entity.name, []).append(entity.value)
        kept = {name: found[0] if len(found) == 1 else found for name, found in values.items()}
        kept |= more or {}
        return f"/{self.intent}" + (json.dumps(kept, ensure_ascii=False) if kept else "")


def read(tracker: Tracker, engine: Engine, clock: Clock) -> Turn:
    """The turn behind a call from Rasa."""
    message = tracker.latest_message
    metadata: Mapping[str, Any] = message.get("metadata") or {}
    now = clock.now()
    where = _zone(metadata.get("timezone"))
    conversation_id = str(tracker.sender_id)
    message_id = str(metadata.get("message_id") or message.get("message_id") or "")
    text = str(message.get("text") or "")
    with UnitOfWork(engine, readonly=True) as uow:
        conversation = uow.conversations.get(conversation_id)
        borrower_id = conversation.verified_as(now) if conversation else None
        borrower = uow.borrowers.get(borrower_id) if borrower_id else None
        step: Mapping[str, Any] = (conversation.verification_step if conversation else None) or {}
        question, answered = questions.read(uow.dialogue.of(conversation_id, now), message_id)
    return Turn(
        conversation_id=conversation_id,
        message_id=message_id,
        intent=str((message.get("intent") or {}).get("name") or ""),
        text=text,
        language=as_language(metadata.get("language") or tracker.slots.get("language")),
        today=_day(metadata.get("today")) or local_date(now, where),
        now=now,
        timezone=where,
        channel=str(metadata.get("channel") or "web"),
        engine=engine,
        entities=tuple(_entities(message.get("entities") or ())),
        payload=_payload(text),
        ranking=tuple(str(guess.get("name")) for guess in message.get("intent_ranking") or ()),
        before=tuple(_intents_before(tracker.events)),
        known=conversation is not None,
        waiting=conversation is not None and conversation.state == "waiting",
        calm=conversation is not None and is_calm(conversation.crisis_at, now),
        verifying=bool(step) and step.get("stage") != "held",
        borrower=borrower,
        question=question,
        answered=answered,
    )


def _entities(found: Sequence[Mapping[str, Any]]) -> Iterator[Entity]:
    for entity in sorted(found, key=lambda one: int(one.get("start") or 0)):
        value = entity.get("value")
        if isinstance(value, str | int) and not isinstance(value, bool):
            yield Entity(str(entity.get("entity")), str(value), int(entity.get("start") or 0))


def _payload(text: str) -> Mapping[str, Any] | None:
    """What a button carried besides its intent. Names that are no entities reach us only through the text."""
    match = _PAYLOAD.fullmatch(text)
    if not match:
        return None
    try:
        value = json.loads(match[1])
    except json.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def _intents_before(events: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The intents of the messages before this one, the latest first."""
    said = [event for event in events if event.get("event") == "user"]
    for event in reversed(said[:-1]):
        yield str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")


def _zone(name: object) -> ZoneInfo:
    try:
        return zone(str(name)) if name else zone("UTC")
    except Refused:
        return zone("UTC")


def _day(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
