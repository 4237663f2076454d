"""How far somebody is, across channels and languages: kept for the borrower when known, else for the conversation."""

from __future__ import annotations

import datetime as dt

from actions.turn import Turn
from relief.learning.model import Lesson
from relief.states import holds
from relief.store.ids import new_id
from relief.store.records import LessonAnswer, LessonOffer, LessonProgress
from relief.store.uow import UnitOfWork

OPEN, FINISHED = "open", "finished"
LEFT_FOR = dt.timedelta(days=90)
"""A lesson that was left longer ago begins anew."""


def station_key(station: tuple[str, str]) -> str:
    return ":".join(station)


def all_of(turn: Turn) -> list[LessonProgress]:
    """Everything begun or done, the latest first; nothing where no conversation is kept."""
    if not turn.known:
        return []
    with UnitOfWork(turn.engine, readonly=True) as uow:
        return uow.lesson_progress.of(_borrower(turn), turn.conversation_id)


def latest_open(turn: Turn) -> LessonProgress | None:
    """The lesson that was left in the middle last, not too long ago."""
    found = (one for one in all_of(turn) if one.status == OPEN and turn.now - one.updated_at < LEFT_FOR)
    return next(found, None)


def of_lesson(turn: Turn, lesson_id: str) -> LessonProgress | None:
    return next((one for one in all_of(turn) if one.lesson == lesson_id), None)


def reach(turn: Turn, lesson: Lesson, station: tuple[str, str] | None, *, anew: bool = False) -> LessonProgress | None:
    """Note where the lesson is now; None for the end. Doing it twice changes nothing."""
    if not turn.known:
        return None
    with UnitOfWork(turn.engine) as uow:
        mine = [one for one in uow.lesson_progress.of(_borrower(turn), turn.conversation_id) if one.lesson == lesson.id]
        if not mine:
            first = station_key(station or lesson.stations[-1])
            new = LessonProgress(
                new_id("lp"), _owner(turn), _borrower(turn), turn.conversation_id, lesson.id, first, OPEN, turn.now,
                turn.now, None, None, None,
            )  # fmt: skip
            uow.lesson_progress.add(new)
            uow.commit()
            return new
        row = mine[0]
        if row.borrower_id is None and turn.borrower is not None and len(mine) == 1:
            uow.lesson_progress.adopt(row.id, turn.borrower.id, _owner(turn))
        values: dict[str, object] = {"updated_at": turn.now, "conversation_id": turn.conversation_id}
        if station is None:
            values |= {"status": FINISHED, "finished_at": row.finished_at or turn.now}
        else:
            values |= {"status": OPEN, "station": station_key(station)}
        if anew:
            values["started_at"] = turn.now
        uow.lesson_progress.change(row.id, **values)
        uow.commit()
        return row


def answered(turn: Turn, progress: LessonProgress | None, item: str, moment: str, choice: int, right: bool) -> int:
    """Note an answer; gives back how many there were to this question at this moment in this round. The same message counts
    once."""
    if progress is None:
        return 1
    key = f"{turn.conversation_id}:{turn.message_id}:{moment}:{item}"
    with UnitOfWork(turn.engine) as uow:
        before = [
            one
            for one in uow.lesson_answers.of_progress(progress.id)
            if (one.item, one.moment) == (item, moment) and one.idempotency_key != key
        ]
        uow.lesson_answers.add_once(
            LessonAnswer(new_id("la"), progress.id, item, moment, len(before) + 1, choice, right, turn.now, key)
        )
        uow.commit()
    return len(before) + 1


def results(turn: Turn, progress: LessonProgress | None) -> tuple[int, int, bool]:
    """Questions right at the first try, questions asked, and whether the first question became clear on the way."""
    if progress is None:
        return 0, 0, False
    with UnitOfWork(turn.engine, readonly=True) as uow:
        given = uow.lesson_answers.of_progress(progress.id)
    first: dict[tuple[str, str], bool] = {}
    for one in given:
        first.setdefault((one.moment, one.item), one.right)
    counted = [right for (moment, _), right in first.items() if moment in ("quiz", "post")]
    before = any(right for (moment, _), right in first.items() if moment == "pre")
    after = any(right for (moment, _), right in first.items() if moment == "post")
    return sum(counted), len(counted), after and not before


# --- offers ----------------------------------------------------------------------------------------------------------


def may_offer(turn: Turn, lesson_id: str, moment: str) -> bool:
    """Whether a lesson may be offered now: never in a crisis or while something binds the account, never what was declined, and
    unasked never again after any no."""
    if turn.waiting or not turn.known:
        return False
    with UnitOfWork(turn.engine, readonly=True) as uow:
        if turn.borrower is not None and _held(uow, turn.borrower.id, turn.now):
            return False
        conversation = uow.conversations.get(turn.conversation_id)
        if conversation is not None and conversation.crisis_at is not None and turn.now - conversation.crisis_at < CALM:
            return False
        before = uow.lesson_offers.of(_borrower(turn), turn.conversation_id)
        done = uow.lesson_progress.of(_borrower(turn), turn.conversation_id)
    if any(one.lesson == lesson_id for one in done if one.status == FINISHED):
        return False
    declined = [one for one in before if one.answer == "no"]
    if any(one.lesson == lesson_id for one in declined):
        return False
    return moment == "asked" or not (declined or any(one.moment == moment for one in before))


QUIET = frozenset(
    {"distress", "crisis", "deceased", "bereavement", "dispute", "fraud", "ceased", "wrong_person", "identity_unverified", "insolvent",
     "represented", "moratorium", "disaster"}
)  # fmt: skip
"""States in which nobody is offered a lesson."""
CALM = dt.timedelta(days=30)
"""So long after a crisis nothing is offered."""


def _held(uow: UnitOfWork, borrower_id: str, now: dt.datetime) -> bool:
    return bool(QUIET & set(holds(uow, borrower_id, None, now).names))


def offered(turn: Turn, lesson_id: str, moment: str) -> None:
    with UnitOfWork(turn.engine) as uow:
        uow.lesson_offers.add_once(
            LessonOffer(
                new_id("lo"), _owner(turn), _borrower(turn), turn.conversation_id, lesson_id, moment, turn.now, None, None
            )
        )  # fmt: skip
        uow.commit()


def offer_answered(turn: Turn, lesson_id: str, moment: str, answer: str) -> None:
    if not turn.known:
        return
    with UnitOfWork(turn.engine) as uow:
        mine = [
            one
            for one in uow.lesson_offers.of(_borrower(turn), turn.conversation_id)
            if (one.lesson, one.moment) == (lesson_id, moment)
        ]
        uow.lesson_offers.answered(mine, answer, turn.now)
        uow.commit()


def _borrower(turn: Turn) -> str | None:
    return turn.borrower.id if turn.borrower else None


def _owner(turn: Turn) -> str:
    return f"b:{turn.borrower.id}" if turn.borrower else f"c:{turn.conversation_id}"
