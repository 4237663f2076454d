"""The main job: somebody opens the lender's page, shows who they are, and learns what they owe, why, and how to pay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.dialogue.driver import Borrower, Bot

pytestmark = pytest.mark.system

Talk = Callable[..., tuple[Borrower, Bot]]
People = dict[str, dict[str, Any]]


def test_a_balance_after_showing_who_one_is(talk: Talk, people: People) -> None:
    borrower, bot = talk("en")
    borrower.says("how much do I owe")
    bot.asks_who_is_there()
    bot.does_not_mention("CNY", "overdue")
    borrower.proves_to_be(people["P1"])
    bot.replies_with("account.late", "account.since", "account.next", "account.how", "account.hard")
    bot.mentions("2,231.67", "2,200.32", "31.35", "44 days", "10 December 2026")
    bot.shows_card("balance")
    bot.offers("account.pay", "account.why", "account.help", "account.person")


def test_the_same_in_chinese(talk: Talk, people: People) -> None:
    borrower, bot = talk("zh")
    borrower.says("我欠多少钱")
    bot.asks_who_is_there()
    borrower.proves_to_be(people["P1"])
    bot.replies_with("account.late", "account.since")
    bot.speaks("zh")
    bot.mentions("2,231.67元", "44天", "2026年12月10日")


def test_why_it_is_more_than_last_week(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P1")
    borrower.says("why am I paying more than last week")
    bot.replies_with("charges.made_of", "charges.rule_penalty", "charges.since")
    bot.mentions("24.20", "7.15", "7.70 more")


def test_paying_gives_a_link_and_no_question_too_many(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P6")
    borrower.says("I want to pay")
    bot.replies_with("paying.pay_late", "paying.only_there")
    bot.mentions("USD 230.32")


def test_a_payment_that_did_not_arrive_gets_a_number(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P9")
    borrower.says("I paid 123.45 yesterday")
    bot.replies_with("paying.not_found", "paying.receipt")
    bot.mentions("P-2026-")


def test_a_payment_that_arrived_is_found(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P4")
    borrower.says("has my payment arrived")
    bot.replies_with("paying.latest")
    bot.shows_card("payments")


def test_a_language_switch_in_the_middle_loses_nothing(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P1")
    borrower.says("how much do I owe")
    borrower.says("说中文")
    bot.replies_with("conversation.now_in")
    borrower.says("什么时候还款")
    bot.speaks("zh")
    bot.mentions("2026年12月10日")


def test_somebody_in_order_is_not_told_of_penalties(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P12")
    borrower.says("what's my balance")
    bot.replies_with("account.up_to_date", "account.next")
    bot.does_not_mention("penalty", "overdue instalments")


def test_a_stranger_with_a_wrong_date_of_birth_learns_nothing(talk: Talk, people: People) -> None:
    borrower, bot = talk("en")
    borrower.says("how much do I owe")
    borrower.says(f"{people['P1']['reference']}, 1 January 1990")
    bot.does_not_mention("Li Wei", "CNY", "overdue", "does not exist")
