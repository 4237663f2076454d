"""The transaction in: a borrower's message is checked, masked and stored, and what needs no Rasa is answered in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import structlog

from bot import lines
from bot.attachments import attach
from bot.gate import Gate
from bot.handoff import Desk
from bot.inbound import Inbound
from bot.ports import Identity, IdentityOutcome, Listening
from bot.privacy import without_particulars
from bot.protection import protect
from bot.state import move
from bot.threads import pick_up
from relief.dates import local_date
from relief.store.ids import new_id
from relief.store.records import Button, Conversation
from relief.store.records import Message as Line
from relief.store.records import Upload as StoredUpload
from relief.store.uow import UnitOfWork
from words import desk as desk_words
from words import gateway
from words.model import Language, Message, as_language

log = structlog.get_logger()

VERIFIED_FOR = timedelta(minutes=30)
"""Verification ends after this long without a message."""

Status = Literal["received", "answered", "held"]
"""`received` waits for an answer, `answered` has one, `held` is for the person who holds the conversation."""


class UnknownConversation(LookupError):
    """There is no such conversation, or its token is an old one."""


class ForgottenConversation(UnknownConversation):
    """The borrower has had it forgotten: its token is dead."""


class ButtonGone(ValueError):
    """The button was used, has expired, or never stood in this conversation."""

    def __init__(self, language: Language) -> None:
        super().__init__("The button no longer stands.")
        self.language: Language = language


@dataclass(frozen=True)
class Cleaned:
    """An inbound after cleaning: `text` is None when there was none, "" when there was nothing to read in it.

    `unmasked` is for verification only (an account number may look like a card's) and is never stored.
    """

    inbound: Inbound
    text: str | None = None
    unmasked: str = field(default="", repr=False)
    had_card: bool = False
    crisis: bool = False
    language: Language | None = None


@dataclass(frozen=True)
class Context:
    """What Rasa is told beside the text."""

    conversation: Conversation
    ask: str
    message_id: str
    metadata: Mapping[str, Any]


@dataclass(frozen=True)
class Taken:
    """What became of a message. `context` is set while it waits for Rasa."""

    conversation: Conversation
    message: Line
    said: tuple[Line, ...] = ()
    context: Context | None = None
    repeated: bool = False
    first: bool = False
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intake:
    """Does the transaction in."""

    gate: Gate
    identity: Identity
    listening: Listening
    desk: Desk

    def clean(self, inbound: Inbound, text: str | None) -> Cleaned:
        """Read the cleaned `text` with the plain modules: cards, crisis, language. Pure."""
        if not text:
            return Cleaned(inbound, text)
        masked = self.listening.mask_cards(text)
        return Cleaned(
            inbound,
            masked,
            unmasked=text,
            had_card=masked != text,
            crisis=self.listening.is_crisis(text),
            language=self.listening.language(text),
        )

    def take(self, uow: UnitOfWork, cleaned: Cleaned, now: datetime, token_version: int | None = None) -> Taken:
        """Store the message once. Raises UnknownConversation, ForgottenConversation, ButtonGone."""
        inbound = cleaned.inbound
        conversation = alive(uow, inbound.conversation_id, token_version, lock=True)
        earlier = uow.messages.from_sender(conversation.id, inbound.message_id)
        if earlier is not None:
            return self._repeat(uow, conversation, earlier, now)
        first = conversation.last_inbound_at is None
        if cleaned.text == "" and inbound.button is None and inbound.file is None:
            return self._blank(uow, conversation, inbound, now)

        button = None
        if inbound.button is not None:
            tapped = _being_answered(uow, conversation, inbound.button)
            if tapped is not None:
                return self._repeat(uow, conversation, tapped, now)
            button = _press(uow, conversation, inbound.button, now)
        conversation = _heard(conversation, None if inbound.command else cleaned.language, now)
        outcome = self._identity(uow, conversation, cleaned, button, now)
        if outcome is not None:
            conversation = outcome.conversation
        thread = pick_up(uow, conversation, now)
        conversation = thread.conversation
        held = conversation.state == "person"
        line = self._store(uow, conversation, cleaned, button, outcome, now, "held" if held else "received")
        uow.buttons.retire(conversation.id, lines.ANSWER_GROUP, now)

        says: list[Message] = []
        identified: tuple[Message, ...] = ()
        answered = held
        if cleaned.had_card:
            says.append(gateway.message("card_masked", as_language(conversation.language)))
        if cleaned.crisis:
            conversation, words = protect(uow, conversation, line, now)
            self._call_people(uow, conversation, now)
            says.extend(words)  # also beside a person: the numbers must not wait for anybody
            answered = True
        elif line.payload.get("left_to_person"):
            owner = uow.staff.get(conversation.owner) if conversation.owner else None
            says.append(
                desk_words.pressed_with_person(as_language(conversation.language), owner.name if owner else None)
            )
        elif outcome is not None:
            identified = outcome.messages if outcome.resume else (*outcome.messages, *thread.said)
            answered = answered or not outcome.resume
        if inbound.file is not None:
            follows = held or bool(cleaned.text)
            says.append(attach(uow, conversation, line, inbound.file, now, more_follows=follows))
            answered = answered or not cleaned.text

        conversation = uow.conversations.save(conversation)
        said, refusals = self._say(uow, conversation, says, line, now)
        more = self._say(uow, conversation, identified, line, now, sender="system" if held else "bot")
        said, refusals = said + more[0], refusals + more[1]
        if answered and not held:
            uow.messages.change(line.id, status="answered")
            line = replace(line, status="answered")
        context = None if answered else context_of(uow, conversation, line, now)
        return Taken(conversation, line, said, context, first=first, refusals=refusals)

    def prompt(self, uow: UnitOfWork, conversation: Conversation, payload: str, line_id: str, now: datetime) -> Taken:
        """A turn that no message of the borrower begins: stored like one, so that it is answered once, and never shown."""
        draft = _line(conversation, None, "", {"hidden": True, "resume": payload}, "received", now)
        line = uow.messages.append(replace(draft, id=line_id))
        return Taken(conversation, line, context=context_of(uow, conversation, line, now))

    def _repeat(self, uow: UnitOfWork, conversation: Conversation, line: Line, now: datetime) -> Taken:
        said = tuple(uow.messages.replies_to(conversation.id, line.seq))
        context = context_of(uow, conversation, line, now) if line.status == "received" else None
        return Taken(conversation, line, said, context, repeated=True)

    def _blank(self, uow: UnitOfWork, conversation: Conversation, inbound: Inbound, now: datetime) -> Taken:
        """Nothing to read: it is asked for again, and all else stays as it was, the open question and its buttons too."""
        line = uow.messages.append(_line(conversation, inbound.message_id, "", {"hidden": True}, "answered", now))
        notice = gateway.message("nothing_to_read", as_language(conversation.language))
        said, refusals = self._say(uow, conversation, [notice], line, now)
        return Taken(conversation, line, said, refusals=refusals)

    def _identity(
        self, uow: UnitOfWork, conversation: Conversation, cleaned: Cleaned, button: Button | None, now: datetime
    ) -> IdentityOutcome | None:
        if cleaned.crisis:
            return None
        pressed = self.desk.pressed(uow, conversation, button.payload, now) if button is not None else None
        if pressed is not None:
            return IdentityOutcome(pressed.conversation, pressed.messages)
        if conversation.state == "person" and conversation.verification_step is None:
            return None
        address = cleaned.inbound.address
        if button is not None:
            return self.identity.pressed(uow, conversation, button.payload, now, address)
        if cleaned.inbound.command is not None:
            return None
        return self.identity.take(uow, conversation, cleaned.unmasked, now, address) if cleaned.text else None

    def _call_people(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> None:
        """The queue's row of a crisis. What fails here must not keep the protective words from being said."""
        try:
            with uow.connection.begin_nested():
                self.desk.note(uow, conversation, now)
        except Exception as error:
            log.error("crisis_handoff_failed", conversation=conversation.id, error=type(error).__name__)

    def _store(
        self,
        uow: UnitOfWork,
        conversation: Conversation,
        cleaned: Cleaned,
        button: Button | None,
        outcome: IdentityOutcome | None,
        now: datetime,
        status: Status,
    ) -> Line:
        inbound = cleaned.inbound
        payload: dict[str, Any] = {}
        text = cleaned.text or ""
        if button is not None:
            payload |= {"press": button.payload, "token": button.token}
            text = button.title
        elif inbound.command is not None:
            payload["press"] = inbound.command
        elif cleaned.crisis:  # no step of verification reads such a line, so nothing else covers what is in it
            text = without_particulars(
                text, today=local_date(now, conversation.timezone), timezone=conversation.timezone
            )
        if status == "held" and outcome is None and "press" in payload:
            payload["left_to_person"] = True  # the bot is silent, so nothing follows from it: both sides are told
        if outcome is not None:
            text = text if outcome.stored_text is None else outcome.stored_text
            if outcome.resume:
                payload["resume"] = outcome.resume
        if inbound.file is not None:
            file = inbound.file
            uow.uploads.add(
                StoredUpload(
                    file.id, conversation.id, None, file.name, file.type, file.size, file.path, file.sha256, now
                )
            )
            url = f"/api/v1/conversations/{conversation.id}/files/{file.id}"
            payload["files"] = [{"name": file.name, "type": file.type, "url": url}]
            text = text or gateway.text("file_name", as_language(conversation.language), name=file.name)
        return uow.messages.append(_line(conversation, inbound.message_id, text, payload, status, now))

    def _say(
        self,
        uow: UnitOfWork,
        conversation: Conversation,
        says: Sequence[Message],
        line: Line,
        now: datetime,
        sender: lines.Sender = "system",
    ) -> tuple[tuple[Line, ...], tuple[str, ...]]:
        verified = conversation.verified_as(now) is not None
        passed = [self.gate.admit(message, verified=verified) for message in says]
        said = tuple(
            lines.say(uow, conversation, item.message, now, sender=sender, reply_to=line.seq) for item in passed
        )
        return said, tuple(item.refusal for item in passed if item.refusal)


def alive(uow: UnitOfWork, conversation_id: str, token_version: int | None, *, lock: bool = False) -> Conversation:
    """The conversation that a token opens; `token_version` None is for ourselves.

    Raises UnknownConversation or ForgottenConversation.
    """
    conversation = uow.conversations.get(conversation_id, lock=lock)
    if conversation is None:
        raise UnknownConversation(conversation_id)
    if token_version is not None and token_version != conversation.token_version:
        raise ForgottenConversation(conversation_id)
    return conversation


def context_of(uow: UnitOfWork, conversation: Conversation, line: Line, now: datetime) -> Context:
    """What Rasa needs to know for a stored message, as of `now`."""
    payload = line.payload
    ask = payload.get("resume") or payload.get("press") or line.text
    question = uow.dialogue.of(conversation.id, now).question or {}
    metadata = {
        "message_id": line.id,
        "today": local_date(now, conversation.timezone).isoformat(),
        "timezone": conversation.timezone,
        "language": conversation.language,
        "channel": conversation.channel,
        "verified": conversation.verified_as(now) is not None,
        "expecting": [] if _is_over(question, now) else list(question.get("expects") or ()),
    }
    return Context(conversation, ask, line.id, metadata)


def _is_over(question: Mapping[str, Any], now: datetime) -> bool:
    try:
        return now >= datetime.fromisoformat(str(question["expires_at"]))
    except (KeyError, ValueError, TypeError):
        return False


def _heard(conversation: Conversation, language: Language | None, now: datetime) -> Conversation:
    """A sign of life: verification slides, a closed conversation opens again, the language follows what is written."""
    if conversation.verified_as(now) is not None:
        conversation = replace(conversation, verified_until=now + VERIFIED_FOR)
    return replace(move(conversation, "write", now), language=language or conversation.language, last_inbound_at=now)


def _being_answered(uow: UnitOfWork, conversation: Conversation, token: str) -> Line | None:
    """The message of an earlier tap on the same button that still waits for its answer: a double tap is one message."""
    for line in uow.messages.last(conversation.id, 2, sender="borrower"):
        if line.payload.get("token") == token and line.status == "received":
            return line
    return None


def _press(uow: UnitOfWork, conversation: Conversation, token: str, now: datetime) -> Button:
    button = uow.buttons.get(token, lock=True)
    if (
        button is None
        or button.conversation_id != conversation.id
        or now >= button.expires_at
        or not uow.buttons.use(button, now)
    ):
        raise ButtonGone(as_language(conversation.language))
    return button


def _line(
    conversation: Conversation,
    message_id: str | None,
    text: str,
    payload: Mapping[str, Any],
    status: str,
    now: datetime,
) -> Line:
    return Line(
        id=new_id("m"),
        conversation_id=conversation.id,
        seq=0,
        sender="borrower",
        sender_message_id=message_id,
        reply_to_seq=None,
        at=now,
        language=conversation.language,
        text=text,
        payload=dict(payload),
        status=status,
        understood=None,
        model_id=None,
        attempts=0,
        next_attempt_at=None,
    )
