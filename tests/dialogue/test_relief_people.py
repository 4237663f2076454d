"""Each person of the demo leaves with what their story says: a plan, a pause, a day, or a person."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from relief import approvals
from relief.dates import clock_from_environment
from relief.store.engine import make_engine
from relief.store.records import Staff
from relief.store.uow import UnitOfWork
from tests.dialogue.driver import Borrower, Bot
from tests.product import PROJECT, Product

pytestmark = pytest.mark.system

Talk = Callable[..., tuple[Borrower, Bot]]


def test_p1_agrees_on_four_parts_in_mixed_language_and_sees_his_plan(talk: Talk) -> None:
    borrower, bot = talk("zh", as_="P1")
    borrower.says("最近hours被cut了，收入少了很多，还不上这个loan")
    bot.replies_with("relief_offers.heard.reduced_income")
    borrower.presses_button_of("answers.no")
    bot.replies_with("relief_offers.known")
    bot.mentions("1,450.00元", "4,300.00元")
    borrower.presses_button_of("answers.yes")
    card = bot.shows_card("offer")
    assert [row["amount"] for row in card["schedule"]] == ["550.08"] * 4
    bot.mentions("550.08元", "31.35元")
    borrower.presses_button_of("answers.yes")
    bot.replies_with("relief_offers.confirm")
    bot.mentions("2026年11月27日", "2,200.32元")
    borrower.presses_button_of("answers.yes")
    bot.replies_with("relief_offers.booked")
    borrower.says("我的还款方案进展怎么样")
    bot.replies_with("relief_offers.status")
    bot.mentions("550.08元", "2,200.32元")


def test_p2_hears_no_to_instalments_and_gets_two_months_without_interest(talk: Talk) -> None:
    borrower, bot = talk("zh", as_="P2")
    borrower.says("我想分期还逾期的钱")
    bot.replies_with("relief_offers.known")
    borrower.presses_button_of("answers.yes")
    bot.replies_with("relief_offers.not_that", "relief_offers.when")
    borrower.says("1月15日上班")
    card = bot.shows_card("offer")
    assert card["schedule"][0] == {"due": "2027-02-15", "amount": "642.48", "currency": "CNY"}


def test_p3_waits_for_the_harvest_and_a_person_approves(talk: Talk) -> None:
    borrower, bot = talk("zh", as_="P3")
    borrower.says("能不能延期，等卖了猪再还")
    bot.replies_with("relief_offers.known")
    bot.mentions("2027年2月5日")
    borrower.presses_button_of("answers.yes")
    assert bot.shows_card("offer")["schedule"][0]["due"] == "2027-02-05"
    borrower.presses_button_of("answers.yes")
    bot.replies_with("decision.needs_person", "handover.case")


def test_p5_gets_the_second_and_last_plan(talk: Talk) -> None:
    borrower, bot = talk("zh", as_="P5")
    borrower.says("我想再分期还一次")
    borrower.presses_button_of("answers.yes")
    bot.replies_with("decision.plan.last")


def test_p6_promises_her_pay_day_and_no_plan_is_pushed(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P6")
    borrower.says("I will pay everything on Friday")
    bot.does_not_reply_with("relief_offers.known")
    assert [card["title"] for line in bot.lines for card in line.cards if card["kind"] == "offer"] == ["A day to pay"]
    borrower.says("yes")
    bot.replies_with("relief_offers.confirm")
    borrower.says("yes")
    bot.replies_with("relief_offers.promised")
    bot.mentions("27 November 2026")


def test_p7_offers_a_sum_a_person_agrees_and_he_takes_it(talk: Talk, product: Product) -> None:
    borrower, bot = talk("en", as_="P7")
    borrower.says("My sister can give me 4500 dollars, can I settle the debt with one payment of 4500?")
    bot.shows_card("offer")
    bot.replies_with("decision.settlement.forgiven")
    borrower.says("yes")
    bot.replies_with("handover.case", "relief_offers.waits")
    borrower.says("how is my plan going?")
    bot.replies_with("relief_offers.waiting")
    agree_to_what_waits(product, "settlement")
    borrower.says("how is my plan going?")
    bot.replies_with("relief_offers.agreed_to", "relief_offers.confirm")
    bot.mentions("USD 4,500.00")
    borrower.presses_button_of("answers.yes")
    bot.replies_with("relief_offers.booked", "relief_papers.offered", "payment.link")


def agree_to_what_waits(product: Product, kind: str) -> None:
    """A supervisor says yes on the command line."""
    engine = make_engine(product.environment["DATABASE_URL"])
    with UnitOfWork(engine) as uow:
        waiting = [one for one in approvals.pending(uow) if one.approval.kind == kind]
        now = clock_from_environment(product.environment).now()
        if uow.staff.by_login("tests-sara") is None:
            uow.staff.add(Staff("w_tests", "tests-sara", "Sara", "-", ("supervisor",), ("en",), True, now))
        uow.commit()
    engine.dispose()
    command = [sys.executable, "-m", "relief", "approvals", "approve", waiting[0].approval.id]
    command += ["--by", "tests-sara", "--reason", "The floor is met."]
    done = subprocess.run(command, env=product.environment, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "is approved" in done.stdout, done.stderr


def test_p9_sees_two_ways_side_by_side_and_chooses_by_description(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P9")
    borrower.says("what options do I have? a customer pays me on 22 January")
    borrower.presses_button_of("answers.yes")
    cards = [card for line in bot.lines for card in line.cards if card["kind"] == "offer"]
    assert len(cards) == 2, bot.text
    borrower.says("the instalments")
    bot.replies_with("relief_offers.confirm")
    borrower.says("cancel")
    bot.replies_with("answers.stopped")


def test_p10_gets_small_weekly_parts(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P10")
    borrower.says("can i pay in small parts")
    borrower.presses_button_of("answers.yes")
    bot.replies_with("decision.interest.stops_at_principal")
    bot.shows_card("offer")


def test_p11_is_offered_no_plan_but_a_pause_and_a_person(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P11")
    borrower.says("what help is there for me")
    borrower.presses_button_of("answers.yes")
    bot.replies_with("decision.nothing.pause", "handover.case")
    assert not [card for line in bot.lines for card in line.cards if card["kind"] == "offer"]


def test_p12_moves_her_date_without_a_reason(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P12")
    borrower.says("can you move my due date to 9 December")
    bot.shows_card("offer")
    borrower.says("yes")
    borrower.says("yes")
    bot.replies_with("relief_offers.booked")
    bot.mentions("9 December 2026")


def test_a_question_in_the_middle_keeps_the_thread_and_cancel_leaves_nothing(first_day: None, talk: Talk) -> None:
    borrower, bot = talk("en", as_="P8")
    borrower.says("I want to pay the overdue amount in instalments")
    borrower.says("how much do I owe")
    bot.replies_with("relief_offers.known")
    borrower.says("cancel")
    bot.replies_with("answers.stopped")
    borrower.says("what about my plan")
    bot.replies_with("relief_offers.no_plan")


def test_a_budget_in_one_message_is_taken_and_corrected(first_day: None, talk: Talk) -> None:
    borrower, bot = talk("en", as_="P8")
    borrower.says("I want to pay the overdue amount in instalments")
    borrower.presses_button_of("answers.no")
    bot.replies_with("relief_offers.budget")
    borrower.says("earn 12000 on the 10th, rent 20, food 5000")
    bot.replies_with("relief_offers.odd")
    bot.mentions("INR 2,000.00")
    borrower.presses_button_of("answers.yes")
    bot.shows_card("offer")


def test_a_plan_is_changed_before_it_breaks_and_can_be_left(first_day: None, talk: Talk) -> None:
    borrower, bot = talk("en", as_="P9")
    borrower.says("can I pay what is overdue in instalments?")
    borrower.presses_button_of("answers.yes")
    bot.shows_card("offer")
    borrower.says("why not longer?")
    bot.replies_with("relief_offers.longer")
    borrower.says("the instalments")
    bot.replies_with("relief_offers.confirm")
    borrower.presses_button_of("answers.yes")
    bot.replies_with("relief_offers.booked", "relief_papers.offered")
    borrower.says("I need to change my payment plan")
    bot.replies_with("relief_offers.changing")
    borrower.says("cancel")
    borrower.says("please cancel my payment plan")
    bot.replies_with("relief_offers.leave_back")
    borrower.presses_button_of("answers.yes")
    bot.replies_with("relief_offers.left_plan")


def test_somebody_who_will_not_pay_hears_rights_first_and_then_what_is_possible(talk: Talk) -> None:
    borrower, bot = talk("zh", as_="P10")
    borrower.says("我就是不还，你们能怎么样")
    bot.replies_with("protection.refuse_rights", "relief_offers.gently")
