"""Bare answers: yes, no, a value, cancel. What they answer is looked up; without a question they do nothing."""

from __future__ import annotations

from collections.abc import Iterable

from actions import speech
from actions.clear import is_unsure, reading
from actions.questions import OpenQuestion
from actions.topic import Drop, Step, Topic, handler, say_again
from actions.turn import Turn
from words import answers as words
from words import protection


class ActionAnswer(Topic):
    """Hands an answer to the topic that asked. Nothing but a clear answer to what was shown moves anything."""

    intent = "answer"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        question = turn.question
        if turn.intent == "cancel":
            yield from self._cancel(turn)
        elif question is None:
            yield self._nothing_open(turn)
        elif not question.is_open(turn.now) and not turn.answered:
            yield Drop()
            yield words.ran_out(turn.language, handler(question.kind).once_more(question))
        elif turn.pressed and (turn.payload or {}).get("question") != question.id:
            yield words.plain("other_question", turn.language)
            yield say_again(question, turn.language)
        else:
            yield from self._take(turn, question)

    def _cancel(self, turn: Turn) -> Iterable[Step]:
        if turn.verifying:
            yield Drop()
            yield speech.cancel_verification()
            return
        question = turn.question
        if turn.waiting and (question is None or turn.before[:1] == ("request_human",)):
            # Said right after a person was called, it is the person who is called off, and the thread stays.
            yield speech.cancel_handoff()
            if question is not None and question.is_open(turn.now):
                yield say_again(question, turn.language)
            return
        if turn.calm:
            yield Drop()
            yield protection.plain("here", turn.language)
            return
        if question is None:
            yield words.with_ways_on("nothing_open_no", turn.language)
            return
        yield Drop()
        yield words.stopped(turn.language)

    def _nothing_open(self, turn: Turn) -> Step:
        if turn.calm:
            return protection.plain("here", turn.language)
        key = {"affirm": "nothing_open_yes", "deny": "nothing_open_no"}.get(turn.intent, "nothing_open_value")
        return words.with_ways_on(key, turn.language)

    def _take(self, turn: Turn, question: OpenQuestion) -> Iterable[Step]:
        answer = clear_answer(turn) or _plain_answer(turn, question)
        if "yes_no" in question.expects and turn.intent in {"affirm", "deny"} and answer is None:
            yield words.plain("clear_yes_needed", turn.language)
            yield say_again(question, turn.language)
            return
        if "yes_no" not in question.expects:
            if answer == "no" and not turn.entities:
                yield Drop()
                yield words.stopped(turn.language)
                return
            answer = None
        steps = handler(question.kind).take(turn, question, answer)
        if steps is None:
            yield words.plain("not_an_answer", turn.language)
            yield say_again(question, turn.language)
            return
        yield Drop()
        yield from steps


def _plain_answer(turn: Turn, question: OpenQuestion) -> str | None:
    """Where nothing hangs on it, what was understood as a yes is one ("ok keep it"), unless it hesitates or names something else."""
    if handler(question.kind).binding or turn.pressed or turn.entities or is_unsure(turn.text):
        return None
    return "yes" if turn.intent == "affirm" and reading(turn.text) != "no" else None


def clear_answer(turn: Turn) -> str | None:
    """ "yes" or "no" when it is beyond doubt: a button of ours, or words that say it and nothing else."""
    if turn.pressed:
        return {"affirm": "yes", "deny": "no"}.get(turn.intent)
    said = reading(turn.text)
    if said == "yes" and turn.intent == "affirm" and not turn.entities:
        return "yes"
    if said == "no" or (turn.intent == "deny" and not is_unsure(turn.text) and said == "unclear" and not turn.entities):
        return "no"
    return None
