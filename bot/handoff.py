"""Bringing a conversation to people: the row that queue and clocks live from, what the borrower hears, and buttons of ours that count
whoever holds the conversation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.state import higher, move
from relief import desk
from relief.accounts import overview
from relief.agreements import Booked, accept, offer_of, promise, stored
from relief.cases import open_case
from relief.dates import local_date, zone
from relief.desk import Hours
from relief.policy.parameters import Rules
from relief.states import holds
from relief.store.ids import new_id
from relief.store.records import Case, Conversation, Handoff, Survey
from relief.store.uow import UnitOfWork
from words import desk as words
from words import relief_offers
from words.model import Language, Message, as_language

HERE_WITHIN = timedelta(minutes=15)
"""Somebody who has not touched the console for so long does not count as there."""
NOT_ASKED_AGAIN = frozenset({"crisis"})

log = structlog.get_logger()


@dataclass(frozen=True)
class Pressed:
    """What a button of ours did."""

    conversation: Conversation
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Desk:
    """Knows when people are there. Works inside the caller's transaction."""

    hours: Hours

    def call(
        self,
        uow: UnitOfWork,
        conversation: Conversation,
        reason: str,
        priority: str,
        now: datetime,
        case: str | None = None,
    ) -> tuple[Conversation, Handoff]:
        """bot → waiting (or stay), with its row; a second call raises what there is. The caller saves the conversation."""
        note: dict[str, Any] = {"priority": higher(conversation.data.get("priority"), priority), "reason": reason}
        if case:
            note["case"] = case
        conversation = move(conversation, "hand_off", now, note=note)
        if priority == "crisis":
            conversation = replace(conversation, crisis_at=now)
        return conversation, self.note(uow, conversation, now)

    def note(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> Handoff:
        """The open row of a conversation that waits or is with a person, made or brought up to date from what it says."""
        data = conversation.data
        unasked = "asked" if conversation.state == "waiting" else "desk"
        priority, reason = str(data.get("priority") or "normal"), str(data.get("reason") or unasked)
        number = data.get("case")
        case = uow.cases.by_number(str(number)) if number else None
        known = case.borrower_id if case else None
        borrower_id = conversation.verified_as(now) or conversation.bound_borrower_id or known
        row = uow.handoffs.open_of(conversation.id)
        if row is None:
            reply_due, resolve_due = desk.due(priority, now, self.hours)
            row = Handoff(
                new_id("h"), conversation.id, borrower_id or None, case.id if case else None, reason[:24], priority,
                conversation.language, conversation.channel, self._bucket(uow, borrower_id, now), now, reply_due, resolve_due,
                None, None, None, None, None, None, None, None, 1,
            )  # fmt: skip
            return uow.handoffs.add(row)
        raised = higher(row.priority, priority)
        if raised != row.priority:
            reply_due, resolve_due = desk.due(raised, now, self.hours)
            row = uow.handoffs.save(
                replace(
                    row, priority=raised, reason=reason[:24], reply_due=min(row.reply_due, reply_due),
                    resolve_due=min(row.resolve_due, resolve_due), case_id=case.id if case else row.case_id,
                    borrower_id=row.borrower_id or borrower_id or None,
                )
            )  # fmt: skip
        elif (row.borrower_id is None and borrower_id) or (row.case_id is None and case) or self._asked(row, reason):
            row = uow.handoffs.save(
                replace(
                    row, borrower_id=row.borrower_id or borrower_id or None,
                    case_id=row.case_id or (case.id if case else None),
                    reason=reason[:24] if self._asked(row, reason) else row.reason,
                )
            )  # fmt: skip
        return row

    def by_case(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> Conversation:
        """A case that people should look at now brings its conversation to them, without a word more: the case's own text has
        said what happens and by when."""
        cases = [
            case
            for case in uow.cases.of_conversation(conversation.id)
            if case.status != "closed"
            and case.kind in desk.URGENT_CASES | desk.POLICY_CASES
            and not {"survey", "call_back"} & set(case.summary)
        ]
        if not cases:
            return conversation
        earlier = uow.handoffs.of_conversation(conversation.id)
        ended = max((row.ended_at for row in earlier if row.ended_at), default=None)
        fresh = [
            case
            for case in cases
            if case.id not in {row.case_id for row in earlier} and (ended is None or case.opened_at > ended)
        ]
        if not fresh:
            return conversation
        case = min(fresh, key=lambda one: desk.order(one.priority, one.opened_at))
        reason = "case" if case.kind in desk.URGENT_CASES else "policy"
        conversation, _ = self.call(uow, conversation, reason, case.priority, now, case.number)
        self._audit(uow, conversation, now)
        return conversation

    def said(self, uow: UnitOfWork, conversation: Conversation, now: datetime, *, angry: bool = False) -> Message:
        """What happens now, and how long it is likely to take, by the queue as it is."""
        language = as_language(conversation.language)
        row = uow.handoffs.open_of(conversation.id)
        priority = row.priority if row else "normal"
        where = zone(conversation.timezone)
        may_cancel = priority != "crisis"
        if priority != "crisis" and not self.hours.open_at(now):
            opens = self.hours.next_opening(now).astimezone(where)
            return words.handed_over(language, opens=opens, may_cancel=may_cancel, angry=angry)
        minutes = None if priority == "crisis" else self.expected(uow, row, now)
        by = row.reply_due.astimezone(where) if row and minutes is None and priority != "crisis" else None
        return words.handed_over(language, minutes=minutes, by=by, may_cancel=may_cancel, angry=angry)

    def expected(self, uow: UnitOfWork, row: Handoff | None, now: datetime) -> int | None:
        """Minutes that somebody waits, by the real queue; None when nobody is there to go by."""
        people = present(uow, now)
        if not people or row is None:
            return None
        open_rows = uow.handoffs.all_open()
        mine = desk.order(row.priority, row.asked_at)
        ahead = sum(
            1
            for other in open_rows
            if other.owner is None and other.id != row.id and desk.order(other.priority, other.asked_at) <= mine
        )
        busy = sum(1 for other in open_rows if other.owner in people)
        spans = [
            one.ended_at - one.owned_at for one in uow.handoffs.latest_taken() if one.ended_at and one.owned_at
        ]  # fmt: skip
        return desk.expected_minutes(ahead, len(people), busy, desk.usual_minutes(spans))

    def pressed(self, uow: UnitOfWork, conversation: Conversation, press: str, now: datetime) -> Pressed | None:
        """A button of ours; None for every other payload."""
        if not press.startswith("/desk{"):
            return None
        asked: Mapping[str, str] = json.loads(press.removeprefix("/desk"))
        language = as_language(conversation.language)
        if asked["do"] == "cancel":
            return self.cancel(uow, conversation, now)
        if asked["do"] == "call_back":
            return self._call_back(uow, conversation, language, now)
        if asked["do"] == "survey":
            return self._survey(uow, conversation, asked, language, now)
        if asked["do"] == "accept":
            return self._accept(uow, conversation, asked, language, now)
        return None

    def end(
        self, uow: UnitOfWork, conversation_id: str, how: str, now: datetime, *, by: str, outcome: str | None = None,
        summary: str | None = None,
    ) -> Handoff | None:  # fmt: skip
        """The open row ends: its clocks stop for good."""
        row = uow.handoffs.open_of(conversation_id, lock=True)
        if row is None:
            return None
        return uow.handoffs.save(
            replace(row, ended_at=now, ended_by=by, how=how, outcome=outcome, summary=summary)
        )  # fmt: skip

    # -- buttons -------------------------------------------------------------------------------------------------

    def cancel(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> Pressed:
        """The borrower needs nobody any more. In a crisis somebody looks in all the same. The caller saves."""
        language = as_language(conversation.language)
        if conversation.state == "person":
            return Pressed(conversation, (words.plain("cancelled_too_late", language),))
        if conversation.state != "waiting":
            return Pressed(conversation, (words.plain("nobody_waits", language),))
        if conversation.data.get("priority") == "crisis":
            return Pressed(conversation, (words.plain("still_looks_in", language),))
        self.end(uow, conversation.id, "cancelled", now, by="borrower")
        conversation = move(conversation, "hand_back", now)
        uow.audit.append(actor="borrower", action="handoff.cancelled", subject=conversation.id, data={}, at=now)
        return Pressed(conversation, (words.plain("cancelled", language),))

    def _call_back(self, uow: UnitOfWork, conversation: Conversation, language: Language, now: datetime) -> Pressed:
        row = uow.handoffs.open_of(conversation.id)
        if row is None:
            return Pressed(conversation, (words.plain("nobody_waits", language),))
        opens = self.hours.next_opening(now)
        case = self._case(uow, conversation, "request", f"call_back:{row.id}", {"call_back": True}, opens)
        return Pressed(conversation, (words.call_back(language, case.number, case.due_on),))

    def _survey(
        self, uow: UnitOfWork, conversation: Conversation, asked: Mapping[str, str], language: Language, now: datetime
    ) -> Pressed:
        found = uow.surveys.of_handoff(asked["handoff"])
        known = found is not None and found.conversation_id == conversation.id
        if found is None or not known or getattr(found, asked["question"]) is not None:
            return Pressed(conversation, (words.plain("survey_thanks", language),))
        uow.surveys.change(found.id, **{asked["question"]: asked["answer"]}, answered_at=now)
        if asked["question"] == "solved":
            return Pressed(conversation, (words.survey(language, found.handoff_id, "ease"),))
        if found.solved == "no" or asked["answer"] == "hard":
            case = self._case(
                uow, conversation, "request", f"survey:{found.id}", {"survey": found.id, "solved": found.solved or ""}, now
            )  # fmt: skip
            return Pressed(conversation, (words.follow_up(language, case.number, case.due_on),))
        return Pressed(conversation, (words.plain("survey_thanks", language),))

    def _accept(
        self, uow: UnitOfWork, conversation: Conversation, asked: Mapping[str, str], language: Language, now: datetime
    ) -> Pressed:
        """A yes to what a person sent, bound to the fingerprint of what was shown."""
        if "decision" in asked:
            return self._promise(uow, conversation, asked, language, now)
        plan = uow.plans.get(asked["plan"])
        if plan is None or conversation.verified_as(now) != plan.borrower_id:
            return Pressed(conversation, (words.plain("confirm_who", language),))
        if plan.accepted_at is not None:
            return Pressed(conversation, (words.plain("agreed_already", language),))
        done = accept(uow, plan.id, shown=asked["shown"], now=now)
        if isinstance(done, Booked):
            return Pressed(conversation, (relief_offers.booked(language, offer_of(done.plan)),))
        key = {"held": "held", "needs_person": "offer_needs_person"}.get(done.why, "offer_gone")
        said = relief_offers.plain("held", language) if key == "held" else words.plain(key, language)
        return Pressed(conversation, (said,))

    def _promise(
        self, uow: UnitOfWork, conversation: Conversation, asked: Mapping[str, str], language: Language, now: datetime
    ) -> Pressed:
        """A yes to one day on which all of it is paid, as a person sent it."""
        kept = uow.decisions.get(asked["decision"])
        if kept is None or conversation.verified_as(now) != kept.borrower_id:
            return Pressed(conversation, (words.plain("confirm_who", language),))
        offer = next((one for one in stored(kept).decision.offers if one.fingerprint == asked["shown"]), None)
        borrower = uow.borrowers.require(kept.borrower_id)
        if offer is None or local_date(now, borrower.timezone) > offer.valid_until:
            return Pressed(conversation, (words.plain("offer_gone", language),))
        if holds(uow, kept.borrower_id, offer.loan, now).offers:
            return Pressed(conversation, (relief_offers.plain("held", language),))
        days = Rules.from_json(kept.inputs["rules"], offer.currency).promise_grace_days
        made = promise(
            uow, kept.borrower_id, offer, grace_days=days, key=f"desk:{kept.id}:{offer.fingerprint[:24]}", now=now,
            conversation_id=conversation.id,
        )  # fmt: skip
        return Pressed(conversation, (relief_offers.promised(language, made),))

    def ask_afterwards(
        self, uow: UnitOfWork, conversation: Conversation, row: Handoff, now: datetime
    ) -> Message | None:
        """The first of two questions, once a case; never after a crisis or while one may still be there."""
        if row.priority == "crisis" or row.reason in NOT_ASKED_AGAIN or conversation.crisis_at is not None:
            return None
        if row.first_reply_at is None or uow.surveys.of_handoff(row.id) is not None:
            return None
        uow.surveys.add(Survey(new_id("y"), row.id, conversation.id, now, None, None, None))
        return words.survey(as_language(conversation.language), row.id, "solved")

    # -- small things --------------------------------------------------------------------------------------------

    def _case(
        self, uow: UnitOfWork, conversation: Conversation, kind: str, key: str, summary: dict[str, Any], now: datetime
    ) -> Case:
        return open_case(
            uow, kind, idempotency_key=key, now=now, conversation_id=conversation.id, summary=summary,
            borrower_id=conversation.verified_as(now) or conversation.bound_borrower_id, actor="gateway",
        )  # fmt: skip

    def _audit(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> None:
        note = {name: conversation.data[name] for name in ("priority", "reason", "case") if name in conversation.data}
        uow.audit.append(actor="gateway", action="handed_off", subject=conversation.id, data=note, at=now)

    @staticmethod
    def _asked(row: Handoff, reason: str) -> bool:
        """Somebody whose case brought them here now asks for a person themselves."""
        return reason == "asked" and row.reason in ("case", "policy")

    @staticmethod
    def _bucket(uow: UnitOfWork, borrower_id: str | None, now: datetime) -> str | None:
        """How late the borrower is, by their worst loan."""
        if not borrower_id:
            return None
        loans = overview(uow, borrower_id, now).loans
        return max(loans, key=lambda view: view.days_late).bucket[:16] if loans else None


def present(uow: UnitOfWork, now: datetime) -> set[str]:
    """Ids of collectors and supervisors who are signed in, not away, and were there a moment ago."""
    seen = {
        session.staff_id
        for session in uow.staff_sessions.open_at(now)
        if not session.away and now - session.seen_at < HERE_WITHIN
    }
    if not seen:
        return set()
    return {
        staff.id
        for staff in uow.staff.all()
        if staff.id in seen and staff.active and {"collector", "supervisor"} & set(staff.roles)
    }
