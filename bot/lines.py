"""Lines in the database: writing what is said, with its buttons, and reading it as a client sees it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Literal

from relief.dates import zone
from relief.refusals import Refused
from relief.store.ids import new_id
from relief.store.records import Button, Conversation
from relief.store.records import Message as Line
from relief.store.uow import UnitOfWork
from words.model import Button as Choice
from words.model import Message

Sender = Literal["borrower", "bot", "person", "system"]

BUTTON_LIFE = timedelta(hours=24)
BARE_ANSWERS = ("/affirm", "/deny", "/inform", "/cancel")
ANSWER_GROUP = "answer"
"""Buttons that answer the open question: they go when the borrower writes or presses anything after them."""


def say(
    uow: UnitOfWork,
    conversation: Conversation,
    message: Message,
    now: datetime,
    *,
    sender: Sender = "bot",
    reply_to: int | None = None,
    key: str | None = None,
) -> Line:
    """Append a line that has passed the gate. `key` makes it a line that is said once, whatever is retried."""
    line_id = new_id("m") if key is None else keyed_id(conversation.id, key)
    if key is not None and (earlier := uow.messages.get(line_id)) is not None:
        return earlier
    tokens: list[tuple[str, Choice]] = []

    def token_for(choice: Choice) -> dict[str, str]:
        token = new_id("b")
        tokens.append((token, choice))
        return {"title": choice.title, "token": token}

    payload: dict[str, Any] = {}
    if message.buttons:
        payload["buttons"] = [token_for(choice) for choice in message.buttons]
    if message.cards:
        payload["cards"] = [
            {**card.to_json(), "button": token_for(card.button)} if card.button else card.to_json()
            for card in message.cards
        ]
    if message.charts:
        payload["charts"] = [chart.to_json() for chart in message.charts]
    if message.files:
        payload["files"] = [file.to_json() for file in message.files]
    if message.discloses:
        payload["discloses"] = True
    if message.private:
        payload["private"] = True
    line = uow.messages.append(
        Line(
            id=line_id,
            conversation_id=conversation.id,
            seq=0,
            sender=sender,
            sender_message_id=None,
            reply_to_seq=reply_to,
            at=now,
            language=message.language,
            text=message.text,
            payload=payload,
            status="said" if conversation.channel == "web" else "due",
            understood=None,
            model_id=None,
            attempts=0,
            next_attempt_at=None,
        )
    )
    uow.buttons.add_all(
        Button(
            token,
            conversation.id,
            line.seq,
            choice.title,
            choice.payload,
            _group(choice, token),
            now + BUTTON_LIFE,
            None,
        )
        for token, choice in tokens
    )
    return line


def keyed_id(conversation_id: str, key: str) -> str:
    """The id of a line of ours that must exist once a conversation; it lies outside what senders can name."""
    return "m_" + hashlib.sha256(f"{conversation_id}\n{key}".encode()).hexdigest()[:40]


def _group(choice: Choice, token: str) -> str:
    return ANSWER_GROUP if choice.payload.split("{", 1)[0] in BARE_ANSWERS else token


def is_shown(line: Line) -> bool:
    """False for what stands in the record only: messages with nothing to read in them, and prompts of our own."""
    return not line.payload.get("hidden")


def view(line: Line, timezone: str) -> dict[str, Any]:
    """A line as the chat interface shows it. Payloads of buttons never leave the server."""
    try:
        at = line.at.astimezone(zone(timezone))
    except Refused:
        at = line.at
    payload = line.payload
    return {
        "seq": line.seq,
        "id": line.id if line.sender != "borrower" else (line.sender_message_id or line.id),
        "from": line.sender,
        "at": at.isoformat(timespec="seconds"),
        "language": line.language,
        "text": line.text,
        "buttons": payload.get("buttons", []),
        "cards": payload.get("cards", []),
        "charts": payload.get("charts", []),
        "files": payload.get("files", []),
    }


def state_of(conversation: Conversation, now: datetime) -> dict[str, Any]:
    """What every answer of the chat interface says beside the messages."""
    return {
        "state": conversation.state,
        "verified": conversation.verified_as(now) is not None,
        "language": conversation.language,
    }


def views(lines: Iterable[Line], timezone: str) -> list[dict[str, Any]]:
    return [view(line, timezone) for line in lines if is_shown(line)]
