"""Learning topics: a short honest answer each, for anybody."""

from __future__ import annotations

from collections.abc import Iterable

from actions.topic import Step, Topic
from actions.turn import Turn
from words import learning as words


class Lesson(Topic):
    def answer(self, turn: Turn) -> Iterable[Step]:
        yield words.short_answer(self.intent, turn.language)


class ActionLearnMoney(Lesson):
    intent = "learn_money"


class ActionLearnBudgeting(Lesson):
    intent = "learn_budgeting"


class ActionLearnCredit(Lesson):
    intent = "learn_credit"


class ActionLearnInterest(Lesson):
    intent = "learn_interest"


class ActionLearnSaving(Lesson):
    intent = "learn_saving"


class ActionLearnDebtPriority(Lesson):
    intent = "learn_debt_priority"


class ActionLearnScams(Lesson):
    intent = "learn_scams"
