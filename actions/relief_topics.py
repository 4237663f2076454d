"""Relief topics that a person takes for now: each opens a case and says so in words that fit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from actions.handover import open_for
from actions.topic import Step, Topic
from actions.turn import Turn
from words import handover
from words import relief_topics as words
from words.model import Message


class ReliefTopic(Topic):
    """Neutral words, then identity, then a case of `kind`."""

    needs_identity = True
    kind: ClassVar[str] = "request"
    neutral: ClassVar[str | None] = None

    def before_identity(self, turn: Turn) -> Iterable[Message]:
        return [words.plain(self.neutral, turn.language)] if self.neutral else []

    def answer(self, turn: Turn) -> Iterable[Step]:
        case = open_for(turn, self.kind)
        yield handover.case_opened(turn.language, words.TEXTS[self.intent], case.number, case.due_on)


class ActionExplainHardship(ReliefTopic):
    intent = "explain_hardship"
    kind = "hardship"
    neutral = "heard"


class ActionAskOptions(ReliefTopic):
    intent = "ask_options"
    kind = "hardship"
    neutral = "options_before"


class ActionRequestExtension(ReliefTopic):
    intent = "request_extension"


class ActionRequestInstallments(ReliefTopic):
    intent = "request_installments"


class ActionRequestWaiver(ReliefTopic):
    intent = "request_waiver"


class ActionRequestSettlement(ReliefTopic):
    intent = "request_settlement"
    kind = "settlement"


class ActionPromiseToPay(ReliefTopic):
    intent = "promise_to_pay"


class ActionAskPlanStatus(ReliefTopic):
    intent = "ask_plan_status"


class ActionChangePlan(ReliefTopic):
    intent = "change_plan"


class ActionRefuseToPay(Topic):
    """Heard, not argued with; the way to a reason and to a person stays open. Nothing is opened against anybody."""

    intent = "refuse_to_pay"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        yield words.refusal_heard(turn.language)
