"""One borrower, two channels: what was going on in one goes on in the other, once both are known to be the same person's.

Each channel keeps its own conversation and its own verification, so a page left open somewhere never shows what was said in
a messenger. What moves is the thread: the open question, with all that a yes would be a yes to, and the wait for a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.state import move
from relief.store.records import Conversation
from relief.store.records import Message as Line
from relief.store.uow import UnitOfWork
from words import telegram as words
from words.model import Button, Card, Chart, File, Message, as_language

LOOKED_THROUGH = 12
"""Lines at the end of the other conversation among which the last answer is looked for."""


@dataclass(frozen=True)
class Picked:
    """The conversation as it goes on. `said` repeats where things were, for whoever has only just been recognised."""

    conversation: Conversation
    said: tuple[Message, ...] = ()


def pick_up(uow: UnitOfWork, conversation: Conversation, now: datetime) -> Picked:
    """Bring the thread of the borrower's other channel here, if there is one; otherwise nothing changes."""
    borrower_id = conversation.verified_as(now)
    other = uow.conversations.beside(conversation, borrower_id) if borrower_id else None
    if other is None:
        return Picked(conversation)
    language = as_language(conversation.language)
    said: list[Message] = []
    if _question_moves(uow, other, conversation, now):
        said += [words.message("thread_here", language), *_last_answer(uow, other)]
    asked_before = conversation.data.get("beside") == other.id
    if other.state in ("waiting", "person") and conversation.state == "bot" and not asked_before:
        note = {name: other.data[name] for name in ("priority", "reason", "case") if name in other.data}
        conversation = move(conversation, "hand_off", now, note={**note, "beside": other.id})
        if other.state == "waiting":
            uow.conversations.save(move(uow.conversations.require(other.id, lock=True), "hand_back", now))
        said.append(words.message("thread_person", language))
    return Picked(conversation, tuple(said))


def _question_moves(uow: UnitOfWork, other: Conversation, conversation: Conversation, now: datetime) -> bool:
    theirs, ours = uow.dialogue.of(other.id, now), uow.dialogue.of(conversation.id, now)
    if theirs.question is None or not _is_open(theirs.question, now):
        return False
    if ours.question is not None and ours.updated_at >= theirs.updated_at:
        return False
    uow.dialogue.put(replace(ours, question=theirs.question, updated_at=now))
    uow.dialogue.put(replace(theirs, question=None, updated_at=now))
    return True


def _is_open(question: Mapping[str, Any], now: datetime) -> bool:
    try:
        return now < datetime.fromisoformat(str(question["expires_at"]))
    except (KeyError, ValueError, TypeError):
        return False


def _last_answer(uow: UnitOfWork, other: Conversation) -> list[Message]:
    """What was said last there, buttons included; the buttons of a moved question carry its id and so stand here too."""
    said: list[Message] = []
    for line in reversed(uow.messages.last(other.id, LOOKED_THROUGH)):
        if line.sender == "borrower":
            break
        if line.sender == "bot":
            said.insert(0, _again(uow, line))
    return said


def _again(uow: UnitOfWork, line: Line) -> Message:
    """A stored line as a message. It passed the gate when it was said, so its numbers count as figures."""
    payloads = {button.token: button.payload for button in uow.buttons.of_message(line.conversation_id, line.seq)}

    def button(shown: Mapping[str, Any] | None) -> Button | None:
        payload = payloads.get(shown["token"]) if shown else None
        return Button(shown["title"], payload) if shown and payload else None

    cards = []
    for card in line.payload.get("cards", ()):
        bare = {name: value for name, value in card.items() if name != "button"}
        cards.append(replace(Card.from_json(bare), button=button(card.get("button"))))
    buttons = [found for shown in line.payload.get("buttons", ()) if (found := button(shown))]
    return Message(
        text=line.text,
        language=as_language(line.language),
        buttons=tuple(buttons),
        cards=tuple(cards),
        charts=tuple(Chart.from_json(chart) for chart in line.payload.get("charts", ())),
        files=tuple(File(**file) for file in line.payload.get("files", ())),
        figures=(line.text, *(found.title for found in buttons)),
        discloses=bool(line.payload.get("discloses")),
        private=bool(line.payload.get("private")),
    )
