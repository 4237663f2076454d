"""Going through lessons with the actions: small steps, wishes in one's own words, left and resumed, offered and declined."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine

from relief.states import enter
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.conftest import MovingClock
from tests.actions.talk import Heard, Talk
from words import learning as words
from words.lessons import library
from words.model import Language

LESSONS = {
    "budget": "learn_budgeting",
    "interest": "learn_interest",
    "credit": "learn_credit",
    "savings": "learn_saving",
    "order": "learn_debt_priority",
    "scams": "learn_scams",
}


def text(key: str, language: Language) -> str:
    return words.TEXTS[key].in_language(language)


def press(talk: Talk, heard: Heard, key: str) -> Heard:
    """Press the button with this title by name."""
    title = text(key, talk.language)
    for message in reversed(heard.messages):
        for button in message.buttons:
            if button.title == title:
                return talk.presses(button.payload)
    raise AssertionError(f"no button {title!r} under {heard.text!r}")


def start(talk: Talk, lesson: str) -> Heard:
    return talk.presses(f'/{LESSONS[lesson]}{{"do": "start"}}')


def to_first_step(talk: Talk, lesson: str) -> Heard:
    return press(talk, start(talk, lesson), "dont_know")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("key", list(LESSONS))
def test_a_lesson_goes_from_the_first_question_to_the_end(stranger: Talk, key: str, language: Language) -> None:
    """Every message passes the gate (the talk sees to it), right answers are right, and nothing personal is said."""
    stranger.language = language
    lesson = library(stranger.today).get(key)
    assert lesson is not None
    heard = to_first_step(stranger, key)
    for _ in lesson.steps:
        assert press(stranger, heard, "why").messages
        heard = stranger.says("example please" if language == "en" else "举个例子", "nlu_fallback")
        assert len(heard.messages) == 2
        heard = press(stranger, heard, "go_on")
    for item in (*lesson.quiz, lesson.measure):
        heard = stranger.says(str(item.right + 1), "inform", ordinal=str(item.right + 1))
        assert text("right", language) in heard.text
    assert lesson.closing.in_language(language)[:20] in heard.text
    assert text("done_new", language) in heard.text
    assert not any(message.discloses for message in heard.messages)


def test_a_wrong_answer_gets_its_reason_and_a_second_try(stranger: Talk) -> None:
    heard = to_first_step(stranger, "interest")
    for _ in range(5):
        heard = press(stranger, heard, "go_on")
    heard = stranger.says("the second one", "inform", ordinal="2")
    assert text("wrong", "en") in heard.text and text("try_again", "en") in heard.text
    assert "It is:" not in heard.text
    heard = stranger.says("a", "inform")
    assert "It is: About 16%" in heard.text
    assert stranger.question()["data"]["at"] == "penalty"  # type: ignore[index]


@pytest.mark.parametrize(
    ("said", "language"), [("CNY 150.00", "en"), ("b", "en"), ("2", "zh"), ("150.00元", "zh"), ("B", "zh")]
)
def test_an_answer_may_be_a_number_a_letter_or_its_own_words(stranger: Talk, said: str, language: Language) -> None:
    stranger.language = language
    start(stranger, "interest")
    stranger.says(said, "nlu_fallback")
    question = stranger.question()
    assert question is not None and question["data"]["at"] == "price"


@pytest.mark.parametrize(
    ("said", "leads_to", "intent"),
    [
        ("why?", "why", "ask_clarify"), ("为什么呢？", "why", "nlu_fallback"), ("an example please", "example", "learn_interest"),
        ("举个例子吧", "example", "inform"), ("ok next", "next", "ask_help"), ("下一步", "next", "inform"),
        ("继续吧", "next", "learn_money"), ("later", "later", "request_extension"), ("回头再说", "later", "deny"),
        ("I have to go", "later", "cancel"),
    ],
)  # fmt: skip
def test_small_wishes_are_heard_whatever_they_are_taken_for(
    stranger: Talk, said: str, leads_to: str, intent: str
) -> None:
    to_first_step(stranger, "interest")
    lesson = library(stranger.today).get("interest")
    assert lesson is not None
    heard = stranger.says(said, intent)
    question = stranger.question()
    if leads_to == "later":
        assert question is None and "kept your place" in heard.text
    elif leads_to == "next":
        assert question is not None and question["data"]["at"] == "penalty"
    else:
        said_first = lesson.steps[0].why.en if leads_to == "why" else "CNY 10,000.00"
        assert said_first in heard.text and question is not None and question["data"]["at"] == "price"


def test_a_lesson_is_resumed_days_later_in_the_other_language(stranger: Talk, clock: MovingClock) -> None:
    press(stranger, to_first_step(stranger, "scams"), "go_on")
    stranger.says("later", "deny")
    clock.at += timedelta(days=5)
    stranger.language = "zh"
    heard = stranger.says("继续", "inform")
    assert text("back", "zh") in heard.text
    question = stranger.question()
    assert question is not None and question["data"]["at"] == "success"


def test_a_lesson_is_resumed_on_another_channel_by_whoever_is_known(li_wei: Talk, database: Engine) -> None:
    press(li_wei, to_first_step(li_wei, "credit"), "go_on")
    people.conversation(database, "c_2", verified="b1")
    other = Talk(li_wei.executor, database, conversation_id="c_2")
    heard = other.says("go on", "inform")
    assert text("back", "en") in heard.text
    assert other.question()["data"]["at"] == "clock"  # type: ignore[index]


def test_somebody_else_sees_nothing_of_it(li_wei: Talk, database: Engine) -> None:
    press(li_wei, to_first_step(li_wei, "credit"), "go_on")
    people.conversation(database, "c_3")
    other = Talk(li_wei.executor, database, conversation_id="c_3")
    assert text("back", "en") not in other.says("go on", "inform").text


def test_what_was_begun_before_verification_stays_ones_own_afterwards(stranger: Talk, database: Engine) -> None:
    press(stranger, to_first_step(stranger, "savings"), "go_on")
    with UnitOfWork(database) as uow:
        uow.conversations.change("c_1", verified_borrower_id="b1", verified_until=people.NOW + timedelta(minutes=30))
        uow.commit()
    press(stranger, start(stranger, "savings"), "go_on")
    with UnitOfWork(database, readonly=True) as uow:
        rows = uow.lesson_progress.of("b1", None)
    assert [(row.lesson, row.station) for row in rows] == [("savings", "step:payday")]


def test_a_question_about_the_account_is_answered_and_the_lesson_goes_on(li_wei: Talk) -> None:
    to_first_step(li_wei, "interest")
    heard = li_wei.says("how much do i owe", "check_balance")
    assert "CNY 2,231.67" in heard.text
    assert heard.last.buttons[0].title == text("go_on", "en")


@pytest.mark.parametrize(
    ("language", "asked", "intent", "first", "lesson"),
    [
        ("en", "does late payment stay on my record?", "learn_credit", "Yes, a late payment", "credit"),
        ("zh", "花呗逾期上征信吗", "learn_credit", "会的", "credit"),
        ("en", "what does APR mean?", "learn_interest", "It is the price", "interest"),
        ("zh", "罚息怎么算？", "learn_interest", "罚息是对逾期部分", "interest"),
        ("en", "should I borrow to repay this?", "learn_debt_priority", "It usually makes things dearer", "order"),
        ("zh", "代理维权靠谱吗？", "learn_scams", "要当心", "scams"),
        ("en", "how much should I save?", "learn_saving", "Begin with one repair", "savings"),
    ],
)
def test_a_direct_question_is_answered_first_and_the_lesson_offered_after(
    stranger: Talk, language: Language, asked: str, intent: str, first: str, lesson: str
) -> None:
    stranger.language = language
    heard = stranger.says(asked, intent)
    assert heard.messages[0].text.startswith(first)
    question = stranger.question()
    assert question is not None and (question["kind"], question["data"]["lesson"]) == ("learn.offer", lesson)


def test_a_free_question_in_the_middle_is_answered_from_another_lesson_and_never_guessed(stranger: Talk) -> None:
    to_first_step(stranger, "savings")
    assert "It is the price" in stranger.says("what is an apr?", "nlu_fallback").text
    assert text("free_question", "en") in stranger.says("who invented money?", "inform").text
    assert stranger.question()["data"]["at"] == "why"  # type: ignore[index]


def test_what_was_declined_is_not_offered_again(stranger: Talk) -> None:
    stranger.says("what does APR mean?", "learn_interest")
    assert text("declined", "en") in stranger.says("no thanks", "deny").text
    stranger.says("what does APR mean?", "learn_interest")
    assert stranger.question() is None


def test_nothing_is_offered_in_a_crisis(li_wei: Talk, database: Engine) -> None:
    with UnitOfWork(database) as uow:
        enter(uow, "b1", "distress", now=people.NOW, source="test")
        uow.commit()
    heard = li_wei.says("what does APR mean?", "learn_interest")
    assert heard.messages and li_wei.question() is None


def agree(talk: Talk) -> Heard:
    talk.presses("/ask_options")
    talk.says("rent 2000, food 1500, wages 6000", "inform", amount=["2000", "1500", "6000"])
    talk.says("1", "inform", ordinal="1")
    return talk.says("yes", "affirm")


def test_a_lesson_is_offered_once_after_a_plan_and_before_its_first_instalment(li_wei: Talk) -> None:
    heard = agree(li_wei)
    assert "while you wait for the first payment" in heard.text
    li_wei.says("no", "deny")
    assert "lesson" not in li_wei.presses("/ask_plan_status").text


def test_relief_never_depends_on_a_lesson(li_wei: Talk) -> None:
    heard = agree(li_wei)
    assert "nothing depends on it" in heard.text and "It's agreed." in heard.text


def finish(talk: Talk, key: str) -> Heard:
    lesson = library(talk.today).get(key)
    assert lesson is not None
    heard = to_first_step(talk, key)
    for _ in lesson.steps:
        heard = press(talk, heard, "go_on")
    for item in (*lesson.quiz, lesson.measure):
        heard = talk.says("x", "inform", ordinal=str(item.right + 1))
    return heard


@pytest.mark.parametrize(("answer", "intent", "granted"), [("yes", "affirm", True), ("no", "deny", False)])
def test_a_repeat_needs_a_yes(li_wei: Talk, database: Engine, answer: str, intent: str, granted: bool) -> None:
    finish(li_wei, "scams")
    li_wei.says(answer, intent)
    with UnitOfWork(database, readonly=True) as uow:
        consent = uow.consents.latest("b1", "learning")
        (row,) = uow.lesson_progress.of("b1", None)
    assert consent is not None and consent.granted is granted
    assert (row.repeat_on is not None) is granted
    assert row.status == "finished"


def test_the_lender_sees_counts_and_nothing_of_anybody(li_wei: Talk, database: Engine) -> None:
    from relief.learning.counting import count

    finish(li_wei, "scams")
    with UnitOfWork(database, readonly=True) as uow:
        (row,) = count(uow.lesson_progress.counts(), uow.lesson_answers.first_counts(), uow.lesson_offers.counts())
    assert (row.begun, row.finished) == (1, 1)
    assert row.before == (None, 1)  # one answer is too few to tell
    assert (
        str(row)
        == "scams: 1 began, 1 finished; before: 1 answers, too few to tell; after: 1 answers, too few to tell; quiz: 3 answers, too few to tell"
    )


def test_the_same_message_twice_is_one_answer(stranger: Talk, database: Engine) -> None:
    start(stranger, "interest")
    for _ in range(2):
        stranger.says("2", "inform", message_id="twice", ordinal="2")
    with UnitOfWork(database, readonly=True) as uow:
        (row,) = uow.lesson_progress.of(None, "c_1")
        answers = uow.lesson_answers.of_progress(row.id)
    assert [(one.moment, one.choice, one.right) for one in answers] == [("pre", 1, True)]
    assert row.station == "step:price"


def test_own_figures_wait_for_verification(stranger: Talk) -> None:
    heard = press(stranger, to_first_step(stranger, "interest"), "mine")
    assert heard.directive("verify") is not None and not any(message.discloses for message in heard.messages)


def test_own_figures_of_a_loan_are_computed(li_wei: Talk) -> None:
    heard = li_wei.says("what does 200 more save me?", "learn_interest", amount="200")
    assert "CNY 200.00 more this month go to the late part first" in heard.text
    assert all(message.discloses for message in heard.messages if "LN-1" in message.text)


@pytest.mark.parametrize("intent", ["learn_interest", "learn_saving", "learn_debt_priority"])
def test_a_little_more_is_answered_with_the_loan_whatever_lesson_it_was_taken_for(li_wei: Talk, intent: str) -> None:
    heard = li_wei.says("这个月多还200能省多少？", intent, amount="200")
    assert "CNY 200.00 more this month" in heard.text


def test_an_invitation_is_not_repeated_after_something_else(li_wei: Talk) -> None:
    li_wei.says("what does APR mean?", "learn_interest")
    assert "lesson" not in li_wei.says("how much do i owe", "check_balance").text


def test_both_orders_are_computed_for_own_loans(borrower_with: Callable[..., Talk]) -> None:
    talk = borrower_with(people.LI_WEI, people.IN_ORDER)
    heard = talk.presses('/learn_debt_priority{"own": "all"}')
    assert "Dearest first" in heard.text and "Smallest first" in heard.text


def test_the_menu_shows_what_was_begun_first(stranger: Talk) -> None:
    press(stranger, to_first_step(stranger, "order"), "go_on")
    stranger.says("later", "deny")
    heard = stranger.presses("/learn_money")
    assert heard.last.buttons[0].title.startswith("Which debt first?: go on at 3 of 10")


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("罚息是怎么算的？", "zh"),
        ("how is penalty interest worked out", "en"),
        ("can they add interest on penalty", "en"),
    ],
)
def test_how_penalty_interest_works_is_told_to_anybody_and_the_lesson_comes_after(
    stranger: Talk, line: str, language: Language
) -> None:
    stranger.language = language
    heard = stranger.says(line, "ask_charges")
    assert heard.directive("verify") is None and not any(message.discloses for message in heard.messages)
    said = [message.text for message in heard.messages]
    assert said[1] == text("own_after", language) and heard.messages[1].buttons[0].payload == "/ask_charges"
    assert stranger.question()["kind"] == "learn.offer"
    assert stranger.presses("/ask_charges").directive("verify") is not None


@pytest.mark.parametrize("line", ["why is my penalty so high", "我的罚息怎么算的"])
def test_ones_own_penalty_waits_for_verification(stranger: Talk, line: str) -> None:
    assert stranger.says(line, "ask_charges").directive("verify") is not None


@pytest.mark.parametrize("line", ["dunno", "not a clue", "不太清楚", "我也不知道啊", "idk"])
def test_not_knowing_is_heard_in_many_words(stranger: Talk, line: str) -> None:
    start(stranger, "interest")
    heard = stranger.says(line, "ask_clarify")
    assert text("thanks", "en") in heard.text


@pytest.mark.parametrize(("line", "language"), [("why tho?", "en"), ("can u give me an example", "en"), ("为啥", "zh")])
def test_why_before_the_lesson_is_not_answered_with_the_question_alone(
    stranger: Talk, line: str, language: Language
) -> None:
    stranger.language = language
    start(stranger, "credit")
    heard = stranger.says(line, "ask_charges")
    assert heard.messages[0].text == text("comes_later", language) and len(heard.messages) == 2
