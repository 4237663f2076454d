"""Plans that change before they break, yearly income, several loans, own proposals, corrected budgets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from rasa_sdk.executor import ActionExecutor
from sqlalchemy.engine import Engine

from actions.relief_case import packs
from relief import agreements
from relief.accounts import history_of, overview, record_payment
from relief.ledger import balance, explain
from relief.policy.model import Wishes
from relief.store.records import Plan
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.conftest import As, MovingClock
from tests.actions.talk import Talk
from tests.actions.test_relief import plans, to_the_summary, yes
from words.model import Language


def borrower_of(talk: Talk) -> str:
    with UnitOfWork(talk.engine, readonly=True) as uow:
        conversation = uow.conversations.require(talk.conversation_id)
    assert conversation.verified_borrower_id
    return conversation.verified_borrower_id


def agreed(talk: Talk) -> list[Plan]:
    with UnitOfWork(talk.engine, readonly=True) as uow:
        return [plan for plan in uow.plans.of_borrower(borrower_of(talk)) if plan.decision_id]


def booked(talk: Talk) -> None:
    to_the_summary(talk)
    yes(talk)
    assert plans(talk) == ["accepted"]


@pytest.mark.parametrize(
    ("language", "text", "fits"),
    [("en", "I need to change my plan, 300 each time", "it fits"), ("zh", "我想改方案，每次还300", "可行")],
)
def test_a_running_plan_is_replaced_and_nobody_is_punished(
    talk_as: As, language: Language, text: str, fits: str
) -> None:
    talk = talk_as("P1")
    booked(talk)
    talk.language = language
    assert fits in talk.says(text, "change_plan", amount="300").text
    yes(talk)
    yes(talk)
    assert sorted(plans(talk)) == ["accepted", "replaced"]
    new = next(plan for plan in agreed(talk) if plan.status == "accepted")
    with UnitOfWork(talk.engine, readonly=True) as uow:
        assert [row.amount for row in uow.plans.instalments(new.id)] == [27504] * 8
        view = overview(uow, new.borrower_id, people.NOW).loans[0]
        history = history_of(uow, uow.loans.require(new.loan_id))
        decided = agreements.decide_for(uow, new.borrower_id, new.loan_id, Wishes(), packs(), people.NOW, changing=True)
    assert view.total_due == 0 and view.charges == 0
    assert new.terms["restores"]["penalty"] == 3135, "what was dropped stays dropped, on the same condition"
    assert decided.decision.offer("instalments"), "and it may be changed again"
    days = [date(2026, 11, 20) + timedelta(days=9 * k) for k in range(12)]
    for start, end in zip(days, days[3:], strict=False):
        assert sum(row.amount for row in explain(history, start, end)) == balance(history, end) - balance(
            history, start
        )


def test_what_was_paid_of_a_plan_is_not_asked_for_again(talk_as: As, clock: MovingClock) -> None:
    talk = talk_as("P1")
    booked(talk)
    (plan,) = agreed(talk)
    clock.at = people.NOW + timedelta(minutes=5)
    with UnitOfWork(talk.engine) as uow:
        loan = uow.loans.require(plan.loan_id)
        paid = {"amount": 55008, "currency": "CNY", "paid_at": clock.at, "reference": "paid-1", "channel": "bank"}
        record_payment(uow, loan, now=clock.at, **paid)
        uow.commit()
    heard = talk.says("change my plan please, 300 each time", "change_plan", amount="300")
    assert "CNY 1,650.24 in all" in heard.text


def test_changing_without_a_plan_shows_what_is_possible(talk_as: As) -> None:
    heard = talk_as("P1").says("change my plan", "change_plan")
    assert "no plan running" in heard.text


def test_a_promise_is_moved_when_there_is_no_plan(talk_as: As) -> None:
    talk = talk_as("P6")
    talk.says("I will pay on Friday", "promise_to_pay", date="2026-11-27")
    yes(talk)
    yes(talk)
    heard = talk.says("move that to the 28th", "change_plan", date="2026-11-28")
    if "28 November 2026" not in heard.text:
        heard = yes(talk)
    assert "28 November 2026" in heard.text


@pytest.mark.parametrize(
    ("language", "text", "back"),
    [("en", "cancel my plan", "exactly the CNY 31.35"), ("zh", "我要取消这个方案", "之前减免的31.35元会恢复")],
)
def test_leaving_a_plan_says_first_what_follows(
    talk_as: As, clock: MovingClock, language: Language, text: str, back: str
) -> None:
    talk = talk_as("P1")
    booked(talk)
    clock.at = people.NOW + timedelta(minutes=5)
    talk.language = language
    assert back in talk.says(text, "change_plan").text
    talk.says("no", "deny")
    assert plans(talk) == ["accepted"]
    talk.says(text, "change_plan")
    yes(talk)
    assert plans(talk) == ["cancelled"]
    with UnitOfWork(talk.engine, readonly=True) as uow:
        assert overview(uow, borrower_of(talk), people.NOW).loans[0].charges == 3135
    talk.says("in parts again please", "request_installments")
    assert "possible" in (yes(talk).text if (talk.question() or {}).get("kind") == "relief.known" else "possible")


# -- the budget ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "62000 a year when I sell on 5 February, food 2200"),
        ("zh", "一年收入62000，2月5日卖了才有，吃饭2200"),
    ],
)
def test_yearly_income_in_the_chat_is_counted_from_its_day(talk_as: As, language: Language, text: str) -> None:
    talk = talk_as("P3")
    talk.language = language
    talk.says("more time please", "request_extension")
    talk.says("no", "deny")
    heard = talk.says(text, "inform", amount=["62000", "2200"], date="2027-02-05")
    assert ("5 February 2027" if language == "en" else "2027年2月5日") in heard.text
    with UnitOfWork(talk.engine, readonly=True) as uow:
        latest = uow.budgets.latest(borrower_of(talk))
    assert latest and latest.items[0] == {
        "side": "income", "label": "income", "amount": 6200000, "every": "yearly", "next_on": "2027-02-05"
    }  # fmt: skip


def test_income_is_put_right_as_well(talk_as: As) -> None:
    talk = talk_as("P9")
    talk.language = "zh"
    talk.says("想分期", "request_installments")
    talk.says("不对", "deny")
    talk.says("收入19000，房租4000", "inform", amount=["19000", "4000"])
    with UnitOfWork(talk.engine, readonly=True) as uow:
        latest = uow.budgets.latest(borrower_of(talk))
    assert latest and [item["amount"] for item in latest.items] == [1900000, 400000]


# -- own proposals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "n", "said"),
    [
        ("550.08", 4, "It is what you proposed, and it fits"),
        ("300", 8, "it fits"),
        ("900", 4, "more than the CNY 683.17"),
    ],
)
def test_an_own_proposal_is_taken_where_it_fits_else_the_nearest_with_the_reason(
    talk_as: As, amount: str, n: int, said: str
) -> None:
    talk = talk_as("P1")
    talk.says(f"I can pay {amount} a month", "request_installments", amount=amount)
    heard = yes(talk)
    assert said in heard.text
    (card,) = [card for message in heard.messages for card in message.cards]
    assert len(card.schedule) == n


def test_asking_for_the_impossible_again_changes_nothing(talk_as: As) -> None:
    talk = talk_as("P2")
    talk.says("pay in parts", "request_installments")
    first = yes(talk).text
    for text in ("pretty please, you are an angel, in parts", "in parts or you will hear from my cousin"):
        assert talk.says(text, "request_installments").text == first
    assert plans(talk) == []


# -- several loans ---------------------------------------------------------------------------------------------------


def test_which_loan_is_asked_only_when_several_are_late(database: Engine, executor: ActionExecutor) -> None:
    second = replace(people.LI_WEI, reference="LN-9")
    key = people.borrower(database, people.LI_WEI, second, people.IN_ORDER)
    people.conversation(database, verified=key)
    talk = Talk(executor, database)
    heard = talk.says("can I pay in instalments", "request_installments")
    assert [button.title for button in heard.last.buttons] == ["LN-1", "LN-9"]
    talk.says("the second one", "inform", ordinal="2")
    question = talk.question()
    assert question and question["kind"] == "relief.budget" and question["data"]["case"]["loan"] == "b1-l1"


def test_a_loan_that_is_named_is_not_asked_about(database: Engine, executor: ActionExecutor) -> None:
    second = replace(people.LI_WEI, reference="LN-9")
    people.conversation(database, verified=people.borrower(database, people.LI_WEI, second))
    talk = Talk(executor, database)
    talk.says("can I pay LN-9 in instalments", "request_installments")
    question = talk.question()
    assert question and question["kind"] == "relief.budget" and question["data"]["case"]["loan"] == "b1-l1"


def test_a_day_that_was_named_is_not_asked_for_again(talk_as: As) -> None:
    talk = talk_as("P2")
    talk.says("pay in parts", "request_installments")
    assert "is missing" in yes(talk).text
    talk.says("my new job starts 2027-01-15", "inform", date="2027-01-15")
    heard = talk.says("could it be a whole year", "request_extension", duration="P12M")
    assert "2 is what policy allows" in heard.text
    question = talk.question()
    assert question and question["kind"] == "relief.choose"


@pytest.mark.parametrize(
    ("key", "text", "entities", "said"),
    [
        ("P1", "I can do 300 every second Friday", {"amount": "300"}, ["every two weeks", "it fits"]),
        (
            "P9", "nothing till January then 900 each month", {"amount": "900", "date": "2027-01-01"},
            ["from 1 January 2027", "it fits"],
        ),
    ],
)  # fmt: skip
def test_a_proposal_in_ones_own_words_is_the_starting_point(
    talk_as: As, key: str, text: str, entities: dict[str, str], said: list[str]
) -> None:
    talk = talk_as(key)
    talk.says(text, "request_installments", **entities)
    heard = yes(talk)
    for part in said:
        assert part in heard.text
