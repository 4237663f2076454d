"""Help from hardship to booking, over the demo portfolio, without understanding in between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from relief import audit
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.conftest import As, MovingClock
from tests.actions.talk import Heard, Talk


def yes(talk: Talk) -> Heard:
    question = talk.question()
    assert question
    return talk.presses(f'/affirm{{"question": "{question["id"]}"}}')


def plans(talk: Talk) -> list[str]:
    with UnitOfWork(talk.engine, readonly=True) as uow:
        conversation = uow.conversations.get(talk.conversation_id)
        assert conversation and conversation.verified_borrower_id
        return [plan.status for plan in uow.plans.of_borrower(conversation.verified_borrower_id) if plan.decision_id]


def to_the_summary(talk: Talk) -> Heard:
    talk.says("can I pay in instalments", "request_installments")
    yes(talk)
    return yes(talk)


def test_li_wei_books_four_parts_of_550_08(talk_as: As) -> None:
    talk = talk_as("P1")
    shown = to_the_summary(talk)
    assert "27 November 2026" in shown.text and "CNY 2,200.32" in shown.text
    assert plans(talk) == [], "nothing is kept before the yes"
    booked = yes(talk)
    assert "CNY 550.08" in booked.text
    assert plans(talk) == ["accepted"]
    with UnitOfWork(talk.engine, readonly=True) as uow:
        assert audit.verify(uow.connection) is None


def test_the_same_yes_twice_books_once_and_a_late_yes_books_nothing(talk_as: As) -> None:
    talk = talk_as("P1")
    to_the_summary(talk)
    question = talk.question()
    assert question
    press = f'/affirm{{"question": "{question["id"]}"}}'
    first = talk.presses(press, message_id="same")
    again = talk.presses(press, message_id="same")
    assert first.text.startswith(again.text), "what is offered along with it may differ, what was booked does not"
    talk.says("yes", "affirm")
    assert plans(talk) == ["accepted"]


def test_a_payment_before_the_yes_shows_new_offers_instead(talk_as: As) -> None:
    from relief.accounts import record_payment

    talk = talk_as("P1")
    to_the_summary(talk)
    with UnitOfWork(talk.engine) as uow:
        borrower = uow.borrowers.by_reference("EK-482913")
        assert borrower
        loan = uow.loans.of_borrower(borrower.id)[0]
        record_payment(
            uow, loan, amount=20000, currency="CNY", paid_at=people.NOW, reference="x", channel="bank", now=people.NOW
        )
        uow.commit()
    heard = yes(talk)
    assert (
        "has changed" in heard.text and "CNY 200.00 has come in meanwhile" in heard.text and "CNY 666.7" in heard.text
    )
    assert plans(talk) == ["proposed"]


def test_an_unclear_yes_books_nothing(talk_as: As) -> None:
    talk = talk_as("P1")
    to_the_summary(talk)
    talk.says("yes but later", "affirm")
    assert plans(talk) == []


def test_cancel_leaves_nothing_behind(talk_as: As) -> None:
    talk = talk_as("P1")
    to_the_summary(talk)
    talk.says("cancel", "cancel")
    assert plans(talk) == [] and talk.question() is None


def test_another_question_in_between_keeps_the_thread(talk_as: As) -> None:
    talk = talk_as("P1")
    to_the_summary(talk)
    heard = talk.says("how much do I owe", "check_balance")
    assert "Shall I book exactly this?" in heard.last.text
    yes(talk)
    assert plans(talk) == ["accepted"]


def test_a_yes_after_half_an_hour_is_too_late(talk_as: As, clock: MovingClock) -> None:
    talk = talk_as("P1")
    to_the_summary(talk)
    question = talk.question()
    clock.at += timedelta(minutes=29)
    assert question
    clock.at += timedelta(minutes=2)
    talk.says("yes", "affirm")
    assert plans(talk) == []


def test_wang_fang_is_refused_instalments_and_books_a_pause(talk_as: As) -> None:
    talk = talk_as("P2")
    talk.says("pay in parts", "request_installments")
    assert "nothing is left" in yes(talk).text
    assert (question := talk.question()) and question["kind"] == "relief.when"
    heard = talk.says("my new job starts 2027-01-15", "inform", date="2027-01-15")
    assert "15 February 2027" in heard.text
    yes(talk)
    assert "15 February 2027" in yes(talk).text
    assert plans(talk) == ["accepted"]


@pytest.mark.parametrize(
    ("key", "intent", "entities", "wanted"),
    [
        ("P3", "request_extension", {}, "5 February 2027"),
        ("P5", "request_installments", {}, "the last one we can agree"),
        ("P7", "request_settlement", {"amount": "4500"}, "USD 4,500.00"),
        ("P9", "ask_options", {"date": "2027-01-22"}, "2."),
        ("P10", "request_installments", {}, "can never go above the principal"),
        ("P11", "ask_options", {}, "I've passed it to a person"),
    ],
)
def test_each_gets_what_the_story_says(
    talk_as: As, key: str, intent: str, entities: dict[str, str], wanted: str
) -> None:
    talk = talk_as(key)
    heard = talk.says(f"please {' '.join(entities.values())}", intent, **entities)
    if (question := talk.question()) and question["kind"] == "relief.known":
        heard = yes(talk)
    assert wanted in heard.text


@pytest.mark.parametrize("key", ["P3", "P7"])
def test_what_needs_a_person_opens_a_case_with_the_decision(talk_as: As, key: str) -> None:
    talk = talk_as(key)
    if key == "P3":
        talk.says("more time", "request_extension")
    else:
        talk.says("4500 to settle", "request_settlement", amount="4500")
    if (question := talk.question()) and question["kind"] == "relief.known":
        yes(talk)
    assert "passed it to a person" in yes(talk).text
    assert plans(talk) == ["proposed"]


def test_maria_promises_her_pay_day(talk_as: As) -> None:
    talk = talk_as("P6")
    heard = talk.says("I will pay on Friday", "promise_to_pay", date="2026-11-27")
    assert "27 November 2026" in heard.text
    yes(talk)
    assert "USD 230.32" in yes(talk).text
    assert plans(talk) == []
    assert "27 November 2026" in talk.says("my plan", "ask_plan_status").text


def test_aisha_moves_her_day_in_three_lines(talk_as: As) -> None:
    talk = talk_as("P12")
    heard = talk.says("move my due date to the 9th", "request_extension", date="2026-12-09")
    assert "9 December 2026" in heard.text
    yes(talk)
    assert "agreed" in yes(talk).text
    assert plans(talk) == ["kept"]


def test_a_budget_in_one_message_with_a_slip_is_questioned_and_used(talk_as: As) -> None:
    talk = talk_as("P9")
    talk.says("in parts please", "request_installments")
    talk.says("no", "deny")
    heard = talk.says("earn 19000 on the 10th, rent 40, food 9500", "inform", amount=["19000", "9500"])
    assert "Did you mean INR 4,000.00" in heard.text
    assert "possible" in yes(talk).text


def test_a_figure_is_put_right(talk_as: As) -> None:
    talk = talk_as("P9")
    talk.says("in parts please", "request_installments")
    talk.says("no", "deny")
    talk.says("rent 3000, food 9500", "inform", amount=["3000", "9500"])
    talk.says("no, 4000 not 3000", "inform", amount=["4000"])
    question = talk.question()
    assert question and [item["amount"] for item in question["data"]["have"]["spending"]] == [400000, 950000]


def have(talk: Talk) -> dict[str, list[tuple[int, str]]]:
    question = talk.question()
    assert question
    budget = question["data"]["have"]
    return {side: [(item["amount"], item["every"]) for item in budget[side]] for side in ("income", "spending")}


def test_a_whole_month_in_one_message_replaces_what_was_on_file_whatever_the_line_was_taken_for(talk_as: As) -> None:
    talk = talk_as("P1")
    talk.says("in smaller pieces maybe", "request_installments")
    line = "i make about 900 a week, paid every friday. room 1400 a month, food 200 a week, phone 60"
    heard = talk.says(line, "request_installments", amount=["900", "200"])
    assert (question := talk.question()) and question["kind"] != "relief.known", heard.text
    with UnitOfWork(talk.engine, readonly=True) as uow:
        budget = uow.budgets.latest(question_borrower(talk))
    assert budget and [(item["side"], item["amount"], item["every"]) for item in budget.items] == [
        ("income", 90000, "weekly"),
        ("essentials", 140000, "monthly"),
        ("essentials", 20000, "weekly"),
        ("essentials", 6000, "monthly"),
    ]


def test_a_yes_in_ones_own_words_is_enough_where_nothing_is_booked(talk_as: As) -> None:
    talk = talk_as("P6")
    talk.says("my hours got cut", "explain_hardship", hardship_reason="income_reduced")
    talk.says("ok keep it", "affirm")
    assert (question := talk.question()) and question["kind"] == "relief.known"
    with UnitOfWork(talk.engine, readonly=True) as uow:
        assert (told := uow.situations.latest(question_borrower(talk))) and told.reason == "income_reduced"


def test_a_month_told_before_the_reason_may_be_kept_moves_on_and_keeps_no_reason(talk_as: As) -> None:
    talk = talk_as("P6")
    talk.says("my hours got cut", "explain_hardship", hardship_reason="income_reduced")
    heard = talk.says(
        "i get $1150 every other week, rent 980, groceries 90 a week", "inform", amount=["1150", "980", "90"]
    )
    assert (question := talk.question()) and question["kind"] == "relief.choose", heard.text
    with UnitOfWork(talk.engine, readonly=True) as uow:
        on_record = uow.situations.latest(question_borrower(talk))
    assert on_record is None or on_record.reason != "income_reduced"


def told_items(talk: Talk) -> list[tuple[str, int, str]]:
    with UnitOfWork(talk.engine, readonly=True) as uow:
        budget = uow.budgets.latest(question_borrower(talk))
    assert budget
    return [(item["label"], item["amount"], item["every"]) for item in budget.items]


@pytest.mark.parametrize(
    ("line", "amounts", "items"),
    [
        (
            "i get $1,150 every other week, rent 980 groceries 90 a week",
            ["1150", "980", "90"],
            [("income", 115000, "biweekly"), ("home", 98000, "monthly"), ("food", 9000, "weekly")],
        ),
        (
            "earn 3900 weekly, rent 3000 food 200 a day",
            ["3900", "3000", "200"],
            [("income", 390000, "weekly"), ("home", 300000, "monthly"), ("food", 140000, "weekly")],
        ),
        (
            "一个月挣5200，房租1400吃饭800",
            ["5200", "1400", "800"],
            [("income", 520000, "monthly"), ("home", 140000, "monthly"), ("food", 80000, "monthly")],
        ),
        (
            "no income now, rent 1200 and food 900",
            ["1200", "900"],
            [("income", 0, "monthly"), ("home", 120000, "monthly"), ("food", 90000, "monthly")],
        ),
        (
            "没有收入了，房租1200，吃饭900",
            ["1200", "900"],
            [("income", 0, "monthly"), ("home", 120000, "monthly"), ("food", 90000, "monthly")],
        ),
    ],
)
def test_every_figure_of_a_line_gets_its_own_words_and_rhythm(
    talk_as: As, line: str, amounts: list[str], items: list[tuple[str, int, str]]
) -> None:
    talk = talk_as("P6")
    talk.says("in parts please", "request_installments")
    talk.says(line.replace("$", "$ "), "inform", amount=amounts)
    assert told_items(talk) == items


def test_what_somebody_can_pay_is_a_proposal_and_no_line_of_their_month(talk_as: As) -> None:
    talk = talk_as("P10")
    talk.says("in parts please", "request_installments")
    heard = talk.says("just 50 bob a day i can manage", "inform", amount="50")
    question = talk.question()
    assert question and question["kind"] == "relief.known", heard.text
    assert question["data"]["case"]["wishes"].get("amount") == 35000, (heard.text, question["data"])
    assert question["data"]["case"]["wishes"]["frequency"] == "weekly"


def test_a_wish_in_between_does_not_lose_what_was_told(talk_as: As) -> None:
    talk = talk_as("P1")
    talk.says("in parts please", "request_installments")
    talk.says("rent is 1400", "inform", amount="1400")
    talk.says("can i start in january", "request_extension", date="2027-01-15")
    assert have(talk)["spending"] == [(140000, "monthly")]


def test_who_tells_the_income_along_with_the_trouble_is_not_asked_for_it_again(talk_as: As) -> None:
    talk = talk_as("P10")
    line = "the market moved, i make like 500 a day on good days"
    heard = talk.says(line, "explain_hardship", hardship_reason="business_failure", amount="500")
    assert "KES 2,500.00 a week" in heard.text and "five days a week" in heard.text


def question_borrower(talk: Talk) -> str:
    with UnitOfWork(talk.engine, readonly=True) as uow:
        conversation = uow.conversations.get(talk.conversation_id)
    assert conversation and conversation.verified_borrower_id
    return conversation.verified_borrower_id


def test_a_new_income_alone_keeps_the_essentials_and_is_shown_for_a_yes(talk_as: As) -> None:
    talk = talk_as("P1")
    talk.says("in parts please", "request_installments")
    heard = talk.says("no, now I only earn 900 a week", "inform", amount="900")
    assert "CNY 900.00 a week" in heard.text and "CNY 4,300.00 a month" in heard.text
    assert (question := talk.question()) and question["kind"] == "relief.known"


def test_one_expense_beside_a_lump_sum_asks_for_the_rest(talk_as: As) -> None:
    talk = talk_as("P1")
    talk.says("in parts please", "request_installments")
    heard = talk.says("rent is 1400", "inform", amount="1400")
    assert "and the rest" in heard.text
    assert have(talk) == {"income": [(145000, "weekly")], "spending": [(140000, "monthly")]}
    talk.says("that's all", "inform")
    assert (question := talk.question()) and question["kind"] != "relief.budget"


def test_a_figure_is_put_right_while_offers_are_shown(talk_as: As) -> None:
    talk = talk_as("P1")
    talk.says("in parts please", "request_installments")
    talk.says("earn 1450 a week, rent 1400, food 2000", "inform", amount=["1450", "1400", "2000"])
    assert (question := talk.question()) and question["kind"] == "relief.choose"
    heard = talk.says("sorry, rent is 1600", "inform", amount="1600")
    assert "CNY 1,600.00 a month" in heard.text
    assert (question := talk.question()) and question["kind"] == "relief.choose"


def test_offers_are_asked_about_in_the_words_of_the_moment(talk_as: As) -> None:
    talk = talk_as("P5")
    talk.language = "zh"
    talk.says("想分期", "request_installments")
    yes(talk)
    assert "最长" in talk.says("为什么不能分久一点", "request_installments").text
    assert "总共还" in talk.says("那一共要还多少", "check_balance").text
    heard = talk.says("等等房租涨到2000了", "explain_hardship", amount="2000")
    assert "2,000.00元" in heard.text and "就这些" in heard.text, "one sum for everything hides what rent was in it"


def test_a_sum_to_pay_is_no_figure_of_the_month(talk_as: As) -> None:
    talk = talk_as("P1")
    talk.says("in parts please", "request_installments")
    yes(talk)
    talk.says("I can pay 600 from my salary", "request_installments", amount="600")
    with UnitOfWork(talk.engine, readonly=True) as uow:
        budget = uow.budgets.latest(question_borrower(talk))
    assert budget and [item["amount"] for item in budget.items] == [145000, 430000]


def test_pay_by_the_day_is_counted_for_the_days_that_were_said_or_said_to_be_five(talk_as: As) -> None:
    talk = talk_as("P1")
    talk.says("in parts please", "request_installments")
    heard = talk.says("earn 200 a day", "inform", amount="200")
    assert "five days a week" in heard.text and "CNY 1,000.00 a week" in heard.text
    heard = talk.says("no, 200 a day, 6 days a week", "inform", amount="200")
    assert "five days" not in heard.text and "CNY 1,200.00 a week" in heard.text


def test_what_comes_in_once_a_year_is_not_taken_for_a_month(talk_as: As) -> None:
    talk = talk_as("P3")
    talk.says("等卖了粮再还", "request_extension")
    heard = talk.says("家里地里一年就收一次，大概能卖25000，一月花800", "inform", amount=["25000", "800"])
    with UnitOfWork(talk.engine, readonly=True) as uow:
        budget = uow.budgets.latest(question_borrower(talk))
    assert budget and [(item["amount"], item["every"]) for item in budget.items] == [
        (2500000, "yearly"),
        (80000, "monthly"),
    ], heard.text


def test_totals_are_answered_and_the_choice_stays_open(talk_as: As) -> None:
    talk = talk_as("P1")
    talk.says("in parts please", "request_installments")
    yes(talk)
    heard = talk.says("what is the total", "request_installments")
    assert "CNY 7,701.15" in heard.text
    assert (question := talk.question()) and question["kind"] == "relief.choose"


def test_a_little_more_each_time_is_computed_and_more_than_the_month_leaves_is_not_taken(talk_as: As) -> None:
    talk = talk_as("P1")
    talk.says("in parts please", "request_installments")
    yes(talk)
    assert "more than the CNY 683.17" in talk.says("what if I pay 200 more", "request_installments", amount="200").text
    assert "it fits" in talk.says("what if I pay 100 more", "request_installments", amount="100").text
