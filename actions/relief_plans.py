"""A plan that runs: where it stands, and changing it before it breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from actions import learning_lessons, relief_budget, relief_offers, speech
from actions.account import known
from actions.questions import OpenQuestion
from actions.relief_case import ReliefCase, wishes_of
from actions.relief_topics import ReliefTopic, case_of
from actions.topic import Ask, Question, Step, Topic
from actions.turn import Turn
from relief import agreements, approvals
from relief.money import Money
from relief.policy.model import Kind
from relief.store.uow import UnitOfWork
from words import relief_offers as words
from words.model import Language, Message

_LEAVE = re.compile(
    r"\b(?:cancel|leave|stop|end|quit|drop|get out of)\b.*\bplan\b|\bwithout (?:the|a|my) plan\b"
    r"|(?:取消|退出|不要|终止|停掉|作废).*方案|方案.*(?:取消|作废|不要了)",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"\b(?:pause|holiday|skip|break)\b|暂停|缓一?缓|停一?停|延期|推迟", re.IGNORECASE)


class ActionAskPlanStatus(Topic):
    intent = "ask_plan_status"
    needs_identity = True

    def answer(self, turn: Turn) -> Iterable[Step]:
        borrower = known(turn)
        with UnitOfWork(turn.engine, readonly=True) as uow:
            plans = [plan for plan in uow.plans.of_borrower(borrower.id) if plan.status == "accepted"]
            states = [agreements.progress(uow, plan, turn.now) for plan in plans]
            promises = uow.promises.open_of(borrower.id)
            asked = [
                approvals.details(uow, one.id)
                for one in uow.approvals.of_borrower(borrower.id)
                if one.status == "pending"
            ]
        for state in states:
            yield words.status(turn.language, state)
            if "offer" in state.plan.terms:
                yield speech.paper("plan", state.plan.id)
        for promise in promises:
            yield words.promised(turn.language, promise, "status_promise")
        waiting = list(relief_offers.ready(turn))
        yield from waiting
        for one in asked:
            yield words.waiting(turn.language, one.offer, one.case.number, one.case.due_on)
        if not states and not promises and not waiting and not asked:
            yield words.no_plan(turn.language)
        if states and not waiting and all(state.next == state.rows[0] for state in states if state.rows):
            yield from learning_lessons.offer_unasked(turn, "instalment")


class ActionChangePlan(ReliefTopic):
    """The running plan stays until a new one is agreed. Changing it is free and counts against nobody; so is leaving it, once what
    follows was said."""

    intent = "change_plan"

    def begin(self, turn: Turn) -> Iterable[Step]:
        borrower = known(turn)
        with UnitOfWork(turn.engine, readonly=True) as uow:
            plans = [plan for plan in uow.plans.of_borrower(borrower.id) if plan.status == "accepted"]
            promises = uow.promises.open_of(borrower.id)
            loans = [[plan.loan_id, uow.loans.require(plan.loan_id).reference] for plan in plans]
            state = agreements.progress(uow, plans[0], turn.now) if len(plans) == 1 else None
        if state is not None and _LEAVE.search(turn.text):
            back = sum(plans[0].terms.get("restores", {}).values())
            data = {"plan": plans[0].id, "left": state.left, "back": back, "currency": plans[0].currency}
            yield Ask("plan.leave", data)
            return
        if not plans:
            if promises and (turn.values("date") or turn.values("amount")):
                yield from case_of(turn, "promise", relief_budget.begin)
            else:
                yield words.no_plan(turn.language)
            return
        yield words.plain("changing", turn.language)
        kind: Kind = "extension" if _PAUSE.search(turn.text) else "instalments"
        case = ReliefCase(plans[0].loan_id, wishes_of(turn, kind, plans[0].currency), change=True)
        if len(plans) > 1:
            yield Ask("relief.loan", {"case": case.to_json(), "loans": loans})
            return
        yield from relief_budget.begin(turn, case)


class LeavePlan(Question):
    """Leaving a plan, with what follows from it said before the yes."""

    kind = "plan.leave"
    expects: ClassVar[tuple[str, ...]] = ("yes_no",)

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        left, back = (Money(data[name], data["currency"]) for name in ("left", "back"))
        return words.leave(language, left, back, question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/change_plan")]
        if answer is None:
            return None
        if answer == "no":
            return [words.plain("stays", turn.language)]
        with UnitOfWork(turn.engine) as uow:
            plan = uow.plans.require(question.data["plan"], lock=True)
            if plan.status == "accepted":
                agreements.end(uow, plan, "cancelled", "asked for", now=turn.now, actor="borrower")
            uow.commit()
        return [words.left_plan(turn.language)]

    def once_more(self, question: OpenQuestion) -> str | None:
        return "/change_plan"
