"""News of a death, the wrong person, and somebody who speaks for somebody else. None of them learns anything here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from actions import speech
from actions.handover import open_for
from actions.questions import OpenQuestion
from actions.topic import Ask, Drop, Question, Step, Topic
from actions.turn import Turn
from relief import protection_rules, states
from relief.cases import add_note
from relief.store.records import Borrower
from relief.store.uow import UnitOfWork
from words import handover
from words import protection as words
from words.model import Language, Message


class ActionWrongPerson(Topic):
    """Whoever says so is no longer taken for the borrower, even when they were verified a minute ago: the channel is unlinked, and
    nothing more goes there before a person has looked."""

    intent = "wrong_person"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        yield Drop()
        case = open_for(turn, "wrong_person")
        if (who := linked_here(turn)) is not None:
            with UnitOfWork(turn.engine) as uow:
                states.enter(
                    uow, who, "wrong_person", now=turn.now, source="channel", evidence=f"message {turn.message_id}"
                )
                uow.commit()
        yield handover.case_opened(turn.language, words.TEXTS[self.intent], case.number, case.due_on)
        yield speech.Directive("forget_identity", {"reason": "wrong_person"})


class ActionReportDeceased(Topic):
    """Who writes is mourning and is asked for nothing. With the account's owner dead it freezes from the day of the death; a
    borrower whose relative died is left in peace for a while."""

    intent = "report_deceased"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        yield Drop()
        if turn.borrower is None:
            case = open_for(turn, "deceased")
            keep_day(turn, case.id)
            yield handover.case_opened(turn.language, words.TEXTS[self.intent], case.number, case.due_on)
        elif names(turn.text, turn.borrower):
            yield from owner_has_died(turn, turn.borrower, died_on(turn))
        else:
            day = died_on(turn)
            yield words.plain(self.intent, turn.language)
            yield Ask("deceased.who", {"day": day.isoformat() if day else None})


class WhoHasDied(Question):
    """The one thing that has to be known: whether it is the account's owner."""

    kind = "deceased.who"
    expects = ("yes_no",)
    lasts = dt.timedelta(hours=24)

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.yes_or_no("deceased_who", language, question.id, yes="deceased_owner", no="deceased_other")

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            case = open_for(turn, "deceased")
            return [handover.case_opened(turn.language, words.TEXTS["report_deceased"], case.number, case.due_on)]
        if answer == "yes":
            day = question.data.get("day")
            return list(owner_has_died(turn, turn.borrower, dt.date.fromisoformat(day) if day else None))
        if answer != "no":
            return None
        with UnitOfWork(turn.engine) as uow:
            evidence = f"message {turn.message_id}"
            states.enter(uow, turn.borrower.id, "bereavement", now=turn.now, source="borrower", evidence=evidence)
            uow.commit()
        return [words.plain("bereaved", turn.language)]


def owner_has_died(turn: Turn, borrower: Borrower, day: dt.date | None) -> Iterable[Step]:
    """Freeze, open the case, and stop taking whoever writes for the borrower."""
    case = open_for(turn, "deceased", priority="urgent")
    begins = day if day and protection_rules.freezes_from_death(borrower.jurisdiction, turn.today) else None
    with UnitOfWork(turn.engine) as uow:
        states.enter(
            uow,
            borrower.id,
            "deceased",
            now=turn.now,
            source="family",
            evidence=f"case {case.number}",
            begins_on=begins,
        )
        uow.commit()
    keep_day(turn, case.id, day)
    yield handover.case_opened(
        turn.language,
        words.TEXTS["report_deceased"],
        case.number,
        case.due_on,
        after=[words.TEXTS["deceased_rests"], words.TEXTS["deceased_papers"]],
    )
    yield speech.Directive("forget_identity", {"reason": "deceased"})


def keep_day(turn: Turn, case_id: str, day: dt.date | None = None) -> None:
    day = day or died_on(turn)
    if day is None:
        return
    with UnitOfWork(turn.engine) as uow:
        if not uow.cases.notes(case_id):
            add_note(uow, case_id, author="borrower", text=f"died on {day.isoformat()}", now=turn.now)
        uow.commit()


def died_on(turn: Turn) -> dt.date | None:
    """The day that was named. A death lies behind us: a day without a year is read as the last one of that name."""
    for value in turn.values("date"):
        try:
            day = dt.date.fromisoformat(value)
            while day > turn.today:
                day = day.replace(year=day.year - 1)
        except ValueError:
            continue
        return day
    return None


def names(text: str, borrower: Borrower) -> bool:
    """Whether the account's owner is named in the words."""
    folded = text.casefold()
    native = borrower.native_name or ""
    return borrower.full_name.casefold() in folded or (len(native) > 1 and native in text)


def linked_here(turn: Turn) -> str | None:
    """Whose channel this has been: the verified borrower's, or theirs to whom it is bound."""
    if turn.borrower is not None:
        return turn.borrower.id
    with UnitOfWork(turn.engine, readonly=True) as uow:
        conversation = uow.conversations.get(turn.conversation_id)
    return conversation.bound_borrower_id if conversation else None


def acts_for_another(turn: Turn) -> Iterable[Step]:
    """Somebody writes for somebody else: nothing is shown or confirmed, and a person looks whether a consent is there."""
    case = open_for(turn, "request")
    yield Drop()
    yield handover.case_opened(
        turn.language, words.TEXTS["acts_for"], case.number, case.due_on, after=[words.TEXTS["acts_for_how"]]
    )
    if turn.borrower is not None:
        yield speech.Directive("forget_identity", {"reason": "acts_for_another"})
