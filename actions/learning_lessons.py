"""Going through a lesson: a question first, small steps, a quiz, the first question again. It can be left at any point."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, ClassVar

from actions import learning_progress as progress
from actions import learning_workshop as workshop
from actions.learning_debts import begin as begin_debts
from actions.learning_debts import tells_debts
from actions.learning_figures import speaks_of_a_month
from actions.learning_wishes import Wish, wish_of
from actions.questions import OpenQuestion
from actions.topic import Ask, Question, Step
from actions.turn import Turn
from relief.learning.model import Answer, Item, Lesson
from relief.learning.month import Household
from relief.protection_rules import place
from relief.store.ids import new_id
from relief.store.records import Consent
from relief.store.uow import UnitOfWork
from words import learning as words
from words.lessons import library
from words.model import Language, Message

TRIES = 2
SHORT = 40
"""An answer in a lesson is no longer than this; what is longer is heard as itself first."""
REPEAT_AFTER = dt.timedelta(days=7)
PURPOSE = "learning"
"""The consent to be sent a question some days later."""
_DONT_KNOW = re.compile(
    r"(?:i |um+ |hm+ )?(?:don'?t|do not|have no|really don'?t) (?:know|idea)|no (?:idea|clue)|not (?:sure|a clue)|dunno|idk|no clue|"
    r"(?:我)?(?:真的?|也|还)?不(?:太|大|是很|怎么)?(?:知道|清楚|懂|会|确定|了解)(?:啊|呢|诶|欸)?|没概念|没想过|猜不出来?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"(?:option |answer |选)?([a-d])[.)）]?", re.IGNORECASE)


def lesson_of(key: str, turn: Turn) -> Lesson:
    """Raises LookupError when the lesson is no longer there."""
    found = library(turn.today).get(key)
    if found is None:
        raise LookupError(f"there is no lesson {key!r} in lessons/")
    return found


def where(turn: Turn) -> str | None:
    """The place whose facts are told: the borrower's, else what the time zone tells."""
    return place(turn.borrower.jurisdiction if turn.borrower else None, turn.timezone.key)


def start(turn: Turn, lesson: Lesson, *, anew: bool = False) -> Iterable[Step]:
    """From where it was left, or from the beginning."""
    row = None if anew else progress.of_lesson(turn, lesson.id)
    stations = {progress.station_key(one): one for one in lesson.stations}
    if row is not None and row.status == progress.OPEN and row.station in stations:
        station = stations[row.station]
        if station != lesson.stations[0] and turn.now - row.updated_at < progress.LEFT_FOR:
            yield words.back(turn.language, lesson)
            yield from arrive(turn, lesson, station)
            return
    yield from arrive(turn, lesson, lesson.stations[0], anew=True)


def arrive(turn: Turn, lesson: Lesson, station: tuple[str, str], *, anew: bool = False) -> Iterable[Step]:
    """Show a station and wait there."""
    progress.reach(turn, lesson, station, anew=anew)
    yield _ask(lesson, station)


def _ask(lesson: Lesson, station: tuple[str, str], **more: Any) -> Ask:
    what, key = station
    kind = "learn.step" if what == "step" else "learn.quiz"
    return Ask(kind, {"lesson": lesson.id, "moment": what, "at": key, **more})


def after(turn: Turn, lesson: Lesson, station: tuple[str, str]) -> Iterable[Step]:
    """The next station, or the end."""
    stations = lesson.stations
    at = stations.index(station) if station in stations else 0
    if at + 1 < len(stations):
        yield from arrive(turn, lesson, stations[at + 1])
        return
    row = progress.reach(turn, lesson, None)
    right, asked, learnt = progress.results(turn, row)
    yield words.finished(turn.language, lesson, right, asked, learnt=learnt)
    if turn.borrower is not None and row is not None and row.repeat_on is None:
        yield Ask("learn.repeat", {"lesson": lesson.id, "progress": row.id})


def leave(turn: Turn, lesson: Lesson) -> Iterable[Step]:
    """The place is kept already; the question just ends."""
    yield words.kept(turn.language, lesson)


class _InLesson(Question):
    """What steps and quizzes share: small wishes, and free questions."""

    lasts: ClassVar[dt.timedelta] = dt.timedelta(hours=12)

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        wish = wish_of(turn.text)
        return None if wish is None else self.grant(turn, question, wish)

    def grant(self, turn: Turn, question: OpenQuestion, wish: Wish) -> Iterable[Step] | None:
        raise NotImplementedError

    def once_more(self, question: OpenQuestion) -> str | None:
        lesson = question.data["lesson"]
        return f'/learn_money{{"do": "start", "lesson": "{lesson}"}}'

    def _free(self, turn: Turn, lesson: Lesson, again: Ask) -> Iterable[Step]:
        """A question of one's own: answered where we can, never guessed."""
        found = answer_to(turn, lesson)
        if found is None:
            return [words.free_question(turn.language), again]
        said, owner = found
        return [words.direct(turn.language, owner, said, where(turn)), again]


_MEANS: dict[str, Wish] = {"affirm": "go_on", "ask_clarify": "example"}


class LessonStep(_InLesson):
    """One idea; a yes goes on."""

    kind = "learn.step"
    expects: ClassVar[tuple[str, ...]] = ("yes_no", "text")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        lesson = _at(question)
        own = lesson.id in words.OWN_EXAMPLES
        short = bool(question.data.get("short")) and not question.reminded
        return words.step(language, lesson, question.data["at"], question.id, own=own, short=short)

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        """Nothing is booked here, so any yes goes on; whoever did not understand gets the example."""
        wish = wish_of(turn.text)
        if wish is None and len(turn.text) <= SHORT and not turn.entities:
            wish = _MEANS.get(turn.intent)
        return None if wish is None else self.grant(turn, question, wish)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        lesson = lesson_of(question.data["lesson"], turn)
        if answer == "yes":
            return after(turn, lesson, ("step", question.data["at"]))
        if answer == "no":
            return leave(turn, lesson)
        asked = (turn.payload or {}).get("ask")
        if asked in ("why", "example", "mine", "later"):
            return self.grant(turn, question, asked)
        return self._free(turn, lesson, Ask(self.kind, {**question.data, "short": True}))

    def grant(self, turn: Turn, question: OpenQuestion, wish: Wish) -> Iterable[Step] | None:
        lesson = lesson_of(question.data["lesson"], turn)
        key, again = question.data["at"], Ask(self.kind, {**question.data, "short": True})
        if wish == "go_on":
            return after(turn, lesson, ("step", key))
        if wish == "later":
            return leave(turn, lesson)
        if wish == "why":
            return [words.why(turn.language, lesson, key, where(turn)), again]
        if wish == "example":
            return [words.example(turn.language, lesson, key, where(turn)), again]
        if wish == "mine" and lesson.id in words.OWN_EXAMPLES:
            from actions.learning_own import own_or_verify

            return own_or_verify(turn, lesson, again)
        return [Ask(self.kind, {**question.data, "short": False})]


class LessonQuiz(_InLesson):
    """A question with choices. Before the lesson any answer will do; in it, a wrong one gets its reason and a second try."""

    kind = "learn.quiz"
    expects: ClassVar[tuple[str, ...]] = ("ordinal", "text")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        lesson, data = _at(question), question.data
        item = lesson.item(data["at"])
        return words.quiz(language, lesson, item, question.id, moment=data["moment"], again=data.get("tries", 0) > 0)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        lesson = lesson_of(question.data["lesson"], turn)
        item = lesson.item(question.data["at"])
        asked = (turn.payload or {}).get("ask")
        if asked == "later":
            return leave(turn, lesson)
        if asked == "dont_know":
            return self._chose(turn, question, lesson, item, None)
        choice = _choice(turn, lesson, item)
        if choice is not None:
            return self._chose(turn, question, lesson, item, choice)
        if turn.intent in ("affirm", "deny"):
            return None
        return self._free(turn, lesson, Ask(self.kind, question.data))

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        lesson = lesson_of(question.data["lesson"], turn)
        item = lesson.item(question.data["at"])
        choice = _choice(turn, lesson, item) if len(turn.text) <= SHORT else None
        if choice is not None or _DONT_KNOW.fullmatch(turn.text.strip(" .!?。！？")):
            return self._chose(turn, question, lesson, item, choice)
        return super().hears(turn, question)

    def grant(self, turn: Turn, question: OpenQuestion, wish: Wish) -> Iterable[Step] | None:
        lesson, data = lesson_of(question.data["lesson"], turn), question.data
        if wish == "later":
            return leave(turn, lesson)
        if wish == "go_on":
            return self._chose(turn, question, lesson, lesson.item(data["at"]), None)
        if wish == "example" and data["moment"] != "pre":
            step = lesson.steps[-1].id
            return [words.example(turn.language, lesson, step, where(turn)), Ask(self.kind, data)]
        if wish in ("why", "example"):
            return [words.plain("comes_later", turn.language), Ask(self.kind, data)]
        return [Ask(self.kind, data)]

    def _chose(
        self, turn: Turn, question: OpenQuestion, lesson: Lesson, item: Item, choice: int | None
    ) -> Iterable[Step]:
        """`choice` None: passed over."""
        moment, key = question.data["moment"], question.data["at"]
        right = choice is not None and item.choices[choice].right
        row = progress.of_lesson(turn, lesson.id)
        progress.answered(turn, row, item.id, moment, -1 if choice is None else choice, right)
        if moment == "repeat":
            if choice is not None:
                yield words.judged(turn.language, lesson, item, choice, last=True)
            return
        if moment == "pre":
            yield words.plain("thanks", turn.language)
        elif choice is not None:
            tries = question.data.get("tries", 0) + 1
            last = right or moment == "post" or tries >= TRIES or len(item.choices) == TRIES
            yield words.judged(turn.language, lesson, item, choice, last=last)
            if not last:
                yield _ask(lesson, (moment, key), tries=tries)
                return
        yield from after(turn, lesson, (moment, key))


class LessonOffered(Question):
    """A yes starts it, a no is kept and ends the matter."""

    kind = "learn.offer"
    asked_again = False
    expects: ClassVar[tuple[str, ...]] = ("yes_no",)
    lasts: ClassVar[dt.timedelta] = dt.timedelta(hours=2)

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.invite(language, _at(question), question.data["moment"], question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if answer is None:
            return None
        lesson = lesson_of(question.data["lesson"], turn)
        progress.offer_answered(turn, lesson.id, question.data["moment"], answer)
        if answer == "yes":
            return start(turn, lesson)
        return [words.plain("declined", turn.language)]

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        if question.data["lesson"] == "order" and tells_debts(turn):
            return begin_debts(turn, None)
        if question.data["lesson"] == "budget" and speaks_of_a_month(turn, Household(workshop.currency_of(turn))):
            return workshop.begin(turn)
        wish = wish_of(turn.text)
        if wish == "go_on":
            return self.take(turn, question, "yes")
        return self.take(turn, question, "no") if wish == "later" else None

    def once_more(self, question: OpenQuestion) -> str | None:
        return f'/learn_money{{"do": "start", "lesson": "{question.data["lesson"]}"}}'

    def reopens(self, turn: Turn) -> Iterable[Step] | None:
        """ "Go on" with nothing open, perhaps days later or on another channel: the lesson that was left."""
        if wish_of(turn.text) != "go_on":
            return None
        row = progress.latest_open(turn)
        lesson = library(turn.today).get(row.lesson) if row else None
        return None if lesson is None else start(turn, lesson)


class RepeatConsent(Question):
    """A question some days later: only after a yes, and only while we may write."""

    kind = "learn.repeat"
    asked_again = False
    expects: ClassVar[tuple[str, ...]] = ("yes_no",)

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.yes_no("repeat", language, question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if answer is None:
            return None
        if turn.borrower is None:
            return [words.plain("repeat_no", turn.language)]
        granted = answer == "yes"
        with UnitOfWork(turn.engine) as uow:
            wording = words.TEXTS["repeat"].in_language(turn.language)
            uow.consents.add(
                Consent(
                    new_id("e"), turn.borrower.id, turn.conversation_id if turn.known else None, PURPOSE, turn.channel,
                    granted, wording, turn.language, turn.now,
                )
            )  # fmt: skip
            if granted:
                uow.lesson_progress.change(question.data["progress"], repeat_on=turn.now + REPEAT_AFTER)
            uow.commit()
        return [words.plain("repeat_yes" if granted else "repeat_no", turn.language)]


TOPIC = 24
"""A topic that is picked from the menu is no longer than this."""
NOT_A_TOPIC = frozenset(
    {"report_fraud", "request_human", "express_distress", "complain", "dispute_debt", "request_privacy"}
)


class LessonMenu(Question):
    """Which lesson: a number, a button, or its topic in a word."""

    kind = "learn.menu"
    asked_again = False
    expects: ClassVar[tuple[str, ...]] = ("ordinal", "text")
    lasts: ClassVar[dt.timedelta] = dt.timedelta(hours=2)

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        return words.menu(language, library(question.asked_at.date()), data["open_at"], data["done"])

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        said = str(turn.first("ordinal") or turn.text.strip(" .!。！"))
        order = words.menu_order(library(turn.today), question.data["open_at"])
        if said.isdecimal() and 1 <= int(said) <= len(order):
            return start(turn, order[int(said) - 1])
        named = named_in(turn)
        return None if named is None else start(turn, named)

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        wish = wish_of(turn.text)
        if wish == "later":
            return [words.plain("later_then", turn.language)]
        named = named_in(turn) if len(turn.text) <= TOPIC else None
        return start(turn, named) if named is not None and turn.intent not in NOT_A_TOPIC else None


_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("scams", re.compile(r"scam|fraud|swindl|骗|诈|中介", re.IGNORECASE)),
    ("credit", re.compile(r"credit (?:record|score|report)|\brecords?\b|征信|信用", re.IGNORECASE)),
    ("order", re.compile(r"which debt|debts? first|\border\b|priorit|先还|顺序", re.IGNORECASE)),
    ("savings", re.compile(r"sav(?:e|ing)|\bfund\b|存钱|储蓄|储备|应急", re.IGNORECASE)),
    ("interest", re.compile(r"interest|\bapr\b|利息|罚息|利率", re.IGNORECASE)),
    ("budget", re.compile(r"budget|spending|预算|开支", re.IGNORECASE)),
)


def named_in(turn: Turn) -> Lesson | None:
    """The lesson whose topic is named."""
    key = next((key for key, pattern in _TOPICS if pattern.search(turn.text)), None)
    return library(turn.today).get(key) if key else None


def offer(turn: Turn, lesson: Lesson, moment: str) -> Iterable[Step]:
    """Offer a lesson, where it may be offered and nothing else is being asked."""
    if not progress.may_offer(turn, lesson.id, moment):
        return
    progress.offered(turn, lesson.id, moment)
    yield Ask("learn.offer", {"lesson": lesson.id, "moment": moment})


UNASKED = ("budget", "savings", "interest")
"""What is offered to somebody who has just agreed to something: what helps to keep it."""


def offer_unasked(turn: Turn, moment: str) -> Iterable[Step]:
    """After a plan was agreed, or before its first instalment: one lesson, once; nothing while another question is open."""
    if turn.question is not None and turn.question.is_open(turn.now) and not turn.answered and moment != "plan":
        return
    known_ones = (library(turn.today).get(key) for key in UNASKED)
    for lesson in known_ones:
        if lesson is not None and progress.may_offer(turn, lesson.id, moment):
            yield from offer(turn, lesson, moment)
            return


def answer_to(turn: Turn, first: Lesson | None) -> tuple[Answer, Lesson] | None:
    """A direct answer to what was asked: from the lesson at hand, else from any."""
    text = turn.text.casefold()
    named = named_in(turn)
    lessons = [one for one in (named, first, *library(turn.today).lessons) if one is not None]
    for key in dict.fromkeys(lesson.id for lesson in lessons):
        found = lesson_of(key, turn)
        close = found in (named, first)
        for answer in found.answers:
            alternatives = (*answer.when["en"], *answer.when["zh"])
            # What only one general word speaks for counts in the lesson that it is about, and nowhere else.
            if any(all(word in text for word in words_) for words_ in alternatives if close or len(words_) > 1):
                return answer, found
    return None


def _at(question: OpenQuestion) -> Lesson:
    found = library(question.asked_at.date()).get(question.data["lesson"])
    if found is None:
        raise LookupError(f"there is no lesson {question.data['lesson']!r} in lessons/")
    return found


def _choice(turn: Turn, lesson: Lesson, item: Item) -> int | None:
    """Which choice was made: a number, a letter, a button, or its own words."""
    said = str((turn.payload or {}).get("ordinal") or turn.first("ordinal") or "")
    text = turn.text.strip(" .!。！").casefold()
    if not said and (letter := _LETTER.fullmatch(text)):
        said = str("abcd".index(letter[1].lower()) + 1)
    if not said and text.isdecimal() and len(text) == 1:
        said = text
    if said.isdecimal() and 1 <= int(said) <= len(item.choices):
        return int(said) - 1
    rendered = [words.choice_texts(lesson, item, at) for at in range(len(item.choices))]
    found = [at for at, texts in enumerate(rendered) if text and any(text == one.casefold() for one in texts)]
    if not found and len(text) >= 4 and not turn.pressed:
        plain = text.replace(",", "")
        found = [
            at
            for at, texts in enumerate(rendered)
            if any(plain in (bare := one.casefold().replace(",", "")) or bare in plain for one in texts)
        ]
    return found[0] if len(found) == 1 else None
