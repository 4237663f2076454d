"""Help, misunderstandings, saying it more simply, languages."""

from __future__ import annotations

from collections.abc import Iterable

from actions import speech
from actions.answers import ActionAnswer
from actions.handover import open_for
from actions.simpler import more_simply
from actions.topic import Step, Topic, say_again
from actions.turn import Turn
from words import conversation as words
from words import intents
from words.model import as_language

FALLBACK = "nlu_fallback"
GUESSES = 3


class ActionAskHelp(Topic):
    intent = "ask_help"

    def answer(self, turn: Turn) -> Iterable[Step]:
        yield words.help_message(turn.language, known=turn.borrower is not None)


class ActionClarify(Topic):
    """Not understood: first "did you mean", then a person. An open question is simply asked again."""

    intent = "clarify"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        misses = _misses_in_a_row(turn)
        question = turn.question
        if question is not None and question.is_open(turn.now):
            if misses < 3:
                if turn.entities or "text" in question.expects:
                    yield from ActionAnswer().answer(turn)
                else:
                    yield words.plain("not_understood_here", turn.language)
                    yield say_again(question, turn.language)
                return
        elif misses < 2:
            guesses = [name for name in turn.ranking if name in intents.TEXTS][:GUESSES]
            yield words.did_you_mean(turn.language, guesses)
            return
        yield words.person_instead(turn.language)
        yield speech.handoff("not_understood", "normal", open_for(turn, "handoff").number)


class ActionAskClarify(Topic):
    """The last answer in plainer words; where there is none, what might be meant."""

    intent = "ask_clarify"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        known = turn.borrower is not None
        if turn.question is not None and turn.question.is_open(turn.now):
            yield words.plain("repeat", turn.language)
            yield say_again(turn.question, turn.language)
            return
        last = next((name for name in turn.before if name not in {"ask_clarify", FALLBACK, "greet", "thank"}), "")
        simpler = more_simply(turn, last)
        if simpler is None:
            yield words.nothing_to_repeat(turn.language, known=known)
            return
        yield words.plain("repeat", turn.language)
        yield simpler


class ActionChangeLanguage(Topic):
    """English and Chinese at once; for a third language, what there is and a person. Nothing else changes."""

    intent = "change_language"

    def answer(self, turn: Turn) -> Iterable[Step]:
        wanted = turn.first("language")
        if wanted not in {"en", "zh"}:
            yield words.which_language(turn.language)
            return
        yield speech.language(wanted)
        yield words.plain("now_in", as_language(wanted))


def _misses_in_a_row(turn: Turn) -> int:
    misses = 1
    for name in turn.before:
        if name != FALLBACK:
            break
        misses += 1
    return misses
