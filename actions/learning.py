"""Learning topics, for anybody: a direct answer first, then the lesson that goes deeper; figures of one's own after verification."""

from __future__ import annotations

import re
from collections.abc import Iterable

from actions import learning_lessons as lessons
from actions import learning_progress as progress
from actions.learning_debts import begin as begin_debts
from actions.learning_debts import tells_debts
from actions.learning_own import ASKS_OWN, ASKS_WHAT_IF, own_or_verify
from actions.learning_wishes import asks_for_lesson
from actions.learning_workshop import ASKS_WORKSHOP, begin
from actions.topic import Ask, Step, Topic
from actions.turn import Turn
from relief.learning.model import Lesson
from words import learning as words
from words.lessons import library

_HOW_IN_GENERAL = re.compile(
    r"\bhow (?:is|are|does|do)\b.*\b(?:work\w*|calculated?|computed?|charged|counted|figured|add up)\b|"
    r"\bwhat(?:'s| is| are)\b.*\b(?:penalty|late|default) (?:interest|charges?|fees?)\b|"
    r"\b(?:can|may|are|do) (?:they|lenders?|a lender|banks?|you)\b.*\b(?:add|charge|allowed|put|take)\b|"
    r"怎么(?:个)?(?:算|收|计)|如何(?:计算|算|收)|怎样(?:计算|算)|什么(?:是|叫)罚息|罚息是(?:什么|啥)|按什么算",
    re.IGNORECASE,
)
_MINE = re.compile(r"\b(?:my|mine|me|i)\b|我|这笔", re.IGNORECASE)


def how_charges_work(turn: Turn) -> Iterable[Step] | None:
    """How interest and penalty interest work, asked in general: told to anybody; one's own figures wait for verification."""
    lesson = library(turn.today).of_intent("learn_interest")
    if turn.pressed or lesson is None or not _HOW_IN_GENERAL.search(turn.text) or _MINE.search(turn.text):
        return None
    found = lessons.answer_to(turn, lesson)
    said = (
        words.direct(turn.language, found[1], found[0], lessons.where(turn))
        if found is not None
        else words.short_answer("learn_interest", turn.language)
    )
    busy = turn.question is not None and turn.question.is_open(turn.now)
    return [said, words.own_after(turn.language), *([] if busy else lessons.offer(turn, lesson, "asked"))]


class LearningTopic(Topic):
    """What is said to a question about money. The lesson comes after the answer, never in its place."""

    def answer(self, turn: Turn) -> Iterable[Step]:
        lesson = library(turn.today).of_intent(self.intent)
        wanted = turn.payload or {}
        if lesson is None:
            yield words.short_answer(self.intent, turn.language)
        elif wanted.get("do") in ("start", "again"):
            yield from lessons.start(turn, lesson, anew=wanted["do"] == "again")
        elif wanted.get("do") == "repeat":
            item = lesson.measure
            yield Ask("learn.quiz", {"lesson": lesson.id, "moment": "repeat", "at": item.id})
        elif lesson.id == "order" and (wanted.get("do") == "debts" or tells_debts(turn)):
            yield from begin_debts(turn, None)
        elif not turn.pressed and ASKS_WHAT_IF.search(turn.text):
            yield from own_or_verify(turn, lessons.lesson_of("interest", turn), None)
        elif "own" in wanted or (lesson.id in words.OWN_EXAMPLES and ASKS_OWN.search(turn.text)):
            yield from own_or_verify(turn, lesson, None)
        else:
            yield from self._said(turn, lesson)

    def _said(self, turn: Turn, lesson: Lesson) -> Iterable[Step]:
        found = lessons.answer_to(turn, lesson) if not turn.pressed else None
        lesson = (lessons.named_in(turn) if not turn.pressed else None) or lesson
        busy = turn.question is not None and turn.question.is_open(turn.now)
        if found is None and asks_for_lesson(turn.text) and not busy:
            yield from lessons.start(turn, lesson)
            return
        if found is not None:
            yield words.direct(turn.language, found[1], found[0], lessons.where(turn), offer=busy)
            lesson = found[1]
        else:
            yield words.short_answer(lesson.intent, turn.language)
        if not busy:
            yield from lessons.offer(turn, lesson, "asked")


class ActionLearnMoney(LearningTopic):
    """The menu, with what was begun first."""

    intent = "learn_money"

    def answer(self, turn: Turn) -> Iterable[Step]:
        known = library(turn.today)
        wanted = turn.payload or {}
        lesson = known.get(str(wanted.get("lesson") or ""))
        if lesson is not None:
            yield from lessons.start(turn, lesson)
            return
        if not turn.pressed and (found := lessons.answer_to(turn, None)):
            yield words.direct(turn.language, found[1], found[0], lessons.where(turn), offer=True)
        named = lessons.named_in(turn) if not turn.pressed else None
        busy = turn.question is not None and turn.question.is_open(turn.now)
        if named is not None and not busy:
            yield from lessons.start(turn, named)
            return
        rows = progress.all_of(turn)
        open_at = {}
        for row in rows:
            begun = known.get(row.lesson)
            stations = [progress.station_key(one) for one in begun.stations] if begun else []
            if row.status == progress.OPEN and row.station in stations:
                open_at[row.lesson] = stations.index(row.station) + 1
        shown = {"open_at": open_at, "done": sorted({row.lesson for row in rows if row.status == progress.FINISHED})}
        if busy:
            yield words.menu(turn.language, known, open_at, shown["done"])
        else:
            yield Ask("learn.menu", shown)


class ActionLearnBudgeting(LearningTopic):
    """The lesson, or one's own month."""

    intent = "learn_budgeting"

    def answer(self, turn: Turn) -> Iterable[Step]:
        wanted = turn.payload or {}
        if wanted.get("do") == "workshop" or (
            not turn.pressed
            and ((ASKS_WORKSHOP.search(turn.text) and not asks_for_lesson(turn.text)) or turn.values("amount"))
        ):
            yield from begin(turn)
            return
        yield from super().answer(turn)


class ActionLearnCredit(LearningTopic):
    intent = "learn_credit"


class ActionLearnInterest(LearningTopic):
    intent = "learn_interest"


class ActionLearnSaving(LearningTopic):
    intent = "learn_saving"


class ActionLearnDebtPriority(LearningTopic):
    intent = "learn_debt_priority"


class ActionLearnScams(LearningTopic):
    intent = "learn_scams"
