"""Conversations: `receive()`, the one way in for every channel, and what else may be done to a conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import structlog

from bot import lines
from bot.database import Database, DatabaseUnavailable
from bot.faults import Faults
from bot.gate import Gate
from bot.hub import Event, Hub
from bot.inbound import Channel, Inbound, clean
from bot.intake import Cleaned, Intake, Taken, UnknownConversation, alive
from bot.metrics import Metrics
from bot.ports import Identity, IdentityOutcome
from bot.privacy import without_particulars
from bot.protection import words_for
from bot.spool import Spool
from bot.state import Move, move
from bot.turns import Kept, Outcome, Turns
from relief.store.ids import new_id
from relief.store.records import Conversation
from relief.store.records import Message as Line
from relief.store.uow import UnitOfWork
from words import gateway
from words.model import Language, Message, as_language

log = structlog.get_logger()


class MessageKept(RuntimeError):
    """No answer now. The message is kept (unless `kept` is False), `notice` is what the borrower is told."""

    def __init__(self, notice: str, language: Language, *, kept: bool = True) -> None:
        super().__init__("The message could not be answered now.")
        self.notice = notice
        self.language: Language = language
        self.kept = kept


@dataclass(frozen=True)
class Turn:
    """Everything that was said in answer to one message, and how the conversation stands afterwards.

    `pending` means that the answer is still to come and follows as events.
    """

    conversation: Conversation
    said: tuple[Line, ...] = ()
    pending: bool = False


class Conversations:
    """The only writer of conversations."""

    def __init__(
        self,
        *,
        database: Database,
        intake: Intake,
        turns: Turns,
        gate: Gate,
        hub: Hub,
        spool: Spool,
        metrics: Metrics,
        now: Callable[[], datetime],
        patience_s: float,
        faults: Faults,
    ) -> None:
        self._database = database
        self._intake = intake
        self._turns = turns
        self._gate = gate
        self._hub = hub
        self._spool = spool
        self._metrics = metrics
        self._now = now
        self._patience_s = patience_s
        self._faults = faults

    @property
    def identity(self) -> Identity:
        """Verification, for those who ask a borrower to confirm who they are."""
        return self._intake.identity

    async def open(
        self,
        language: Language,
        timezone: str,
        channel: Channel = "web",
        link: str | None = None,
        attach: Callable[[UnitOfWork, Conversation], None] | None = None,
    ) -> Turn:
        """A new conversation with its greeting; a signed `link` may say who opens it. `attach` notes in the same
        transaction where it is held. Raises DatabaseUnavailable."""
        now = self._now()

        def work(uow: UnitOfWork) -> Turn:
            conversation = uow.conversations.add(_new(language, timezone, channel, now))
            if attach is not None:
                attach(uow, conversation)
            messages: tuple[Message, ...] = (gateway.greeting(language),)
            if link is not None:
                outcome = self._intake.identity.follow_link(uow, conversation, link, now)
                conversation = uow.conversations.save(outcome.conversation)
                messages += outcome.messages
            verified = conversation.verified_as(now) is not None
            passed = [self._gate.admit(message, verified=verified).message for message in messages]
            return Turn(conversation, tuple(lines.say(uow, conversation, message, now) for message in passed))

        return await self._database.write(work)

    async def receive(self, inbound: Inbound, *, token_version: int | None = None, wait: bool = True) -> Turn:
        """Take one message and give back what was said in answer. The same message id again gives the same answer.

        With `wait` False the answer follows as events. Raises TextTooLong, UnknownConversation (ForgottenConversation),
        ButtonGone, and MessageKept when there is no answer now.
        """
        cleaned = self._clean(inbound)
        try:
            taken, answer = await self._take(cleaned, token_version)
        except DatabaseUnavailable:
            self._metrics.messages.labels("spooled").inc()
            raise self._spooled(cleaned, token_version) from None
        if answer is None:
            return Turn(taken.conversation, taken.said)
        if not wait:
            return Turn(taken.conversation, taken.said, pending=True)
        done, _ = await asyncio.wait({answer}, timeout=self._patience_s)
        language = as_language(taken.conversation.language)
        outcome = answer.result() if done else Kept("timeout")
        if isinstance(outcome, Kept):
            self._metrics.messages.labels("kept").inc()
            raise MessageKept(gateway.text("away", language), language)
        self._metrics.messages.labels("answered").inc()
        said = {line.seq: line for line in (*taken.said, *outcome.said)}
        return Turn(outcome.conversation, tuple(said.values()))

    async def restore(self, inbound: Inbound, *, token_version: int | None) -> None:
        """Take in a message that was kept outside the database; its answer follows as events.

        Raises DatabaseUnavailable, TextTooLong, UnknownConversation, ButtonGone.
        """
        await self._take(self._clean(inbound), token_version)

    async def say(
        self, conversation_id: str, messages: Sequence[Message], *, key: str, sender: lines.Sender = "bot"
    ) -> Turn:
        """Tell the borrower something unasked, such as that a payment has arrived. `key` makes it once.

        The lines pass the gate like all others. Raises UnknownConversation, DatabaseUnavailable.
        """
        now = self._now()

        def work(uow: UnitOfWork) -> tuple[Turn, int]:
            conversation = alive(uow, conversation_id, None, lock=True)
            verified = conversation.verified_as(now) is not None
            said = tuple(
                lines.say(
                    uow,
                    conversation,
                    self._gate.admit(message, verified=verified).message,
                    now,
                    sender=sender,
                    key=f"{key}/{number}",
                )
                for number, message in enumerate(messages)
            )
            return Turn(conversation, said), conversation.last_seq

        turn, before = await self._database.write(work)
        self.publish(turn.conversation, [line for line in turn.said if line.seq > before])
        return turn

    async def identify(
        self,
        conversation_id: str,
        step: Callable[[UnitOfWork, Conversation, datetime], IdentityOutcome],
        *,
        key: str,
    ) -> Turn:
        """Let verification take a step that no line of the borrower's begins, such as a link that was followed. `key` makes
        it one step: the second time nothing happens. Raises UnknownConversation, DatabaseUnavailable.
        """
        now = self._now()

        def work(uow: UnitOfWork) -> tuple[Turn, bool]:
            conversation = alive(uow, conversation_id, None, lock=True)
            if uow.messages.get(lines.keyed_id(conversation_id, f"{key}/0")) is not None:
                return Turn(conversation), False
            outcome = step(uow, conversation, now)
            conversation = uow.conversations.save(outcome.conversation)
            verified = conversation.verified_as(now) is not None
            said = tuple(
                lines.say(
                    uow,
                    conversation,
                    self._gate.admit(message, verified=verified).message,
                    now,
                    key=f"{key}/{number}",
                )
                for number, message in enumerate(outcome.messages)
            )
            return Turn(conversation, said), True

        turn, fresh = await self._database.write(work)
        if fresh:
            self.publish(turn.conversation, turn.said, state=True)
        return turn

    async def prompt(self, conversation_id: str, payload: str, *, key: str) -> None:
        """Let Rasa take its turn without a message of the borrower, as after a signed link. The answer follows as events."""
        now = self._now()

        def work(uow: UnitOfWork) -> Taken | None:
            conversation = alive(uow, conversation_id, None, lock=True)
            line_id = lines.keyed_id(conversation_id, key)
            if uow.messages.get(line_id) is not None:
                return None
            return self._intake.prompt(uow, conversation, payload, line_id, now)

        taken = await self._database.write(work)
        if taken is not None and taken.context is not None:
            await self._turns.answer(taken)

    async def change(
        self, conversation_id: str, step: Move, *, actor: str, owner: str | None = None, say: str | None = None
    ) -> Turn:
        """A move of state by a person: take, hand back, release, close. `say` names a line of `words.gateway`.

        Raises MoveRefused, UnknownConversation, DatabaseUnavailable.
        """
        now = self._now()

        def work(uow: UnitOfWork) -> Turn:
            conversation = move(alive(uow, conversation_id, None, lock=True), step, now, owner=owner)
            conversation = uow.conversations.save(conversation)
            uow.audit.append(
                actor=actor, action=f"conversation_{step}", subject=conversation_id, data={"owner": owner}, at=now
            )
            notice = gateway.message(say, as_language(conversation.language)) if say else None
            said = (lines.say(uow, conversation, notice, now, sender="system"),) if notice else ()
            return Turn(conversation, said)

        turn = await self._database.write(work)
        self.publish(turn.conversation, turn.said, state=True)
        return turn

    async def forget(self, conversation_id: str, token_version: int) -> None:
        """Forget it on this device: the token dies, verification ends, the record stays.

        Raises UnknownConversation, DatabaseUnavailable.
        """
        now = self._now()

        def work(uow: UnitOfWork) -> None:
            conversation = alive(uow, conversation_id, token_version, lock=True)
            if (
                conversation.state == "waiting"
            ):  # nobody would read an answer; in a crisis a person is called all the same
                conversation = self._intake.desk.cancel(uow, conversation, now).conversation
            uow.conversations.save(
                replace(
                    conversation,
                    token_version=conversation.token_version + 1,
                    forgotten_at=now,
                    verified_borrower_id=None,
                    verified_until=None,
                    verification_step=None,
                )
            )
            uow.audit.append(
                actor="borrower", action="conversation_forgotten", subject=conversation_id, data={}, at=now
            )

        await self._database.write(work)
        self._hub.publish(Event(conversation_id, "gone", {}))

    async def read(
        self, conversation_id: str, after: int = 0, *, token_version: int | None = None
    ) -> tuple[Conversation, list[Line]]:
        """The conversation and its lines after a sequence number. Raises UnknownConversation, DatabaseUnavailable."""

        def work(uow: UnitOfWork) -> tuple[Conversation, list[Line]]:
            conversation = alive(uow, conversation_id, token_version)
            return conversation, uow.messages.after(conversation_id, after)

        return await self._database.read(work)

    def is_crisis(self, text: str) -> bool:
        """Whether the crisis net catches this text."""
        return self._intake.listening.is_crisis(text)

    def away_notice(self, text: str, language: Language) -> str:
        """What is said while nothing can be kept; in a crisis the protective words. `language` counts where the text has none."""
        said = self._intake.listening.language(text) or language if text else language
        if text and self.is_crisis(text):
            return "\n".join(message.text for message in words_for(said))
        return gateway.text("away", said)

    def _clean(self, inbound: Inbound) -> Cleaned:
        return self._intake.clean(inbound, None if inbound.text is None else clean(inbound.text))

    async def _take(self, cleaned: Cleaned, token_version: int | None) -> tuple[Taken, asyncio.Future[Outcome] | None]:
        """Store the message, publish it, and queue it when it needs Rasa."""
        now = self._now()
        taken = await self._database.write(lambda uow: self._intake.take(uow, cleaned, now, token_version))
        self._faults.at("received")
        if not taken.repeated:
            if taken.context is None:
                self._metrics.messages.labels("held" if taken.message.status == "held" else "answered").inc()
            for refusal in taken.refusals:
                self._metrics.refused_lines.labels(refusal).inc()
            self.publish(taken.conversation, (taken.message, *taken.said), state=bool(taken.said))
            if taken.message.status == "held" and taken.message.text:
                self._turns.read_along(taken.conversation.id, taken.message.seq, taken.message.text)
        return taken, None if taken.context is None else await self._turns.answer(taken)

    def publish(self, conversation: Conversation, said: Sequence[Line], *, state: bool = False) -> None:
        """Tell whoever listens what was just stored."""
        for line in said:
            if lines.is_shown(line):
                event = Event(conversation.id, "message", lines.view(line, conversation.timezone), line.seq)
                self._hub.publish(event)
        if state:
            self._hub.publish(Event(conversation.id, "state", lines.state_of(conversation, self._now())))

    def _spooled(self, cleaned: Cleaned, token_version: int | None) -> MessageKept:
        """Keep the message outside the database. In a crisis the protective words are said all the same."""
        language = cleaned.language or "en"
        kept = True
        try:
            self._spool.keep(_to_spool(cleaned, self._now().date()), token_version)
        except OSError as error:
            log.error("spool_failed", conversation=cleaned.inbound.conversation_id, error=type(error).__name__)
            kept = False
        if cleaned.crisis:
            return MessageKept("\n".join(message.text for message in words_for(language)), language, kept=kept)
        return MessageKept(gateway.text("away" if kept else "not_kept", language), language, kept=kept)


def _to_spool(cleaned: Cleaned, today: date) -> Inbound:
    """What is written to a file: nothing that shows who somebody is, for whether it was asked for cannot be looked up now."""
    if not cleaned.text:
        return cleaned.inbound
    return replace(cleaned.inbound, text=without_particulars(cleaned.text, today=today))


def _new(language: Language, timezone: str, channel: Channel, now: datetime) -> Conversation:
    return Conversation(
        id=new_id("c"),
        token_version=1,
        state="bot",
        owner=None,
        version=1,
        channel=channel,
        language=language,
        timezone=timezone,
        verified_borrower_id=None,
        verified_until=None,
        bound_borrower_id=None,
        verification_step=None,
        failures=0,
        last_seq=0,
        crisis_at=None,
        waiting_since=None,
        created_at=now,
        last_inbound_at=None,
        forgotten_at=None,
        data={},
    )


__all__ = ["Conversations", "MessageKept", "Turn", "UnknownConversation"]
