"""What every action has in common: read the turn, decide, ask for identity first, pick the thread up again, and never
answer with silence.

A topic gives back steps: lines, directives for the gateway, a question that is open from now on, or the end of one.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import traceback
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from rasa_sdk import Action
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions import questions, setup, speech
from actions import turn as turns
from actions.case_status import asked_status
from actions.questions import OpenQuestion, question_id
from actions.speech import Directive
from actions.turn import Turn
from relief import third_person
from relief.states import holds
from relief.store.uow import UnitOfWork
from words import errors
from words.model import Language, Message, as_language

log = logging.getLogger(__name__)

NOT_OF_MONEY = ("crisis.", "case.", "contact.", "data.", "deceased.", "learn.")
"""Questions that are asked again also while money rests."""
REMINDERS = 2
"""How often an open question is asked again after answers to something else."""


@dataclass(frozen=True)
class Ask:
    """From now on this question is open. `data` is everything that a yes would be a yes to."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Drop:
    """The open question is over."""


Step = Message | Directive | Ask | Drop


class Question(ABC):
    """A kind of open question: how it is asked, and what an answer does.

    `words` is used to ask and to ask again, so it must read well both times; its buttons carry the question's id, so
    that a button of an earlier question never answers a later one.
    """

    kind: ClassVar[str]
    expects: ClassVar[tuple[str, ...]]
    lasts: ClassVar[dt.timedelta] = dt.timedelta(minutes=30)
    asked_again: ClassVar[bool] = True
    """Whether it is asked again after something else was answered; an invitation is not."""
    binding: ClassVar[bool] = True
    """Whether a yes moves money or binds somebody: then only words that say yes and nothing else are one."""

    @abstractmethod
    def words(self, question: OpenQuestion, language: Language) -> Message: ...

    @abstractmethod
    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        """What the answer leads to; None when it is no answer to this question, which is then asked again.

        `answer` is "yes" or "no" where one was expected and was clear, else None: look at the turn's values.
        """

    def once_more(self, question: OpenQuestion) -> str | None:
        """A payload that begins again after the question has run out."""
        return None

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        """What a wish that belongs to this open question leads to ("why?", "later"), whatever it was taken for; else None."""
        return None

    def reopens(self, turn: Turn) -> Iterable[Step] | None:
        """Where nothing is open: what goes on with something that was left ("go on", days later); else None."""
        return None


class Topic(Action, ABC):
    """The answer to one intent. A class without an `intent` is abstract, and so no action."""

    needs_identity: ClassVar[bool] = False
    picks_up: ClassVar[bool] = True

    @property
    @abstractmethod
    def intent(self) -> str: ...

    def name(self) -> str:
        return f"action_{self.intent}"

    @abstractmethod
    def answer(self, turn: Turn) -> Iterable[Step]: ...

    def resume(self, turn: Turn) -> str:
        """The payload that takes this turn up again when the borrower is known."""
        return turn.resume()

    def to_anybody(self, turn: Turn) -> Iterable[Step] | None:
        """What answers a question of somebody who is not known without their account; None where it takes one."""
        return None

    def before_identity(self, turn: Turn) -> Iterable[Message]:
        """What is said before we ask who is there; nothing in it may show that there is a debt."""
        return ()

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Called by the action server. Reading and writing happen in a thread: the loop serves everybody."""
        await asyncio.to_thread(self.respond, dispatcher, tracker)
        return []

    def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """Answer, or say that something went wrong with a number under which the log has the cause."""
        try:
            said = self.perform(turns.read(tracker, setup.engine(), setup.clock()))
        except Exception as error:
            said = [errors.apology(_language(tracker), report(self.name(), error))]
        for step in said:
            if isinstance(step, Directive):
                speech.direct(dispatcher, step)
            else:
                speech.say(dispatcher, [step])

    def perform(self, turn: Turn) -> list[Message | Directive]:
        """Decide and carry the steps out; what is left is to be said."""
        if self.needs_identity and self.of_another(turn):
            from actions.protection_people import acts_for_another  # it builds on this module

            return self._carry_out(turn, acts_for_another(turn))
        wish = _at_once(turn) or _wish(turn)
        if wish is None and self.needs_identity and turn.borrower is None:
            wish = self.to_anybody(turn)
        if wish is None and self.needs_identity and turn.borrower is None:
            return [*self.before_identity(turn), speech.verify(self.resume(turn))]
        return self._carry_out(turn, self.answer(turn) if wish is None else wish)

    def of_another(self, turn: Turn) -> bool:
        """Whether the words are somebody else's, or about somebody else's account: then no account is opened for them."""
        if turn.pressed:
            return False
        heard = third_person.speaks_as_another if turn.borrower else third_person.asks_about_another
        return heard(turn.text)

    def _carry_out(self, turn: Turn, steps: Iterable[Step]) -> list[Message | Directive]:
        said: list[Message | Directive] = []
        settled = False
        for step in steps:
            if isinstance(step, Ask):
                said.append(_ask(turn, step))
                settled = True
            elif isinstance(step, Drop):
                _drop(turn)
                settled = True
            else:
                said.append(step)
                settled = settled or (isinstance(step, Directive) and step.name in {"verify", "handoff"})
        if self.picks_up and not settled:
            said.extend(_thread(turn))
        return said


def say_again(question: OpenQuestion, language: Language) -> Message:
    """The open question in the words in which it was asked, in the language of now."""
    return handler(question.kind).words(question, language)


def handler(kind: str) -> Question:
    """Who takes the answers to a kind of question. Raises LookupError for one that nobody takes."""
    for found in _subclasses(Question):
        if getattr(found, "kind", None) == kind:
            return found()
    raise LookupError(f"no topic takes answers to {kind!r}; define a Question with that kind in actions/")


def report(action: str, error: Exception) -> str:
    """Log an error without anything that a borrower said: where and what kind, never its text. Gives back its id."""
    error_id = f"E-{uuid.uuid4().hex[:8].upper()}"
    where = " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
        for frame in reversed(traceback.extract_tb(error.__traceback__)[-6:])
    )
    log.error("%s failed: %s in %s (%s)", action, type(error).__name__, where, error_id)
    return error_id


def _at_once(turn: Turn) -> Iterable[Step] | None:
    """Words that mean one thing whatever they were taken for: the status of a case, by its number or in words, and START after a STOP."""
    from actions.protection_contact import start_word

    if turn.pressed:
        return None
    status = asked_status(turn)
    return [status] if status is not None else start_word(turn)


def _wish(turn: Turn) -> Iterable[Step] | None:
    """What the open question makes of these words before anything else does; where nothing is open, what was left."""
    question = turn.question
    if turn.pressed:
        return None
    if question is not None and (question.is_open(turn.now) or turn.answered):
        steps = handler(question.kind).hears(turn, question)
        return None if steps is None else [Drop(), *steps]
    found = (kind().reopens(turn) for kind in _subclasses(Question) if getattr(kind, "kind", None))
    return next((steps for steps in found if steps is not None), None)


def _ask(turn: Turn, ask: Ask) -> Message:
    kind = handler(ask.kind)
    question = OpenQuestion(
        id=question_id(turn.message_id, ask.kind, ask.data),
        kind=ask.kind,
        expects=kind.expects,
        data=ask.data,
        asked_at=turn.now,
        expires_at=turn.now + kind.lasts,
    )
    if turn.known:
        with UnitOfWork(turn.engine) as uow:
            questions.put(uow, turn.conversation_id, question, turn.now)
            uow.commit()
    return kind.words(question, turn.language)


def _drop(turn: Turn) -> None:
    if turn.known and turn.question is not None:
        with UnitOfWork(turn.engine) as uow:
            questions.close(uow, turn.conversation_id, turn.question, turn.message_id, turn.now)
            uow.commit()


def _thread(turn: Turn) -> list[Message]:
    """The question that was open before this turn, asked again; nothing when there is none, or when it was asked often
    enough: it stays open, but nobody is nagged."""
    question = turn.question
    if question is None or turn.answered or not question.is_open(turn.now) or question.reminded >= REMINDERS:
        return []
    if _money_rests(turn) and not question.kind.startswith(NOT_OF_MONEY):
        return []
    if not handler(question.kind).asked_again:
        return []
    with UnitOfWork(turn.engine) as uow:
        reminded = replace(question, reminded=question.reminded + 1)
        questions.put(uow, turn.conversation_id, reminded, turn.now)
        uow.commit()
    return [say_again(question, turn.language)]


def _money_rests(turn: Turn) -> bool:
    """Whether a state of the borrower keeps us from raising money by ourselves: a crisis, a dispute, a death …"""
    if turn.borrower is None:
        return False
    with UnitOfWork(turn.engine, readonly=True) as uow:
        held = holds(uow, turn.borrower.id, None, turn.now)
    return held.payment_prompts or held.offers


def _subclasses(cls: type[Question]) -> Iterable[type[Question]]:
    for found in cls.__subclasses__():
        yield found
        yield from _subclasses(found)


def _language(tracker: Tracker) -> Language:
    metadata = tracker.latest_message.get("metadata") or {}
    return as_language(metadata.get("language") or tracker.slots.get("language"))
