"""Protection with the running product: before verification, in the middle of things, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.dialogue.driver import Borrower, Bot
from words.model import Language

Talking = Callable[..., tuple[Borrower, Bot]]
NOTHING_OF_MONEY = ("CNY", "INR", "¥", "₹", "overdue", "逾期", "罚息")


@pytest.mark.parametrize(("language", "cry"), [("en", "i don't want to live anymore"), ("zh", "我真的不想活了")])
def test_a_crisis_before_verification(talk: Talking, language: Language, cry: str) -> None:
    borrower, bot = talk(language)
    borrower.says(cry)
    bot.replies_with("protection.crisis", "protection.safe")
    bot.mentions("12356", "120")
    bot.does_not_mention(*NOTHING_OF_MONEY)
    bot.is_in_state("waiting")


@pytest.mark.parametrize(
    ("language", "wish", "cry", "answer"),
    [("en", "how much do i owe", "i want to end my life", "yes"), ("zh", "我欠多少钱", "我想自杀", "是的")],
)
def test_a_crisis_in_the_middle_and_no_money_afterwards(
    talk: Talking, language: Language, wish: str, cry: str, answer: str
) -> None:
    borrower, bot = talk(language, as_="S1")
    borrower.says(wish)
    borrower.says(cry)
    bot.replies_with("protection.crisis")
    bot.does_not_mention(*NOTHING_OF_MONEY)
    borrower.says(answer)
    bot.replies_with("protection.glad")
    bot.does_not_mention(*NOTHING_OF_MONEY)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "who is carter? wrong number"), ("zh", "你们打错了，我不认识这个人")]
)
def test_the_new_owner_of_a_number_learns_nothing(talk: Talking, language: Language, text: str) -> None:
    borrower, bot = talk(language)
    borrower.says(text)
    bot.replies_with("protection.wrong_person")
    bot.does_not_mention("carter", "loan", "owe", "欠", "贷款")


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "我爸爸陈大明去世了"), ("en", "my father Chen Daming has passed away")]
)
def test_a_death_is_met_with_condolence_and_no_demand(talk: Talking, language: Language, text: str) -> None:
    borrower, bot = talk(language)
    borrower.says(text)
    bot.replies_with("protection.report_deceased")
    bot.does_not_mention("loan", "贷款", "欠", *NOTHING_OF_MONEY)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "I never took this loan, this is not my debt"), ("zh", "这笔钱不是我借的，我有异议")]
)
def test_a_dispute_freezes_at_once(talk: Talking, language: Language, text: str) -> None:
    borrower, bot = talk(language, as_="S2")
    borrower.says(text)
    bot.replies_with("protection.rests")


@pytest.mark.parametrize(("language", "text"), [("en", "STOP"), ("zh", "退订")])
def test_stop_is_confirmed_once(talk: Talking, language: Language, text: str) -> None:
    borrower, bot = talk(language)
    borrower.says(text)
    bot.replies_with("protection.stop_contact")
    assert len(bot.lines) == 1
