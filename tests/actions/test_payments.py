"""Paying, and having paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

import pytest

from relief import states
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.talk import Talk

YESTERDAY = datetime(2026, 11, 22, 6, tzinfo=timezone.utc)
TWO_LOANS = (people.LI_WEI, people.IN_ORDER)


def add_payment(talk: Talk, amount: int, paid_at: datetime, *, status: str = "booked") -> None:
    with UnitOfWork(talk.engine) as uow:
        uow.payments.add(people.payment("b1", "b1-l0", "CNY", amount, paid_at, status=status))
        uow.commit()


def cases(talk: Talk) -> list[str]:
    with UnitOfWork(talk.engine, readonly=True) as uow:
        return [case.kind for case in uow.cases.of_conversation(talk.conversation_id)]


def test_a_payment_that_arrived_is_found_by_amount_and_day(li_wei: Talk) -> None:
    add_payment(li_wei, 500_00, YESTERDAY)
    heard = li_wei.says("i paid 500 yesterday", "report_payment", amount="500", date="2026-11-22")
    assert "Yes, it has arrived: CNY 500.00 on 22 November 2026" in heard.text
    assert "What is still open is CNY 1,731." in heard.text
    assert cases(li_wei) == []


def test_a_payment_that_is_not_there_becomes_a_case_with_a_number(li_wei: Talk) -> None:
    heard = li_wei.says("i paid 500 yesterday", "report_payment", amount="500", date="2026-11-22")
    assert "P-2026-000001" in heard.text
    assert "You don't need to pay again" in heard.text
    assert cases(li_wei) == ["payment"]


def test_the_same_message_twice_is_one_case(li_wei: Talk) -> None:
    said = [
        li_wei.says("i paid 500", "report_payment", message_id="again", amount="500", date="2026-11-22").text
        for _ in range(2)
    ]
    assert said[0] == said[1]
    assert cases(li_wei) == ["payment"]


def test_a_payment_of_another_amount_is_not_the_one(li_wei: Talk) -> None:
    add_payment(li_wei, 500_01, YESTERDAY)
    li_wei.says("i paid 500 yesterday", "report_payment", amount="500", date="2026-11-22")
    assert cases(li_wei) == ["payment"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("i paid 500 yesterday", {"amount": "500", "date": "2026-11-22"}),
        ("i paid yesterday by upi", {"date": "2026-11-22"}),
        ("reference b1-l0:2026-11-22T06:00:00+00:00", {}),
    ],
)
def test_a_payment_that_arrived_and_was_not_matched_counts_and_its_penalty_is_taken_back(
    li_wei: Talk, text: str, values: dict[str, str]
) -> None:
    add_payment(li_wei, 500_00, YESTERDAY, status="unmatched")
    heard = li_wei.says(text, "report_payment", **values)
    assert "counts from that day" in heard.text and "CNY 0.25, are taken back" in heard.text
    assert heard.messages[0].discloses and cases(li_wei) == []
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        assert "payment.matched" in [line.action for line in uow.audit.about("b1-l0")]


def test_a_yes_to_an_unmatched_payment_that_was_shown_lets_it_count(li_wei: Talk) -> None:
    add_payment(li_wei, 500_00, YESTERDAY, status="unmatched")
    li_wei.says("i have paid already", "report_payment")
    assert "counts from that day" in li_wei.says("yes", "affirm").text


def test_two_unmatched_payments_that_fit_are_for_a_person(li_wei: Talk) -> None:
    for hour in (6, 7):
        add_payment(li_wei, 500_00, YESTERDAY.replace(hour=hour), status="unmatched")
    li_wei.says("i paid 500 yesterday", "report_payment", amount="500", date="2026-11-22")
    assert cases(li_wei) == ["payment"]


def test_a_reference_is_kept_over_the_verification_and_the_words_are_not(stranger: Talk) -> None:
    verify = stranger.says("I paid, my upi ref is UPI-99887766 ok", "report_payment").directive("verify")
    assert verify and verify.text("resume") == '/report_payment{"named": "UPI-99887766"}'


def test_without_details_the_latest_recent_payment_is_shown_for_a_yes(li_wei: Talk) -> None:
    add_payment(li_wei, 500_00, YESTERDAY)
    heard = li_wei.says("i have paid already", "report_payment")
    assert "CNY 500.00 on 22 November 2026. Is that the one" in heard.text
    assert "Yes, it has arrived" in li_wei.says("yes", "affirm").text
    assert li_wei.question() is None


def test_no_it_is_another_one_asks_for_details_and_then_looks(li_wei: Talk) -> None:
    add_payment(li_wei, 500_00, YESTERDAY)
    li_wei.says("i have paid already", "report_payment")
    assert "How much was it" in li_wei.says("no", "deny").text
    assert "P-2026-000001" in li_wei.says("800 on friday", "inform", amount="800", date="2026-11-20").text


def test_without_any_recent_payment_it_asks_how_much_and_when(li_wei: Talk) -> None:
    heard = li_wei.says("i have paid already", "report_payment")
    assert "How much was it" in heard.text
    question = li_wei.question()
    assert question is not None and question["expects"] == ["amount", "date", "text"]


def test_one_loan_gets_its_link_at_once(li_wei: Talk) -> None:
    heard = li_wei.says("i want to pay", "make_payment")
    link = heard.directive("pay_link")
    assert link is not None and link.members == {"loan": "LN-1", "amount": None}
    assert "CNY 2,231.67" in heard.text


@pytest.mark.parametrize(("said", "asked"), [("300", "300.00"), ("0.01", "0.01"), ("2231.67", "2231.67")])
def test_an_own_amount_goes_into_the_link(li_wei: Talk, said: str, asked: str) -> None:
    link = li_wei.says(f"pay {said}", "make_payment", amount=said).directive("pay_link")
    assert link is not None and link.members == {"loan": "LN-1", "amount": asked}


@pytest.mark.parametrize("said", ["0", "-5", "0.001", "1e3x"])
def test_what_cannot_be_paid_gets_no_link(li_wei: Talk, said: str) -> None:
    heard = li_wei.says(f"pay {said}", "make_payment", amount=said)
    assert heard.directive("pay_link") is None
    assert "above zero" in heard.text


def test_a_minus_sign_is_not_dropped(li_wei: Talk) -> None:
    heard = li_wei.says("pay -$30", "make_payment", amount="30")
    assert heard.directive("pay_link") is None


def test_two_amounts_leave_the_choice_to_the_page(li_wei: Talk) -> None:
    link = li_wei.says("300 or 400", "make_payment", amount=["300", "400"]).directive("pay_link")
    assert link is not None and link.members["amount"] is None


def test_another_currency_is_not_taken_for_the_loans_own(li_wei: Talk) -> None:
    heard = li_wei.says("pay 30 dollars", "make_payment", amount="30", currency="USD")
    assert heard.directive("pay_link") is None
    assert "CNY" in heard.text


def test_more_than_is_left_is_asked_about_and_a_yes_is_for_what_was_shown(li_wei: Talk) -> None:
    heard = li_wei.says("pay 99999", "make_payment", amount="99999")
    assert heard.directive("pay_link") is None
    question = li_wei.question()
    assert question is not None
    link = li_wei.says("yes", "affirm").directive("pay_link")
    assert link is not None
    assert link.members == {"loan": "LN-1", "amount": f"{question['data']['left'] / 100:.2f}"}


def test_exactly_what_is_left_needs_no_question(li_wei: Talk) -> None:
    li_wei.says("pay 99999", "make_payment", amount="99999")
    question = li_wei.question()
    assert question is not None
    left = f"{question['data']['left'] / 100:.2f}"
    above = f"{(question['data']['left'] + 1) / 100:.2f}"
    assert li_wei.says("pay it all", "make_payment", amount=left).directive("pay_link")
    assert li_wei.says("pay it all", "make_payment", amount=above).directive("pay_link") is None


def test_with_two_loans_it_asks_which(borrower_with: Callable[..., Talk]) -> None:
    talk = borrower_with(*TWO_LOANS)
    heard = talk.says("i want to pay 300", "make_payment", amount="300")
    assert heard.directive("pay_link") is None
    assert "LN-1" in heard.text and "LN-2" in heard.text


@pytest.mark.parametrize(
    ("text", "values", "loan"),
    [
        ("the first one", {"ordinal": "1"}, "LN-1"),
        ("the second one", {"ordinal": "2"}, "LN-2"),
        ("2", {"amount": "2"}, "LN-2"),
        ("ln-2 please", {}, "LN-2"),
    ],
)
def test_the_loan_may_be_named_in_several_ways(
    borrower_with: Callable[..., Talk], text: str, values: dict[str, str], loan: str
) -> None:
    talk = borrower_with(*TWO_LOANS)
    talk.says("i want to pay 300", "make_payment", amount="300")
    link = talk.says(text, "inform", **values).directive("pay_link")
    assert link is not None and link.members == {"loan": loan, "amount": "300.00"}


@pytest.mark.parametrize("ordinal", ["0", "3", "-1"])
def test_a_loan_that_was_not_shown_is_no_answer(borrower_with: Callable[..., Talk], ordinal: str) -> None:
    talk = borrower_with(*TWO_LOANS)
    talk.says("i want to pay", "make_payment")
    heard = talk.says("that one", "inform", ordinal=ordinal)
    assert heard.directive("pay_link") is None
    assert "Which loan" in heard.text


def test_the_loan_buttons_answer_their_own_question_only(borrower_with: Callable[..., Talk]) -> None:
    talk = borrower_with(*TWO_LOANS)
    old = talk.says("i want to pay 300", "make_payment", amount="300").last.buttons[0].payload
    talk.says("i want to pay 400", "make_payment", amount="400")
    heard = talk.presses(old)
    assert heard.directive("pay_link") is None
    assert "earlier question" in heard.text


def test_a_bound_account_gets_no_link_but_a_person(li_wei: Talk) -> None:
    with UnitOfWork(li_wei.engine) as uow:
        states.enter(uow, "b1", "fraud", now=people.NOW, source="borrower")
        uow.commit()
    heard = li_wei.says("i want to pay", "make_payment")
    assert heard.directive("pay_link") is None
    assert "/request_human" in {button.payload for button in heard.last.buttons}
