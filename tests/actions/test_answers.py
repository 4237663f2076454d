"""A yes is a clear yes to what was shown, while it is shown; all else asks again or does nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.clear import reading
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.talk import Heard, Talk


@pytest.fixture()
def asked(li_wei: Talk) -> Talk:
    """The question "…more than is left. Shall I take … instead?" is open."""
    li_wei.says("pay 99999", "make_payment", amount="99999")
    assert li_wei.question() is not None
    return li_wei


def linked(heard: Heard) -> bool:
    return heard.directive("pay_link") is not None


@pytest.mark.parametrize(
    "text", ["yes", "Yes, please!", "ok", "go ahead", "好的", "可以", "没问题", "👍", "👍🏽", "是的，谢谢", "sure"]
)
def test_a_clear_yes_is_a_yes(asked: Talk, text: str) -> None:
    assert linked(asked.says(text, "affirm"))
    assert asked.question() is None


@pytest.mark.parametrize(
    "text",
    [
        "wait",
        "hmm",
        "ok?",
        "等等",
        "嗯？",
        "yes but later",
        "maybe",
        "可以吗",
        "why not",
        "",
        " ",
        "…",
        "yes 300",
        "not sure",
    ],
)
def test_what_is_not_clear_is_no_yes_even_when_the_model_thinks_so(asked: Talk, text: str) -> None:
    heard = asked.says(text, "affirm")
    assert not linked(heard)
    assert "clear yes or no" in heard.text or "CNY" not in heard.text
    question = asked.question()
    if reading(text) != "no":
        assert question is not None
        assert "Shall I take" in heard.text


def test_a_yes_with_another_figure_is_not_a_yes_to_what_was_shown(asked: Talk) -> None:
    heard = asked.says("yes three hundred", "affirm", amount="300")
    assert not linked(heard)


def test_a_yes_to_nothing_does_nothing_and_says_so(li_wei: Talk) -> None:
    heard = li_wei.says("yes", "affirm")
    assert heard.directives == ()
    assert "nothing waiting for a yes" in heard.text


def test_a_second_yes_finds_nothing_to_agree_to(asked: Talk) -> None:
    assert linked(asked.says("yes", "affirm"))
    assert not linked(asked.says("yes", "affirm"))


def test_the_same_yes_delivered_twice_gives_the_same_answer(asked: Talk) -> None:
    first = asked.says("yes", "affirm", message_id="twice")
    second = asked.says("yes", "affirm", message_id="twice")
    assert first.parts == second.parts
    assert linked(second)


def test_a_yes_does_not_outlive_its_question(asked: Talk, clock: object) -> None:
    question = asked.question()
    assert question is not None
    with UnitOfWork(asked.engine) as uow:
        later = people.NOW + timedelta(hours=2)
        uow.conversations.change(asked.conversation_id, verified_until=later)
        uow.commit()
    clock.at = people.NOW + timedelta(minutes=30)  # type: ignore[attr-defined]
    heard = asked.says("yes", "affirm")
    assert not linked(heard)
    assert "open for too long" in heard.text
    assert "/make_payment" in {button.payload for button in heard.last.buttons}
    assert asked.question() is None


def test_a_yes_counts_until_the_last_second(asked: Talk, clock: object) -> None:
    clock.at = people.NOW + timedelta(minutes=29, seconds=59)  # type: ignore[attr-defined]
    assert linked(asked.says("yes", "affirm"))


@pytest.mark.parametrize("text", ["not sure", "I don't know", "I'm not really sure", "不确定", "我还没想好", "不知道"])
def test_not_knowing_is_neither_yes_nor_no(asked: Talk, text: str) -> None:
    heard = asked.says(text, "deny")
    assert not linked(heard)
    assert asked.question() is not None


@pytest.mark.parametrize("text", ["先不要", "I don't want that", "not now", "我不想这样"])
def test_no_in_other_words_is_still_a_no(asked: Talk, text: str) -> None:
    asked.says(text, "deny")
    assert asked.question() is None


def test_no_does_not_do_what_was_asked(asked: Talk) -> None:
    link = asked.says("no", "deny").directive("pay_link")
    assert link is not None and link.members["amount"] is None


@pytest.mark.parametrize("text", ["cancel", "x", "取消", "算了"])
def test_cancel_always_cancels(asked: Talk, text: str) -> None:
    heard = asked.says(text, "cancel")
    assert not linked(heard)
    assert asked.question() is None
    assert not linked(asked.says("yes", "affirm"))


def test_the_question_is_picked_up_after_an_answer_to_something_else(asked: Talk) -> None:
    heard = asked.says("when is it due", "ask_due_date")
    assert "10 December 2026" in heard.messages[0].text
    assert "Shall I take" in heard.last.text
    assert linked(asked.says("yes", "affirm"))


def test_nobody_is_nagged_with_a_question_but_it_stays_open(asked: Talk) -> None:
    for again in (True, True, False, False):
        heard = asked.says("when is it due", "ask_due_date")
        assert ("Shall I take" in heard.text) is again
    assert linked(asked.says("yes", "affirm"))


def test_the_question_follows_into_another_language(asked: Talk) -> None:
    asked.says("说中文", "change_language", language="zh")
    asked.language = "zh"
    assert "要改成" in asked.says("什么时候还款", "ask_due_date").last.text
    assert linked(asked.says("好的", "affirm"))


def test_a_button_of_an_earlier_question_answers_nothing(asked: Talk) -> None:
    question = asked.question()
    assert question is not None
    asked.says("pay 88888", "make_payment", amount="88888")
    heard = asked.presses(f'/affirm{{"question": "{question["id"]}"}}')
    assert not linked(heard)
    assert "earlier question" in heard.text


def test_the_button_of_the_question_answers_it(asked: Talk) -> None:
    question = asked.question()
    assert question is not None
    assert linked(asked.presses(f'/affirm{{"question": "{question["id"]}"}}'))


def test_a_yes_after_verification_has_run_out_asks_who_is_there(asked: Talk) -> None:
    with UnitOfWork(asked.engine) as uow:
        uow.conversations.change(asked.conversation_id, verified_until=people.NOW)
        uow.commit()
    heard = asked.says("yes", "affirm")
    assert not linked(heard)
    assert heard.directive("verify")


def test_a_bare_figure_without_a_question_does_nothing(li_wei: Talk) -> None:
    heard = li_wei.says("500", "inform", amount="500")
    assert heard.directives == ()
    assert "I hadn't asked" in heard.text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("yes", "yes"), ("ok", "yes"), ("I agree", "yes"), ("好，就按这个来", "yes"), ("没有问题", "yes"), ("✅", "yes"),
        ("yes please book it", "yes"), ("ok let's go with that one", "unclear"), ("好，办吧", "yes"), ("先不办", "unclear"),
        ("no", "no"), ("no thanks", "no"), ("不行", "no"), ("不可以", "no"), ("👎", "no"), ("算了", "no"),
        ("yes no", "unclear"), ("👍👎", "unclear"), ("thanks", "unclear"), ("yes if you wait", "unclear"),
        ("可以吗", "unclear"), ("行不行", "no"), ("١٠٠", "unclear"), ("/affirm", "unclear"), ("\u200b", "unclear"),
    ],
)  # fmt: skip
def test_what_words_say_by_themselves(text: str, read: str) -> None:
    assert reading(text) == read


@pytest.mark.parametrize("text", ["cancel", "算了"])
def test_cancel_while_somebody_shows_who_they_are_is_for_the_gateway(stranger: Talk, text: str) -> None:
    with UnitOfWork(stranger.engine) as uow:
        uow.conversations.change(
            stranger.conversation_id, verification_step={"stage": "code", "at": "2026-11-23T02:00:00+00:00"}
        )
        uow.commit()
    heard = stranger.says(text, "cancel")
    assert heard.directive("cancel_verification") is not None
    assert heard.messages == ()


def test_cancel_after_a_reference_that_nobody_asked_for_stops_nothing(stranger: Talk) -> None:
    with UnitOfWork(stranger.engine) as uow:
        uow.conversations.change(
            stranger.conversation_id, verification_step={"stage": "held", "at": "2026-11-23T02:00:00+00:00"}
        )
        uow.commit()
    heard = stranger.says("cancel", "cancel")
    assert heard.directive("cancel_verification") is None
    assert heard.messages


def test_cancel_right_after_calling_a_person_calls_the_person_off_and_keeps_the_thread(asked: Talk) -> None:
    asked.says("a person please", "request_human")
    with UnitOfWork(asked.engine) as uow:
        uow.conversations.change(asked.conversation_id, state="waiting")
        uow.commit()
    heard = asked.says("never mind", "cancel")
    assert heard.directive("cancel_handoff") is not None
    assert asked.question() is not None, "what was being asked stays open"
