"""Questions about offers get computed answers; saying no gets rights first; plans change before they break, easily."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from relief import daily
from relief.states import enter
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.conftest import As, MovingClock
from tests.actions.talk import Heard, Talk
from tests.actions.test_relief import plans, to_the_summary, yes
from words import protection
from words.model import Language

KIND = "relief.choose"


def shown(talk: Talk, text: str = "in parts please", intent: str = "request_installments") -> Heard:
    talk.says(text, intent)
    return yes(talk)


def open_kind(talk: Talk) -> str:
    question = talk.question()
    assert question
    return str(question["kind"])


def still_there(talk: Talk, at: datetime) -> None:
    """The borrower has proven who they are again."""
    talk.today = at.date()
    with UnitOfWork(talk.engine) as uow:
        conversation = uow.conversations.require(talk.conversation_id)
        uow.conversations.save(replace(conversation, verified_until=at + timedelta(minutes=30)))
        uow.commit()


def said_no(talk: Talk, **options: str) -> Heard:
    return talk.says("I will not pay you anything", "refuse_to_pay", **options)


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        (
            "en",
            "why not longer?",
            ["8 × CNY 275.04 at most, until 2 July 2027", "12 ×", "60 months at most", "CNY 7,701.15"],
        ),
        ("zh", "为什么不能再长一点", ["8期，每期最多275.04元", "12期", "最长60个月", "7,701.15元", "要由专员批准"]),
    ],
)
def test_why_not_longer_is_computed_and_names_the_rule(
    talk_as: As, language: Language, text: str, parts: list[str]
) -> None:
    talk = talk_as("P1")
    talk.language = language
    shown(talk)
    heard = talk.says(text, "request_installments")
    assert open_kind(talk) == KIND
    for part in parts:
        assert part in heard.text


def test_a_number_of_parts_that_was_not_shown_is_computed_and_can_be_taken(talk_as: As) -> None:
    talk = talk_as("P1")
    shown(talk)
    assert "8 × CNY 275.04" in talk.says("8 instalments then", "inform").text
    yes(talk)
    yes(talk)
    assert plans(talk) == ["accepted"]


def test_a_pause_is_not_longer_than_policy_allows(talk_as: As) -> None:
    talk = talk_as("P2")
    talk.says("pay in parts", "request_installments")
    yes(talk)
    talk.says("my new job starts 2027-01-15", "inform", date="2027-01-15")
    heard = talk.says("why not longer?", "ask_options")
    assert "already the longest" in heard.text and "2 months" in heard.text


def test_one_payment_cannot_be_stretched(talk_as: As) -> None:
    talk = talk_as("P6")
    talk.says("I will pay on Friday", "promise_to_pay", date="2026-11-27")
    assert "nothing to stretch" in talk.says("can it be longer", "request_extension").text


def test_the_total_is_said_beside_the_contract_and_beside_doing_nothing(talk_as: As) -> None:
    talk = talk_as("P1")
    shown(talk)
    heard = talk.says("what would it cost in total", "request_installments")
    for part in ("CNY 7,701.15", "CNY 7,732.50", "CNY 7,933.83"):
        assert part in heard.text


def test_offers_are_drawn_as_well_as_listed(talk_as: As) -> None:
    talk = talk_as("P9")
    talk.says("what is possible, a customer pays 2027-01-22", "ask_options", date="2027-01-22")
    heard = yes(talk)
    (chart,) = [chart for message in heard.messages for chart in message.charts]
    cards = [card for message in heard.messages for card in message.cards]
    assert len(chart.table) - 1 == sum(len(card.schedule) for card in cards)
    assert chart.svg.count("<rect class") == len(chart.table) - 1 and "style" not in chart.svg


# -- saying no -----------------------------------------------------------------------------------------------------


def test_a_no_hears_its_rights_first_and_then_gently_what_is_possible(talk_as: As) -> None:
    talk = talk_as("P1")
    heard = said_no(talk)
    rights, possible = heard.text.index("You have the right"), heard.text.index("Leaving it is fine too")
    assert rights < possible < heard.text.index("CNY 550.08")
    assert open_kind(talk) == KIND and plans(talk) == []


def test_a_second_no_is_not_answered_with_offers_again(talk_as: As) -> None:
    talk = talk_as("P1")
    said_no(talk)
    assert "CNY" not in said_no(talk).text


def test_a_no_of_a_stranger_shows_nothing(stranger: Talk) -> None:
    heard = said_no(stranger)
    assert "You have the right" in heard.text and "CNY" not in heard.text and not heard.directives


def test_a_no_while_a_state_binds_gets_no_offers(talk_as: As) -> None:
    talk = talk_as("P1")
    with UnitOfWork(talk.engine) as uow:
        borrower = uow.borrowers.by_reference("EK-482913")
        assert borrower
        enter(uow, borrower.id, "dispute", now=people.NOW, source="assistant")
        uow.commit()
    assert "Leaving it is fine" not in said_no(talk).text


def test_a_no_soon_after_a_plan_broke_gets_no_offers_until_the_wait_is_over(talk_as: As, clock: MovingClock) -> None:
    talk = talk_as("P1")
    to_the_summary(talk)
    yes(talk)
    clock.at = people.NOW + timedelta(days=12)
    assert daily.run(talk.engine, clock.at).broken == 1
    still_there(talk, clock.at)
    assert "Leaving it is fine" not in said_no(talk).text


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "stop bothering me, i am not paying you a cent"), ("zh", "别再找我了，我一分钱都不还")],
)
def test_who_refuses_and_wants_to_be_let_be_is_let_be_and_offered_nothing(
    talk_as: As, language: Language, text: str
) -> None:
    talk = talk_as("P1")
    talk.language = language
    heard = talk.says(text, "refuse_to_pay")
    assert protection.TEXTS["stop_contact"].in_language(language) in heard.text
    assert talk.question() is None, "no offer is open"


@pytest.mark.parametrize(
    ("text", "intent", "values", "expected", "then"),
    [
        ("what would it cost in total?", "check_balance", {}, "CNY 7,701.15", "relief.confirm"),
        ("why not longer?", "refuse_to_pay", {}, "8 × CNY 275.04", "relief.confirm"),
        ("what if I pay 100 more?", "ask_consequences", {"amount": "100"}, "it fits", KIND),
    ],
)
def test_at_the_summary_too_questions_are_computed_whatever_they_were_taken_for(
    talk_as: As, text: str, intent: str, values: dict[str, str], expected: str, then: str
) -> None:
    talk = talk_as("P1")
    to_the_summary(talk)
    assert expected in talk.says(text, intent, **values).text
    assert open_kind(talk) == then and plans(talk) == []


def test_what_is_owed_today_is_not_the_total_of_an_offer(talk_as: As) -> None:
    talk = talk_as("P1")
    shown(talk)
    assert "CNY 2,231.67" in talk.says("what do I owe in total?", "check_balance").text


def test_a_part_of_a_sum_for_everything_begins_the_list_and_is_not_added_to_it(talk_as: As) -> None:
    talk = talk_as("P9")
    shown(talk)
    talk.says("no, the rent alone is 3000", "inform", amount="3000")
    question = talk.question()
    assert question and question["kind"] == "relief.budget" and question["data"]["rest"]
    assert [item["amount"] for item in question["data"]["have"]["spending"]] == [300000]


def test_somebody_who_cannot_go_on_any_longer_gets_no_longer_terms(talk_as: As) -> None:
    talk = talk_as("P1")
    shown(talk)
    assert "8 × CNY 275.04" not in talk.says("I can't take this any longer", "explain_hardship").text
