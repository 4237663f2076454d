"""A plan that runs: where it stands, and changing it before it breaks."""

from __future__ import annotations

from collections.abc import Iterable

from actions import learning_lessons, relief_budget, relief_offers, speech
from actions.account import known
from actions.relief_topics import ReliefTopic, case_of
from actions.topic import Step, Topic
from actions.turn import Turn
from relief import agreements, approvals
from relief.store.uow import UnitOfWork
from words import relief_offers as words


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
    """The running plan stays until a new one is agreed."""

    intent = "change_plan"

    def answer(self, turn: Turn) -> Iterable[Step]:
        yield words.plain("changing", turn.language)
        yield from case_of(turn, None, relief_budget.begin)
