"""What opens a case: a dispute, fraud, a complaint, a death, insolvency, a request about one's data.

Heard from anybody, and nothing is shown in return. From a known borrower the state that protects them is entered at once, before
anything is asked. Then at most three short questions; each may be left open.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import ClassVar

from actions.handover import open_for
from actions.questions import OpenQuestion
from actions.topic import Ask, Question, Step, Topic
from actions.turn import Turn
from relief import claims, states
from relief.cases import add_note
from relief.money import Money
from relief.refusals import Refused
from relief.store.records import Payment
from relief.store.uow import UnitOfWork
from words import handover
from words import protection as words
from words.model import Language, Message

ORDER = ("what", "since", "proof")


class ProtectionCase(Topic):
    """Words that fit, a numbered case with its day, and the state that goes with it."""

    kind: ClassVar[str] = "request"
    state: ClassVar[str | None] = None
    rests: ClassVar[bool] = False
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        self.protect(turn)
        case = open_for(turn, self.kind)
        after = [words.TEXTS["rests"]] if self.rests and turn.borrower else []
        lead = words.TEXTS[self.intent]
        yield handover.case_opened(turn.language, lead, case.number, case.due_on, after=after)
        yield Ask(
            "case.intake", {"case": case.id, "number": case.number, "due": case.due_on.isoformat(), "step": "what"}
        )

    def protect(self, turn: Turn) -> None:
        if self.state is None or turn.borrower is None:
            return
        with UnitOfWork(turn.engine) as uow:
            states.enter(
                uow,
                turn.borrower.id,
                self.state,
                now=turn.now,
                source="borrower",
                evidence=f"message {turn.message_id}",
            )
            uow.commit()


class CaseIntake(Question):
    """One question at a time; what is said becomes a note of the case. A "no" leaves a question open."""

    kind = "case.intake"
    expects = ("text", "date", "amount", "yes_no")
    lasts = dt.timedelta(hours=24)

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.asked(language, question.data["step"], question.id)

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        return self.take(turn, question, None) if tells(turn) else None

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        found = settle_claimed(turn)
        if found is not None:
            return [found]
        data = question.data
        step = data["step"]
        if not turn.pressed and not (answer == "no" and len(turn.text) <= SHORT):
            with UnitOfWork(turn.engine) as uow:
                if uow.cases.get(data["case"]) is not None:
                    add_note(uow, data["case"], author="borrower", text=f"{step}: {turn.text}", now=turn.now)
                uow.commit()
        due = dt.date.fromisoformat(data["due"])
        at = ORDER.index(step) + 1
        if turn.pressed or at == len(ORDER):
            return [words.paragraphs(turn.language, "noted", number=data["number"], due=due)]
        return [Ask("case.intake", {**data, "step": ORDER[at]})]


TELLING = frozenset(
    {"inform", "out_of_scope", "dispute_debt", "report_fraud", "complain", "report_insolvency", "explain_hardship", "report_payment",
     "refuse_to_pay", "request_privacy", "learn_scams"}
)  # fmt: skip
"""What a story that was asked for is taken for. A bare yes or no comes by `action_answer`."""
SHORT = 12
"""Characters of a "no" that says nothing else."""
_ASKS = re.compile(
    r"[?？]|\b(how much|when is|what is|can i|could i|may i|why)\b|[吗呢]\W*$|多少|怎么|什么时候|能不能|可不可以", re.I
)


def tells(turn: Turn) -> bool:
    """Whether the words go on with a story that was asked for, whatever the model took them for: no question, and no wish that cannot
    wait (a person, a stop, a crisis)."""
    return not turn.pressed and turn.intent in TELLING and _ASKS.search(turn.text) is None


class ActionComplain(ProtectionCase):
    intent = "complain"
    kind = "complaint"
    state = "complaint"


class ActionDisputeDebt(ProtectionCase):
    """Everything rests at once. A payment that is named and is there is let count, and the dispute is settled by it."""

    intent = "dispute_debt"
    kind = "dispute"
    state = "dispute"
    rests = True

    def answer(self, turn: Turn) -> Iterable[Step]:
        found = settle_claimed(turn)
        if found is not None:
            yield found
            return
        yield from super().answer(turn)


def settle_claimed(turn: Turn) -> Message | None:
    """What is said when the payment that the words name was found and counts now; None when there is none."""
    if turn.borrower is None:
        return None
    with UnitOfWork(turn.engine, readonly=True) as uow:
        payment = claims.claimed(uow, turn.borrower.id, turn.text, _minor(turn), _days(turn))
    return settled(turn, payment) if payment else None


def settled(turn: Turn, payment: Payment) -> Message:
    """Let the payment count from its day, and say what falls away with it."""
    with UnitOfWork(turn.engine) as uow:
        done = claims.settle(uow, payment, now=turn.now)
        uow.commit()
    back = Money(done.taken_back, payment.currency) if done.taken_back else None
    return words.matched(turn.language, Money(payment.amount, payment.currency), done.day, back)


def _minor(turn: Turn) -> list[int]:
    found = []
    for value in turn.values("amount"):
        try:
            found.append(Money.parse(value, turn.borrower.currency if turn.borrower else "").minor)
        except Refused:
            continue
    return found


def _days(turn: Turn) -> list[dt.date]:
    found = []
    for value in turn.values("date"):
        try:
            found.append(dt.date.fromisoformat(value))
        except ValueError:
            continue
    return found


class ActionReportFraud(ProtectionCase):
    intent = "report_fraud"
    kind = "fraud"
    state = "fraud"
    rests = True


class ActionReportInsolvency(ProtectionCase):
    intent = "report_insolvency"
    kind = "insolvency"
    state = "insolvent"
