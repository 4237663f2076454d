"""What is owed, when, and why: the figures of the reference day, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime, timezone

import pytest
from sqlalchemy.engine import Engine

from relief import states
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.talk import Talk
from words.model import Language

ACCOUNT = ("check_balance", "ask_due_date", "ask_charges", "ask_payment_history", "report_payment", "make_payment")


@pytest.mark.parametrize("intent", ACCOUNT)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_stranger_is_asked_who_they_are_and_nothing_else_is_said(
    stranger: Talk, intent: str, language: Language
) -> None:
    stranger.language = language
    heard = stranger.says("show me", intent)
    assert heard.messages == ()
    assert [(one.name, one.members["resume"]) for one in heard.directives] == [("verify", f"/{intent}")]


def test_what_was_said_before_verification_is_not_lost(stranger: Talk) -> None:
    heard = stranger.says("I paid 500 on 22 November", "report_payment", amount="500", date="2026-11-22")
    intent, brace, values = heard.directives[0].members["resume"].partition("{")
    assert intent == "/report_payment"
    assert json.loads(brace + values) == {"amount": "500", "date": "2026-11-22"}


def test_verification_that_has_run_out_counts_as_none(li_wei: Talk, clock: object) -> None:
    clock.at = datetime(2026, 11, 23, 2, 30, tzinfo=timezone.utc)  # type: ignore[attr-defined]
    assert li_wei.says("how much do i owe", "check_balance").directive("verify")


def test_verification_counts_up_to_its_last_second(li_wei: Talk, clock: object) -> None:
    clock.at = datetime(2026, 11, 23, 2, 29, 59, tzinfo=timezone.utc)  # type: ignore[attr-defined]
    assert "2,231.67" in li_wei.says("how much do i owe", "check_balance").text


def test_the_balance_says_what_since_when_what_next_and_how(li_wei: Talk) -> None:
    heard = li_wei.says("how much do i owe", "check_balance")
    for figure in ("CNY 2,231.67", "CNY 2,200.32", "CNY 31.35", "10 October 2026", "44 days", "CNY 1,100.16"):
        assert figure in heard.text
    assert "10 December 2026" in heard.text
    assert "CNY 7,259.10" in heard.text
    assert {"/make_payment", "/ask_charges", "/explain_hardship", "/request_human"} == {
        button.payload for button in heard.last.buttons
    }


def test_the_balance_in_chinese_has_the_same_figures(li_wei: Talk) -> None:
    english = li_wei.says("how much do i owe", "check_balance").text
    li_wei.language = "zh"
    chinese = li_wei.says("我欠多少", "check_balance").text
    assert re.findall(r"\d[\d,]*\.\d\d", english) == re.findall(r"\d[\d,]*\.\d\d", chinese)
    assert "2,231.67元" in chinese


def test_every_line_of_an_account_is_marked_as_disclosing(li_wei: Talk) -> None:
    for intent in ("check_balance", "ask_due_date", "ask_charges", "ask_payment_history"):
        heard = li_wei.says("show me", intent)
        assert heard.messages
        assert all(message.discloses for message in heard.messages)


def test_the_picture_has_the_figures_of_the_text_as_a_table(li_wei: Talk) -> None:
    message = li_wei.says("how much do i owe", "check_balance").last
    (chart,) = message.charts
    sums = [int(value.replace("CNY ", "").replace(",", "").replace(".", "")) for _, value in chart.table[1:]]
    assert sum(sums) == 223167
    assert chart.title in chart.svg


def test_somebody_in_order_hears_of_no_penalty(borrower_with: Callable[..., Talk]) -> None:
    talk = borrower_with(people.IN_ORDER)
    heard = talk.says("how much do i owe", "check_balance")
    assert "up to date" in heard.text
    assert "penalty" not in heard.text.lower()
    assert "2 December 2026" in heard.text


def test_due_today_is_not_late(borrower_with: Callable[..., Talk]) -> None:
    talk = borrower_with(people.LoanOf(first_due=date(2026, 11, 23), paid=0))
    heard = talk.says("am i late", "ask_due_date")
    assert "Nothing is late" in heard.text
    assert "due today" in heard.text


def test_one_day_after_the_due_date_is_one_day_late(borrower_with: Callable[..., Talk]) -> None:
    talk = borrower_with(people.LoanOf(first_due=date(2026, 11, 22), paid=0))
    assert "1 day late" in talk.says("am i late", "ask_due_date").text


def test_several_loans_are_told_one_by_one(borrower_with: Callable[..., Talk]) -> None:
    talk = borrower_with(people.LI_WEI, people.IN_ORDER)
    heard = talk.says("how much do i owe", "check_balance")
    assert "You have 2 loans" in heard.text
    assert "LN-1" in heard.text and "LN-2" in heard.text
    assert "CNY 2,231.67" in heard.text


def test_nobody_is_pointed_to_paying_while_something_binds_the_account(li_wei: Talk) -> None:
    with UnitOfWork(li_wei.engine) as uow:
        states.enter(uow, "b1", "dispute", now=people.NOW, source="borrower")
        uow.commit()
    heard = li_wei.says("how much do i owe", "check_balance")
    assert "2,230.57" in heard.text  # nothing is added from the day on which the dispute was noted
    assert "You don't have to pay anything" in heard.text
    assert all(button.payload != "/make_payment" for button in heard.last.buttons)


def test_why_it_is_this_much_names_every_part(li_wei: Talk) -> None:
    text = li_wei.says("why so much", "ask_charges").text
    assert "CNY 24.20" in text and "44 days" in text
    assert "CNY 7.15" in text and "13 days" in text
    assert "0.05% a day" in text


def test_why_more_than_last_week_adds_up_to_the_cent(li_wei: Talk) -> None:
    message = li_wei.says("why more than last week", "ask_charges").last
    (card,) = message.cards
    rows = [int(re.sub(r"\D", "", row.value)) for row in card.rows]
    before, after = re.search(r"it was CNY ([\d,.]+); today it is CNY ([\d,.]+)\.", message.text).groups()  # type: ignore[union-attr]
    assert int(re.sub(r"\D", "", after)) - int(re.sub(r"\D", "", before)) == sum(rows) == 770


def test_why_more_than_on_a_named_day_starts_on_that_day(li_wei: Talk) -> None:
    text = li_wei.says("why more than on 1 November", "ask_charges", date="2026-11-01").text
    assert "On 1 November 2026 it was" in text
    assert "an instalment fell due" in text


def test_a_day_to_come_is_no_day_to_compare_with(li_wei: Talk) -> None:
    assert "16 November 2026" in li_wei.says("why", "ask_charges", date="2026-12-24").text


def test_a_fee_is_called_a_fee_and_not_interest(borrower_with: Callable[..., Talk]) -> None:
    talk = borrower_with(people.PRIYA)
    text = talk.says("what is this fee", "ask_charges").text
    assert "INR 50.00" in text
    assert "It is not interest" in text


def test_somebody_in_order_learns_what_the_next_instalment_is_made_of(borrower_with: Callable[..., Talk]) -> None:
    text = borrower_with(people.IN_ORDER).says("why do i pay interest", "ask_charges").text
    assert "no late charges" in text
    assert "of the loan itself" in text


def test_the_payment_history_names_the_latest_first(li_wei: Talk) -> None:
    message = li_wei.says("what have i paid", "ask_payment_history").last
    assert "The last payment that reached us was CNY 1,100.16 on 10 September 2026" in message.text
    assert [row.value for row in message.cards[0].rows] == ["CNY 1,100.16"] * 5


def test_without_payments_it_says_so_and_offers_to_look(borrower_with: Callable[..., Talk]) -> None:
    message = (
        borrower_with(people.LoanOf(first_due=date(2026, 12, 1), paid=0)).says("history", "ask_payment_history").last
    )
    assert "can't see any payment" in message.text
    assert "/report_payment" in {button.payload for button in message.buttons}


def test_a_borrower_without_an_open_loan_owes_nothing(database: Engine, borrower_with: Callable[..., Talk]) -> None:
    talk = borrower_with()
    for intent in ("check_balance", "ask_due_date", "ask_charges", "make_payment"):
        assert "no open loan" in talk.says("x", intent).text


def test_said_more_simply_it_is_shorter_and_true(li_wei: Talk) -> None:
    long = li_wei.says("how much do i owe", "check_balance").text
    short = li_wei.says("i don't understand", "ask_clarify").text
    assert "CNY 2,231.67" in short
    assert len(short) < len(long) / 2
