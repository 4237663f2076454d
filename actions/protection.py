"""Protection topics that cannot wait: a crisis, a person, the wrong person, what may follow, and whether we are genuine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from actions import speech
from actions.handover import open_for
from actions.questions import OpenQuestion
from actions.topic import Drop, Question, Step, Topic
from actions.turn import Turn
from relief import crisis, protection_rules
from relief.cases import open_case
from relief.store.uow import UnitOfWork
from words import protection as words
from words.model import Language, Message


class ActionExpressDistress(Topic):
    """Where the crisis net missed a line that the model understood: the same words, the same case, the same call."""

    intent = "express_distress"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        yield Drop()
        jurisdiction = turn.borrower.jurisdiction if turn.borrower else None
        zone = turn.borrower.timezone if turn.borrower else turn.timezone.key
        yield from words.crisis(turn.language, jurisdiction=jurisdiction, timezone=zone)
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
            if turn.known:
                known = turn.borrower.id if turn.borrower else None
                crisis.let_money_rest(
                    uow, turn.conversation_id, known, source="borrower", message_id=turn.message_id, now=turn.now
                )
            uow.commit()
        yield speech.handoff("crisis", "crisis", case.number)


class AreYouSafe(Question):
    """The one question of the protective block. Whatever the answer, nothing about money follows."""

    kind = crisis.SAFE
    expects = ("yes_no",)
    lasts = crisis.GENTLE_FOR

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.plain("safe", language)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if answer == "no":
            zone = turn.borrower.timezone if turn.borrower else turn.timezone.key
            jurisdiction = turn.borrower.jurisdiction if turn.borrower else None
            return [
                words.plain("not_safe", turn.language),
                *words.crisis(turn.language, again=True, jurisdiction=jurisdiction, timezone=zone),
            ]
        return [words.plain("glad", turn.language)]


class ActionRequestHuman(Topic):
    intent = "request_human"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        if turn.waiting:
            yield words.plain("person_waiting", turn.language)
            yield speech.handoff("asked", "normal", None)
            return
        yield words.plain("person_coming", turn.language)
        yield speech.handoff("asked", "normal", open_for(turn, "handoff").number)


class ActionAskConsequences(Topic):
    """In order, without threat, by the law of the place; how old a claim may be is told to a known borrower only."""

    intent = "ask_consequences"

    def answer(self, turn: Turn) -> Iterable[Step]:
        jurisdiction = turn.borrower.jurisdiction if turn.borrower else None
        years = limitation_years(turn, jurisdiction) if turn.borrower else None
        record(turn, "rights.consequences_told", {"jurisdiction": jurisdiction})
        yield words.consequences(turn.language, jurisdiction, turn.timezone.key, years=years)


class ActionAskLegitimacy(Topic):
    intent = "ask_legitimacy"

    def answer(self, turn: Turn) -> Iterable[Step]:
        record(turn, "rights.proof_given", {})
        yield words.with_person(self.intent, turn.language)
        yield speech.Directive("prove")


def record(turn: Turn, action: str, data: dict[str, Any]) -> None:
    """That a right was answered, in the audit of its conversation; once a message."""
    with UnitOfWork(turn.engine) as uow:
        told = uow.audit.about(turn.conversation_id)
        if not any(line.action == action and line.data.get("message") == turn.message_id for line in told):
            line = {**data, "message": turn.message_id}
            uow.audit.append(actor="assistant", action=action, subject=turn.conversation_id, data=line, at=turn.now)
            uow.commit()


def limitation_years(turn: Turn, jurisdiction: str | None) -> int | None:
    code = protection_rules.place(jurisdiction, None)
    if code is None:
        return None
    value = protection_rules.packs().version("contact.limitation_years", (code,), "", turn.today).value
    return int(str(value)) if value is not None else None
