"""What people do in a conversation: take it, answer, hand it on, give it back, close it. Each is one transaction.

Only the owner writes: the row of the conversation is locked, its owner is read in that transaction, and a page that is older than the
last change of hands (`version` of the hand-off) is told so. Nothing here trusts what a browser shows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

from bot import drafts, lines
from bot.conversation import Conversations, Turn, UnknownConversation
from bot.database import Database
from bot.figures import of_account
from bot.handoff import Desk, present
from bot.rasa import Rasa, RasaUnavailable
from bot.state import MOVES, Move, move
from bot.telegram.linking import take_away
from relief import approvals, contact, desk
from relief.agreements import offer_of, propose, stored
from relief.desk import Place
from relief.policy.outcome import Offer
from relief.states import holds
from relief.store.ids import new_id
from relief.store.records import Approval, Conversation, Handoff, PrivateNote, RefusedDraft, Staff
from relief.store.records import Message as Line
from relief.store.repositories.base import StaleRecord
from relief.store.uow import UnitOfWork
from words import desk as words
from words.compose import Writer
from words.decision import offer_card, offer_summary
from words.format import has_figure
from words.model import Button, Language, Message, as_language

ANSWER_WITHIN = timedelta(hours=1)
"""So long after the borrower's last line a person's line still counts as an answer, not as writing first."""
LONGEST_REPLY = 2000
LONGEST_NOTE = 4000
LAST_LINES = 400

OUTCOMES = (
    "answered", "plan", "promise", "payment", "complaint", "dispute", "advice", "call_back", "safe", "wrong_person", "no_answer", "other",
)  # fmt: skip

T = TypeVar("T")
log = structlog.get_logger()


class NotDone(Exception):
    """What was asked for did not happen, and nothing was changed. `key` names the reason in the console's texts."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class DraftRefused(NotDone):
    """The draft may not be sent. It is kept where a supervisor sees it."""

    def __init__(self, objections: Sequence[drafts.Objection]) -> None:
        super().__init__("draft_refused")
        self.objections = tuple(objections)


@dataclass(frozen=True)
class Draft:
    """A reply as it is to be sent. `key` makes it once, however often the form is sent."""

    text: str
    key: str
    version: int


@dataclass(frozen=True)
class People:
    """Made once, in `bot.console.routes`; other channels of staff (a help desk's interface) use it as well."""

    database: Database
    conversations: Conversations
    rasa: Rasa
    desk: Desk
    now: Callable[[], datetime]

    # -- taking --------------------------------------------------------------------------------------------------

    async def take(self, staff: Staff, conversation_id: str) -> Handoff:
        """Whoever is first has it. Raises NotDone `taken` with the name of who has it, `unknown`."""
        now = self.now()

        def work(uow: UnitOfWork) -> tuple[Handoff, Turn | None]:
            conversation = _conversation(uow, conversation_id)
            if conversation.state == "person":
                if conversation.owner == staff.id:
                    return self.desk.note(uow, conversation, now), None
                raise NotDone("taken", name=_name(uow, conversation.owner))
            return self._give(uow, conversation, staff, "take", now, "person_here", by=staff.id)

        row, turn = await self._write(work)
        self._tell(turn)
        return row

    async def take_next(self, staff: Staff) -> str | None:
        """The conversation that somebody takes next; None when nobody waits. Several at once get different ones.

        Raises NotDone `enough` for somebody who holds as many as one can, unless it is a crisis."""
        now = self.now()

        def work(uow: UnitOfWork) -> tuple[str | None, Turn | None]:
            open_rows = uow.handoffs.all_open()
            waiting = [row for row in open_rows if row.owner is None]
            if sum(1 for row in open_rows if row.owner == staff.id) >= desk.CAP:
                waiting = [row for row in waiting if row.priority == "crisis"]
                if not waiting:
                    raise NotDone("enough", count=str(desk.CAP))
            places = [Place(r.id, r.priority, r.asked_at, r.reply_due, r.language) for r in waiting]
            while places:
                first = desk.first_for(places, staff.languages, now)
                if first is None:
                    return None, None
                row = next(one for one in waiting if one.id == first.id)
                conversation = _conversation(uow, row.conversation_id)
                if conversation.state == "waiting":
                    _, turn = self._give(uow, conversation, staff, "take", now, "person_here", by=staff.id)
                    return conversation.id, turn
                places.remove(first)
            return None, None

        taken, turn = await self._write(work)
        self._tell(turn)
        return taken

    async def assign(self, staff: Staff, conversation_id: str, to: str, *, may_assign_others: bool) -> None:
        """Hand it to a colleague. The owner may, and whoever may assign others'; never to somebody who is absent.

        Raises NotDone `not_yours`, `absent`, `unknown`."""
        now = self.now()

        def work(uow: UnitOfWork) -> Turn | None:
            conversation = _conversation(uow, conversation_id)
            mine = conversation.state == "person" and conversation.owner == staff.id
            if not (mine or may_assign_others):
                raise NotDone("not_yours", name=_name(uow, conversation.owner))
            colleague = uow.staff.get(to)
            if colleague is None or (to != staff.id and to not in present(uow, now)):
                raise NotDone("absent", name=colleague.name if colleague else "?")
            if conversation.owner == to and conversation.state == "person":
                return None
            said = "handed_on" if conversation.state == "person" else "person_here"
            _, turn = self._give(uow, conversation, colleague, "assign", now, said, by=staff.id)
            return turn

        self._tell(await self._write(work))

    async def release(self, staff: Staff, conversation_id: str, *, may_assign_others: bool) -> None:
        """Back into the queue, where it keeps its place. Raises NotDone `not_yours`, `unknown`."""
        now = self.now()

        def work(uow: UnitOfWork) -> Turn:
            conversation = self._mine(uow, staff, conversation_id, others=may_assign_others)
            row = self.desk.note(uow, conversation, now)
            conversation = uow.conversations.save(_moved(conversation, "release", now))
            uow.handoffs.save(replace(row, owner=None, owned_at=None))
            self._audit(uow, staff.id, "handoff.released", conversation, now)
            notice = words.plain("waits_again", as_language(conversation.language))
            return Turn(conversation, (lines.say(uow, conversation, notice, now, sender="system"),))

        self._tell(await self._write(work))

    # -- talking -------------------------------------------------------------------------------------------------

    async def check(self, staff: Staff, reader: Language, conversation_id: str, text: str) -> list[drafts.Objection]:
        """What would be in the way of sending this; for the live guard. Nothing is kept."""
        now = self.now()
        return await self.database.read(
            lambda uow: self._objections(uow, _conversation(uow, conversation_id, lock=False), text, reader, now)
        )

    async def reply(self, staff: Staff, reader: Language, conversation_id: str, draft: Draft) -> None:
        """Say it to the borrower. Raises DraftRefused, NotDone (`not_yours`, `moved_on`, `empty`, `too_long`, `not_now`, `unknown`)."""
        now = self.now()
        text = draft.text.strip()
        if not text:
            raise NotDone("empty")
        if len(text) > LONGEST_REPLY:
            raise NotDone("too_long")

        def work(uow: UnitOfWork) -> tuple[Turn | None, list[drafts.Objection], NotDone | None]:
            conversation = self._mine(uow, staff, conversation_id, version=draft.version)
            if uow.messages.get(lines.keyed_id(conversation.id, f"reply:{draft.key}")) is not None:
                return None, [], None
            objections = self._objections(uow, conversation, text, reader, now)
            if objections:
                uow.refused_drafts.add(
                    RefusedDraft(
                        new_id("x"), conversation.id, staff.id, now, conversation.language, text, [o.name for o in objections]
                    )
                )  # fmt: skip
                self._audit(uow, staff.id, "draft.refused", conversation, now, classes=[o.name for o in objections])
                return None, objections, None
            first = self._writes_first(uow, conversation, now)
            if first is not None:
                return None, [], first
            message = Message(text, as_language(conversation.language), private=has_figure(text))
            line = _said_by(uow, conversation, message, staff, now, f"reply:{draft.key}")
            row = self.desk.note(uow, conversation, now)
            if row.first_reply_at is None:
                uow.handoffs.change(row.id, first_reply_at=now)
            return Turn(conversation, (line,)), [], None

        turn, objections, first = await self._write(work)
        if objections:
            raise DraftRefused(objections)
        if first is not None:
            raise first
        self._tell(turn)
        if turn is not None:
            self._inform(conversation_id, text)

    async def note(self, staff: Staff, conversation_id: str, text: str, colleagues: Sequence[Staff]) -> None:
        """A private note; `@name` of a colleague mentions them. Raises NotDone `empty`, `too_long`, `unknown`."""
        text, now = text.strip(), self.now()
        if not text:
            raise NotDone("empty")
        if len(text) > LONGEST_NOTE:
            raise NotDone("too_long")
        mentions = [
            one.id
            for one in colleagues
            if any(f"@{name}".casefold() in text.casefold() for name in (one.login, one.name, one.name.split()[0]))
        ]

        def work(uow: UnitOfWork) -> None:
            conversation = _conversation(uow, conversation_id)
            uow.private_notes.add(PrivateNote(new_id("n"), conversation.id, staff.id, now, text, mentions))
            self._audit(uow, staff.id, "note.added", conversation, now)

        await self._write(work)

    async def confirm_who(self, staff: Staff, conversation_id: str, version: int) -> None:
        """Ask the borrower to show who they are; what they type for it stays hidden. Raises NotDone."""
        now = self.now()

        def work(uow: UnitOfWork) -> Turn:
            conversation = self._mine(uow, staff, conversation_id, version=version)
            notice = words.plain("confirm_who", as_language(conversation.language))
            said = [lines.say(uow, conversation, notice, now, sender="system")]
            outcome = self.conversations.identity.start(uow, conversation, None, now)
            conversation = uow.conversations.save(outcome.conversation)
            said += [lines.say(uow, conversation, message, now, sender="system") for message in outcome.messages]
            self._audit(uow, staff.id, "verification.asked", conversation, now)
            return Turn(conversation, tuple(said))

        self._tell(await self._write(work))

    async def unlink(self, staff: Staff, conversation_id: str, version: int) -> None:
        """Take the messenger chat away from the borrower; the chat is told. Raises NotDone `not_yours`, `moved_on`, `not_linked`."""
        now = self.now()

        def work(uow: UnitOfWork) -> None:
            conversation = self._mine(uow, staff, conversation_id, version=version)
            if not take_away(uow, conversation.id, actor=f"staff:{staff.id}", now=now):
                raise NotDone("not_linked")

        await self._write(work)

    async def send_offer(
        self, staff: Staff, conversation_id: str, decision_id: str, fingerprint: str, version: int
    ) -> None:
        """An offer of the engine, as it was computed: no figure comes from the form.

        Raises NotDone `not_yours`, `moved_on`, `unverified`, `held`, `no_such_offer`, `needs_approval`."""
        now = self.now()

        def work(uow: UnitOfWork) -> Turn:
            conversation = self._mine(uow, staff, conversation_id, version=version)
            decision = uow.decisions.get(decision_id)
            if decision is None or decision.conversation_id != conversation.id:
                raise NotDone("no_such_offer")
            if conversation.verified_as(now) != decision.borrower_id:
                raise NotDone("unverified")
            decided = stored(decision)
            offer = next((one for one in decided.decision.offers if one.fingerprint == fingerprint), None)
            if offer is None:
                raise NotDone("no_such_offer")
            if holds(uow, decision.borrower_id, offer.loan, now).offers:
                raise NotDone("held")
            approved = _approved(uow, offer, decision.borrower_id) if offer.needs is not None else None
            if offer.needs is not None and approved is None:
                raise NotDone("needs_approval")
            if approved is not None:
                agree = words.payload("accept", plan=approved.plan_id, shown=fingerprint)
            elif offer.kind == "promise":
                agree = words.payload("accept", decision=decision.id, shown=fingerprint)
            else:
                key = f"desk:{conversation.id}:{decision.id}:{fingerprint[:24]}"
                plan = propose(uow, decided, offer, key=key, now=now)
                agree = words.payload("accept", plan=plan.id, shown=fingerprint)
            message = _offer_message(as_language(conversation.language), decided.decision, offer, agree)
            line = _said_by(uow, conversation, message, staff, now, f"offer:{decision.id}:{fingerprint}")
            row = self.desk.note(uow, conversation, now)
            if row.first_reply_at is None:
                uow.handoffs.change(row.id, first_reply_at=now)
            self._audit(uow, staff.id, "offer.sent", conversation, now, decision=decision.id, hash=fingerprint)
            return Turn(conversation, (line,))

        turn = await self._write(work)
        self._tell(turn)
        self._inform(conversation_id, turn.said[0].text)

    async def ask_approval(
        self, staff: Staff, conversation_id: str, decision_id: str, fingerprint: str, version: int
    ) -> None:
        """Put an offer that needs it before somebody who may decide. Whoever asks does not decide themselves.

        Raises NotDone `not_yours`, `moved_on`, `unverified`, `held`, `no_such_offer`."""
        now = self.now()

        def work(uow: UnitOfWork) -> Turn:
            conversation = self._mine(uow, staff, conversation_id, version=version)
            decision = uow.decisions.get(decision_id)
            if decision is None or decision.conversation_id != conversation.id:
                raise NotDone("no_such_offer")
            decided = stored(decision)
            offer = next((one for one in decided.decision.offers if one.fingerprint == fingerprint), None)
            if offer is None or offer.needs is None:
                raise NotDone("no_such_offer")
            if holds(uow, decision.borrower_id, offer.loan, now).offers:
                raise NotDone("held")
            key = f"desk:{conversation.id}:{fingerprint[:24]}"
            approval = approvals.request(uow, decided, offer, key=key, now=now, conversation_id=conversation.id)
            uow.audit.append(
                actor=staff.id,
                action="approval.asked",
                subject=approval.id,
                data={"conversation": conversation.id},
                at=now,
            )
            notice = words.plain("offer_needs_person", as_language(conversation.language))
            line = lines.say(uow, conversation, notice, now, sender="system", key=f"approval:{approval.id}")
            return Turn(conversation, (line,))

        self._tell(await self._write(work))

    # -- ending --------------------------------------------------------------------------------------------------

    async def hand_back(self, staff: Staff, reader: Language, conversation_id: str, summary: str, version: int) -> None:
        """The assistant goes on, with what was noted and agreed. Raises DraftRefused, NotDone."""
        now, summary = self.now(), summary.strip()
        if not summary:
            raise NotDone("summary_missing")
        if len(summary) > 300:
            raise NotDone("too_long")

        def work(uow: UnitOfWork) -> tuple[Turn | None, list[drafts.Objection]]:
            conversation = self._mine(uow, staff, conversation_id, version=version)
            objections = self._objections(uow, conversation, summary, reader, now)
            if objections:
                return None, objections
            row = self.desk.note(uow, conversation, now)
            language = as_language(conversation.language)
            agreed, figures = self._agreed(uow, conversation, row, language, now)
            conversation = replace(_moved(conversation, "hand_back", now), verification_step=None)
            conversation = uow.conversations.save(conversation)
            uow.dialogue.put(replace(uow.dialogue.of(conversation.id, now), question=None, updated_at=now))
            self.desk.end(uow, conversation.id, "returned", now, by=staff.id, summary=summary)
            message = words.handed_back(language, staff.name, summary, agreed, figures)
            line = lines.say(uow, conversation, message, now, key=f"back:{row.id}")
            said = [line]
            asks = self.desk.ask_afterwards(uow, conversation, row, now)
            if asks is not None:
                said.append(lines.say(uow, conversation, asks, now, key=f"survey:{row.id}"))
            self._audit(uow, staff.id, "handoff.returned", conversation, now)
            return Turn(conversation, tuple(said)), []

        turn, objections = await self._write(work)
        if objections:
            raise DraftRefused(objections)
        self._tell(turn)
        if turn is not None:
            self._inform(conversation_id, turn.said[0].text)

    async def close(
        self, staff: Staff, conversation_id: str, outcome: str, version: int, *, may_assign_others: bool
    ) -> None:
        """It ends here, with what came of it. Raises NotDone `outcome_missing` and those of the owner."""
        now = self.now()
        if outcome not in OUTCOMES:
            raise NotDone("outcome_missing")

        def work(uow: UnitOfWork) -> Turn:
            conversation = self._mine(uow, staff, conversation_id, version=version, others=may_assign_others)
            row = self.desk.note(uow, conversation, now)
            conversation = replace(_moved(conversation, "close", now), verification_step=None)
            conversation = uow.conversations.save(conversation)
            self.desk.end(uow, conversation.id, "closed", now, by=staff.id, outcome=outcome)
            notice = words.plain("closed_kindly", as_language(conversation.language))
            said = [lines.say(uow, conversation, notice, now, sender="system", key=f"closed:{row.id}")]
            asks = (
                self.desk.ask_afterwards(uow, conversation, row, now)
                if outcome not in ("safe", "wrong_person")
                else None
            )
            if asks is not None:
                said.append(lines.say(uow, conversation, asks, now, key=f"survey:{row.id}"))
            self._audit(uow, staff.id, "handoff.closed", conversation, now, outcome=outcome)
            return Turn(conversation, tuple(said))

        self._tell(await self._write(work))

    # -- inside --------------------------------------------------------------------------------------------------

    def _give(
        self,
        uow: UnitOfWork,
        conversation: Conversation,
        staff: Staff,
        step: Move,
        now: datetime,
        said: str,
        *,
        by: str,
    ) -> tuple[Handoff, Turn]:
        row = self.desk.note(uow, conversation, now)
        conversation = replace(_moved(conversation, step, now, owner=staff.id), verification_step=None)
        conversation = uow.conversations.save(conversation)
        row = uow.handoffs.save(replace(row, owner=staff.id, owned_at=row.owned_at or now))
        self._audit(uow, by, f"handoff.{'taken' if step == 'take' else 'assigned'}", conversation, now, owner=staff.id)
        notice = words.named(said, as_language(conversation.language), staff.name)
        line = lines.say(uow, conversation, notice, now, sender="system")
        return row, Turn(conversation, (line,))

    def _mine(
        self, uow: UnitOfWork, staff: Staff, conversation_id: str, *, version: int | None = None, others: bool = False
    ) -> Conversation:
        """The conversation, locked, when `staff` holds it and the page that asks is not older than the last change of hands."""
        conversation = _conversation(uow, conversation_id)
        if conversation.state != "person" or conversation.owner != staff.id:
            if not (others and (conversation.state, "close") in MOVES):
                raise NotDone("not_yours", name=_name(uow, conversation.owner))
        row = uow.handoffs.open_of(conversation.id)
        if version is not None and row is not None and row.version != version:
            raise NotDone("moved_on")
        return conversation

    def _objections(
        self, uow: UnitOfWork, conversation: Conversation, text: str, reader: Language, now: datetime
    ) -> list[drafts.Objection]:
        borrower_id = conversation.verified_as(now) or conversation.bound_borrower_id
        states = holds(uow, borrower_id, None, now).names if borrower_id else ()
        return drafts.check(
            text, as_language(conversation.language), reader,
            of_account=of_account(uow, borrower_id, now) if borrower_id and drafts.amounts(text) else (),
            of_conversation=[line.text for line in uow.messages.last(conversation.id, LAST_LINES)] if drafts.amounts(text) else (),
            verified=conversation.verified_as(now) is not None,
            distress="distress" in states or conversation.data.get("priority") == "crisis",
        )  # fmt: skip

    def _writes_first(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> NotDone | None:
        """Whether this would be writing first at a time or to somebody where we may not. An answer always may."""
        last = uow.messages.last(conversation.id, 30)
        spoken = [line for line in last if line.sender in ("borrower", "person") and lines.is_shown(line)]
        answered = not spoken or spoken[-1].sender == "person"
        heard = conversation.last_inbound_at
        if not answered or (heard is not None and now - heard < ANSWER_WITHIN):
            return None
        borrower_id = conversation.verified_as(now) or conversation.bound_borrower_id
        if borrower_id is None:
            return None
        may = contact.may_write_now(uow, borrower_id, conversation.channel, now)
        if may.allowed:
            contact.contacted(uow, borrower_id, conversation.channel, "desk", now)
            return None
        return NotDone("not_now", reason=may.reason)

    def _agreed(
        self, uow: UnitOfWork, conversation: Conversation, row: Handoff, language: Language, now: datetime
    ) -> tuple[list[str], list[str]]:
        """What was agreed since people took part, in one line each; only to somebody who is verified now."""
        borrower_id = conversation.verified_as(now)
        if borrower_id is None:
            return [], []
        from relief.money import Money

        writer = Writer(language)
        said = [
            offer_summary(writer, offer_of(plan))
            for plan in uow.plans.of_borrower(borrower_id)
            if plan.accepted_at and plan.accepted_at >= row.asked_at and plan.status == "accepted"
        ]
        said += [
            writer.say(
                words.TEXTS["promise"], amount=Money(promise.amount, promise.currency), date=promise.promised_for,
                reference=promise.id[-6:],
            )
            for promise in uow.promises.open_of(borrower_id)
            if promise.made_at >= row.asked_at
        ]  # fmt: skip
        return said, list(writer.message("").figures)

    def _audit(
        self, uow: UnitOfWork, actor: str, action: str, conversation: Conversation, now: datetime, **data: Any
    ) -> None:
        uow.audit.append(actor=actor, action=action, subject=conversation.id, data=data, at=now)

    async def _write(self, work: Callable[[UnitOfWork], T]) -> T:
        """One transaction. Whoever was a moment too late is told so, not shown an error."""
        try:
            return await self.database.write(work)
        except StaleRecord:
            raise NotDone("moved_on") from None

    def _tell(self, turn: Turn | None) -> None:
        if turn is not None:
            self.conversations.publish(turn.conversation, turn.said, state=True)

    def _inform(self, conversation_id: str, text: str) -> None:
        """Rasa's memory hears what was said, by an appended event and nothing else. Best effort."""

        async def tell() -> None:
            try:
                await self.rasa.append_said(conversation_id, text)
            except RasaUnavailable as error:
                log.warning("tracker_not_told", conversation=conversation_id, trouble=error.trouble)

        task = asyncio.create_task(tell())
        _TELLING.add(task)
        task.add_done_callback(_TELLING.discard)


_TELLING: set[asyncio.Task[None]] = set()
"""Tasks that run; without a reference they could be collected in the middle."""


def _conversation(uow: UnitOfWork, conversation_id: str, *, lock: bool = True) -> Conversation:
    conversation = uow.conversations.get(conversation_id, lock=lock)
    if conversation is None:
        raise NotDone("unknown")
    return conversation


def _moved(conversation: Conversation, step: Move, now: datetime, owner: str | None = None) -> Conversation:
    if (conversation.state, step) not in MOVES:
        raise NotDone("moved_on")
    return move(conversation, step, now, owner=owner)


def _said_by(
    uow: UnitOfWork, conversation: Conversation, message: Message, staff: Staff, now: datetime, key: str
) -> Line:
    """A line of a person; whose it was stays in the record."""
    line = lines.say(uow, conversation, message, now, sender="person", key=key)
    payload = {**line.payload, "by": staff.id, "name": staff.name}
    uow.messages.change(line.id, payload=payload)
    return replace(line, payload=payload)


def _offer_message(language: Language, decision: Any, offer: Offer, payload: str) -> Message:
    writer = Writer(language)
    button = Button(words.TEXTS["agree"].in_language(language), payload)
    card = offer_card(writer, decision, offer, button)
    return writer.message(
        writer.say(words.TEXTS["offer"]), offer_summary(writer, offer), cards=[card], discloses=True
    )  # fmt: skip


def _approved(uow: UnitOfWork, offer: Offer, borrower_id: str) -> Approval | None:
    """The yes that people have given to exactly this offer."""
    return next(
        (
            one
            for one in uow.approvals.of_borrower(borrower_id)
            if one.fingerprint == offer.fingerprint and one.status == "approved"
        ),
        None,
    )


def _name(uow: UnitOfWork, staff_id: str | None) -> str:
    staff = uow.staff.get(staff_id) if staff_id else None
    return staff.name if staff else "–"


__all__ = ["Draft", "DraftRefused", "NotDone", "People", "UnknownConversation"]
