"""Protection topics: a crisis calls a person at once; the rest opens a case for now and never shows an account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from actions import speech
from actions.handover import open_for
from actions.topic import Drop, Step, Topic
from actions.turn import Turn
from relief import contact, states
from relief.cases import open_case
from relief.store.uow import UnitOfWork
from words import handover
from words import protection as words


class ActionExpressDistress(Topic):
    """Where the crisis net missed a line that the model understood: the same words, the same case, the same call."""

    intent = "express_distress"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        jurisdiction = turn.borrower.jurisdiction if turn.borrower else None
        yield from words.crisis(turn.language, jurisdiction=jurisdiction)
        with UnitOfWork(turn.engine) as uow:
            case = open_case(
                uow,
                "crisis",
                idempotency_key=f"crisis:{turn.conversation_id}:{turn.now.date().isoformat()}",
                now=turn.now,
                conversation_id=turn.conversation_id if turn.known else None,
                borrower_id=turn.borrower.id if turn.borrower else None,
                priority="crisis",
            )
            if turn.borrower:
                states.enter(uow, turn.borrower.id, "distress", now=turn.now, source="borrower")
            uow.commit()
        yield Drop()
        yield speech.handoff("crisis", "crisis", case.number)


class ActionRequestHuman(Topic):
    intent = "request_human"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        if turn.waiting:
            yield words.plain("person_waiting", turn.language)
            return
        yield words.plain("person_coming", turn.language)
        yield speech.handoff("asked", "normal", open_for(turn, "handoff").number)


class ProtectionCase(Topic):
    """Words that fit, and a case of `kind` for a person. Heard from anybody: nothing is shown in return."""

    kind: ClassVar[str] = "request"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        case = open_for(turn, self.kind)
        yield handover.case_opened(turn.language, words.TEXTS[self.intent], case.number, case.due_on)


class ActionComplain(ProtectionCase):
    intent = "complain"
    kind = "complaint"


class ActionDisputeDebt(ProtectionCase):
    intent = "dispute_debt"
    kind = "dispute"


class ActionReportFraud(ProtectionCase):
    intent = "report_fraud"
    kind = "fraud"


class ActionReportDeceased(ProtectionCase):
    intent = "report_deceased"
    kind = "deceased"


class ActionReportInsolvency(ProtectionCase):
    intent = "report_insolvency"
    kind = "insolvency"


class ActionRequestPrivacy(ProtectionCase):
    intent = "request_privacy"
    kind = "data"


class ActionAskConsequences(ProtectionCase):
    intent = "ask_consequences"
    picks_up = True


class ActionSetContactPreference(ProtectionCase):
    intent = "set_contact_preference"
    needs_identity = True


class ActionWrongPerson(ProtectionCase):
    """Whoever says so is no longer taken for the borrower, even when they were verified a minute ago."""

    intent = "wrong_person"
    kind = "wrong_person"

    def answer(self, turn: Turn) -> Iterable[Step]:
        yield Drop()
        yield from super().answer(turn)
        yield speech.Directive("forget_identity", {"reason": "wrong_person"})


class ActionStopContact(ProtectionCase):
    """A known borrower is taken off at once; for others a person finds out whose contact this is."""

    intent = "stop_contact"

    def answer(self, turn: Turn) -> Iterable[Step]:
        if turn.borrower is None:
            yield from super().answer(turn)
            return
        with UnitOfWork(turn.engine) as uow:
            contact.opt_out(uow, turn.borrower.id, "all", turn.now)
            uow.commit()
        yield Drop()
        yield words.plain(self.intent, turn.language)


class ActionAskLegitimacy(Topic):
    intent = "ask_legitimacy"

    def answer(self, turn: Turn) -> Iterable[Step]:
        yield words.with_person(self.intent, turn.language)
