"""The transaction out: what Rasa answered becomes lines and changes of state, or nothing when a person has taken over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import anger, lines
from bot.directives import Directive, Reply
from bot.gate import Gate
from bot.handoff import Desk
from bot.ports import Identity, IdentityOutcome, Papers, PayLinks, Proof
from relief.store.records import Conversation
from relief.store.records import Message as Line
from relief.store.uow import UnitOfWork
from words.model import Message, as_language


@dataclass(frozen=True)
class Delivered:
    """`said` is the answer in order; `fresh` the part of it that this transaction added (none for a second delivery)."""

    conversation: Conversation
    said: tuple[Line, ...] = ()
    fresh: tuple[Line, ...] = ()
    dropped: bool = False
    refusals: tuple[str, ...] = ()
    erase_tracker: bool = False


@dataclass(frozen=True)
class Delivery:
    """Does the transaction out."""

    gate: Gate
    identity: Identity
    pay_links: PayLinks
    papers: Papers
    desk: Desk
    proof: Proof

    def deliver(self, uow: UnitOfWork, conversation_id: str, seq: int, reply: Reply, now: datetime) -> Delivered:
        """Store the answer to message `seq` once. An answer that is there already stands; a second one changes nothing."""
        conversation = uow.conversations.require(conversation_id, lock=True)
        asked = uow.messages.at_seq(conversation_id, seq)
        if asked is None or asked.status != "received":
            return Delivered(conversation, tuple(uow.messages.replies_to(conversation_id, seq)))
        if conversation.state == "person":
            uow.messages.change(asked.id, status="held", **_reading(reply))
            return Delivered(conversation, dropped=True)
        before = conversation
        work = _Work(self, uow, conversation, seq, now)
        for step in reply.steps:
            if isinstance(step, Message):
                work.say(step)
            else:
                work.carry_out(step)
        if not work.started_verification and work.conversation.verification_step is not None:
            work.identify(self.identity.ask_again(uow, work.conversation, now))
        work.bring_to_people(asked)
        conversation = work.conversation
        if conversation != before:
            conversation = uow.conversations.save(conversation)
        uow.messages.change(asked.id, status="answered", **_reading(reply))
        said = tuple(work.said)
        return Delivered(conversation, said, said, refusals=tuple(work.refusals), erase_tracker=work.erase_tracker)


def _reading(reply: Reply) -> dict[str, Any]:
    """What a collector sees beside the line: intent and entities, and which model said so. Nothing where Rasa told nothing."""
    if reply.understood is None:
        return {}
    understood = {name: value for name, value in reply.understood.items() if name != "model"}
    return {"understood": understood, "model_id": str(reply.understood.get("model") or "")[:80] or None}


class _Work:
    """One answer being carried out."""

    def __init__(self, parts: Delivery, uow: UnitOfWork, conversation: Conversation, seq: int, now: datetime) -> None:
        self._parts = parts
        self._uow = uow
        self._seq = seq
        self._now = now
        self.conversation = conversation
        self.said: list[Line] = []
        self.refusals: list[str] = []
        self.started_verification = False
        self.erase_tracker = False

    def say(self, message: Message) -> None:
        verified = self.conversation.verified_as(self._now) is not None
        passed = self._parts.gate.admit(message, verified=verified)
        if passed.refusal:
            self.refusals.append(passed.refusal)
            self._uow.audit.append(
                actor="gate",
                action="line_refused",
                subject=self.conversation.id,
                data={"refusal": passed.refusal, "because": list(passed.because)},
                at=self._now,
            )
        self.said.append(lines.say(self._uow, self.conversation, passed.message, self._now, reply_to=self._seq))

    def carry_out(self, directive: Directive) -> None:
        getattr(self, f"_{directive.name}")(directive)

    def identify(self, outcome: IdentityOutcome) -> None:
        self.conversation = outcome.conversation
        for message in outcome.messages:
            self.say(message)

    def _verify(self, directive: Directive) -> None:
        self.started_verification = True
        self.identify(self._parts.identity.start(self._uow, self.conversation, directive.text("resume"), self._now))

    def _cancel_verification(self, directive: Directive) -> None:
        self.identify(self._parts.identity.cancel(self._uow, self.conversation, self._now))

    def _handoff(self, directive: Directive) -> None:
        was, reason = self.conversation.state, directive.text("reason") or "asked"
        quiet = was == "waiting" and not self._asked_for_after_a_case(reason)
        priority = directive.text("priority") or "normal"
        desk = self._parts.desk
        self.conversation, _ = desk.call(
            self._uow, self.conversation, reason, priority, self._now, directive.text("case")
        )  # fmt: skip
        note = {
            name: self.conversation.data[name]
            for name in ("priority", "reason", "case")
            if name in self.conversation.data
        }
        self._uow.audit.append(
            actor="gateway", action="handed_off", subject=self.conversation.id, data=note, at=self._now
        )
        if not quiet:
            self.say(desk.said(self._uow, self.conversation, self._now))

    def _cancel_handoff(self, directive: Directive) -> None:
        done = self._parts.desk.cancel(self._uow, self.conversation, self._now)
        self.conversation = done.conversation
        for message in done.messages:
            self.say(message)

    def bring_to_people(self, asked: Line) -> None:
        """What brings a conversation to people without an action asking for it: anger that goes on, and cases that cannot wait."""
        if self.conversation.state != "bot":
            return
        desk = self._parts.desk
        if anger.is_angry(asked.text) and self._has_had_enough():
            self.conversation, _ = desk.call(self._uow, self.conversation, "anger", "normal", self._now)
            self._uow.audit.append(
                actor="gateway",
                action="handed_off",
                subject=self.conversation.id,
                data={"reason": "anger"},
                at=self._now,
            )
            self.say(desk.said(self._uow, self.conversation, self._now, angry=True))
            return
        self.conversation = desk.by_case(self._uow, self.conversation, self._now)

    def _has_had_enough(self) -> bool:
        last = self._uow.messages.last(self.conversation.id, anger.WITHIN, sender="borrower")
        return anger.has_had_enough(line.text for line in last)

    def _asked_for_after_a_case(self, reason: str) -> bool:
        return reason == "asked" and self.conversation.data.get("reason") in ("case", "policy")

    def _language(self, directive: Directive) -> None:
        language = as_language(directive.text("language"), as_language(self.conversation.language))
        self.conversation = replace(self.conversation, language=language)

    def _pay_link(self, directive: Directive) -> None:
        if self.conversation.verified_as(self._now) is None:
            self._verify(Directive("verify", {"resume": "/make_payment"}))
            return
        self.say(
            self._parts.pay_links.offer(
                self._uow, self.conversation, directive.text("loan"), directive.text("amount"), self._now
            )
        )

    def _paper(self, directive: Directive) -> None:
        """A written copy, offered only while the conversation is verified: what was said before it went the same way."""
        kind, subject = directive.text("kind"), directive.text("subject")
        if kind and subject and self.conversation.verified_as(self._now) is not None:
            self.say(self._parts.papers.offer(self._uow, self.conversation, kind, subject, self._now))

    def _prove(self, directive: Directive) -> None:
        self.say(self._parts.proof.said(self.conversation))

    def _forget_identity(self, directive: Directive) -> None:
        self.conversation = self._parts.identity.forget(
            self._uow, self.conversation, directive.text("reason"), self._now
        )

    def _erase_tracker(self, directive: Directive) -> None:
        self.erase_tracker = True
