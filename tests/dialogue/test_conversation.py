"""The talk about the talk, as a borrower meets it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.dialogue.driver import Borrower, Bot

pytestmark = pytest.mark.system

Talk = Callable[..., tuple[Borrower, Bot]]


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("en", "hello", "utter_greet"),
        ("zh", "你好", "utter_greet"),
        ("en", "are you a bot", "utter_bot_challenge"),
        ("zh", "你是机器人吗", "utter_bot_challenge"),
        ("en", "thank you very much", "utter_thank"),
        ("zh", "谢谢", "utter_thank"),
        ("en", "goodbye", "utter_goodbye"),
        ("zh", "再见", "utter_goodbye"),
        ("en", "what's the weather tomorrow", "utter_out_of_scope"),
        ("en", "what can you do", "conversation.help"),
        ("zh", "你能做什么", "conversation.help"),
        ("en", "is this a scam", "protection.ask_legitimacy"),
    ],
)
def test_small_talk_has_its_answer_in_both_languages(talk: Talk, language: str, text: str, key: str) -> None:
    borrower, bot = talk(language)
    borrower.says(text)
    bot.replies_with(key)
    bot.speaks("zh" if language == "zh" else "en")


def test_a_person_is_one_word_away(talk: Talk) -> None:
    borrower, bot = talk("en")
    borrower.says("person")
    bot.is_in_state("waiting")
    bot.replies_with("gateway.handed_over")


def test_a_yes_to_nothing_does_nothing(talk: Talk) -> None:
    borrower, bot = talk("en")
    borrower.says("yes")
    bot.replies_with("answers.nothing_open_yes")


@pytest.mark.parametrize("text", ["wait", "hmm", "ok?", "等等", "not sure"])
def test_an_unclear_line_is_never_a_yes(talk: Talk, text: str) -> None:
    borrower, bot = talk("en", as_="P9")
    borrower.says("I want to pay 99999 rupees")
    borrower.says(text)
    bot.does_not_reply_with("paying.pay_amount", "paying.pay_late")
    bot.ends_with("paying.too_much")


def test_another_figure_is_a_link_for_that_figure_and_not_for_what_was_shown(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P9")
    borrower.says("I want to pay 99999 rupees")
    borrower.says("١٠٠")
    bot.replies_with("paying.pay_amount")
    bot.mentions("INR 100.00")


@pytest.mark.parametrize("text", ["", " ", "\u200b", "/", "//", "\u0000"])
def test_a_blank_line_is_never_a_yes(talk: Talk, text: str) -> None:
    borrower, bot = talk("en", as_="P9")
    borrower.says("I want to pay 99999 rupees")
    bot.replies_with("paying.too_much")
    borrower.says(text)
    bot.replies_with("gateway.nothing_to_read")
    borrower.says("yes")
    bot.replies_with("paying.pay_amount")


def test_cancel_always_cancels(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P9")
    borrower.says("I want to pay 99999 rupees")
    borrower.says("cancel")
    bot.replies_with("answers.stopped")
    borrower.says("yes")
    bot.replies_with("answers.nothing_open_yes")


@pytest.mark.parametrize(
    "text", ["/affirm", '/inform{"amount": "5"}', "/restart", '/change_language{"language": "zh"}']
)
def test_typed_payloads_are_text(talk: Talk, text: str) -> None:
    borrower, bot = talk("en")
    borrower.says(text)
    assert bot.lines
    assert bot.talk.heard.language == "en"


def test_the_same_message_twice_is_answered_once(talk: Talk) -> None:
    borrower, bot = talk("en")
    borrower.says("are you a bot", message_id="twice")
    first = bot.lines
    borrower.says("are you a bot", message_id="twice")
    assert bot.lines == first


def test_an_open_question_is_picked_up_after_something_else(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P9")
    borrower.says("I want to pay 99999 rupees")
    borrower.says("when is my next payment due")
    bot.replies_with("account.late_days")
    bot.ends_with("paying.too_much")
    borrower.presses_button_of("answers.yes")
    bot.replies_with("paying.pay_amount")
