"""The budget workshop with the actions: told in one line or in pieces, interrupted, corrected, kept, compared, deleted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.engine import Engine

from relief.facts import situation_facts
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.conftest import MovingClock
from tests.actions.talk import Heard, Talk
from words import learning_budget as words
from words.model import Language

ALL = "wages 6000 on the 10th, rent 2400 on the 1st, food 1800, phone 700"


def text(key: str, language: Language = "en") -> str:
    return words.TEXTS[key].in_language(language)


def tell(talk: Talk, line: str = ALL, intent: str = "inform") -> Heard:
    """A line of figures; amounts and days are marked where they stand."""
    found = {"amount": ["6000", "2400", "1800", "700"], "date": ["2026-12-10", "2026-12-01"]}
    where = {"2026-12-10": "10th", "2026-12-01": "1st"}
    return says_at(talk, line, intent, found, where)


def says_at(talk: Talk, line: str, intent: str, found: dict[str, list[str]], where: dict[str, str]) -> Heard:
    """As `says`, with the places of values that read differently in the text."""
    original = str.find

    class Line(str):
        def find(self, value: str, *rest: int) -> int:  # type: ignore[override]
            return original(self, where.get(value, value), *rest)

    return talk.says(Line(line), intent, **found)  # type: ignore[arg-type]


def begun(talk: Talk, language: Language = "en") -> Heard:
    talk.language = language
    return talk.says("help me make a budget" if language == "en" else "帮我做个预算", "learn_budgeting")


@pytest.mark.parametrize("intent", ["inform", "explain_hardship", "promise_to_pay"])
def test_everything_in_one_line_whatever_it_is_taken_for(stranger: Talk, intent: str) -> None:
    begun(stranger)
    assert text("need_cash") in tell(stranger, intent=intent).text
    heard = stranger.says("900", "inform", amount="900")
    assert "A month brings CNY 6,000.00, and CNY 4,900.00 goes out. That leaves CNY 1,100.00." in heard.text
    assert [chart.title for message in heard.messages for chart in message.charts] == [
        text("bars_title"), text("line_title")
    ]  # fmt: skip
    assert not any(message.discloses for message in heard.messages)
    assert all(message.private for message in heard.messages if "CNY" in message.text)  # not for a locked screen


def test_the_days_that_run_dry_are_listed_as_well_as_drawn(stranger: Talk) -> None:
    begun(stranger)
    tell(stranger)
    heard = stranger.says("900", "inform", amount="900")
    chart = next(chart for message in heard.messages for chart in message.charts if chart.title == text("line_title"))
    below = [row for row in chart.table[1:] if row[2].startswith("-")]
    assert below and chart.svg.count("chart-dry") == 1
    assert f"{len(below)} days run dry" in heard.text
    assert "Phone & internet: CNY 700.00 a month. That is above the usual CNY 360.00" in heard.text


def test_bit_by_bit_with_a_question_in_between(stranger: Talk) -> None:
    begun(stranger, "zh")
    heard = stranger.says("房租2000，吃饭1500", "inform", amount=["2000", "1500"])
    assert "每月支出3,500.00元" in heard.text
    heard = stranger.says("罚息怎么算？", "learn_interest")
    assert heard.messages[0].text.startswith("罚息是对逾期部分") and "收入有多少" in heard.last.text
    heard = stranger.says("工资6000", "inform", amount="6000")
    assert heard.text == text("need_day", "zh")
    heard = stranger.says("跳过", "nlu_fallback")
    assert "剩下2,500.00元" in heard.text


@pytest.mark.parametrize(
    ("line", "amounts", "left"),
    [
        ("phone is 90", ["90"], "CNY 1,710.00"),
        ("not 2400 but 2000", ["2000"], "CNY 1,500.00"),
        ("another phone 50", ["50"], "CNY 1,050.00"),
    ],
)
def test_a_line_is_put_right_afterwards(stranger: Talk, line: str, amounts: list[str], left: str) -> None:
    begun(stranger)
    tell(stranger)
    stranger.says("900", "inform", amount="900")
    heard = stranger.says(line, "inform", amount=amounts)
    assert text("noted") in heard.text and f"That leaves {left}" in heard.text


def test_a_missing_month_is_met_with_relief_and_no_advice_to_save(stranger: Talk) -> None:
    begun(stranger)
    stranger.says("wages 3000, rent 2400, food 1800", "inform", amount=["3000", "2400", "1800"])
    heard = stranger.says("skip", "deny")
    assert "CNY 1,200.00 is missing" in heard.text and "Put aside" not in heard.text
    assert any(button.payload == "/ask_options" for message in heard.messages for button in message.buttons)


@pytest.mark.parametrize(
    ("line", "amounts", "every", "amount"),
    [
        ("i earn 450 a week", ["450"], "weekly", 45000),
        ("工资每两周2000", ["2000"], "biweekly", 200000),
        ("pension 900 every three months", ["900"], "quarterly", 90000),
        ("income between 3000 and 5000", ["3000", "5000"], "monthly", 300000),
        ("收入不固定，每月3000到5000", ["3000", "5000"], "monthly", 300000),
    ],
)
def test_income_of_every_rhythm(stranger: Talk, line: str, amounts: list[str], every: str, amount: int) -> None:
    begun(stranger)
    stranger.says(line, "inform", amount=amounts)
    question = stranger.question()
    assert question is not None
    (entry,) = question["data"]["have"]["items"]
    assert (entry["side"], entry["every"], entry["amount"]) == ("income", every, amount)


def test_a_harvest_once_a_year_with_its_day(stranger: Talk) -> None:
    begun(stranger)
    stranger.says("income 62000 a year, on 2027-02-05", "inform", amount="62000", date="2027-02-05")
    question = stranger.question()
    assert question is not None
    assert question["data"]["have"]["items"][0]["next_on"] == "2027-02-05"


@pytest.mark.parametrize("amounts", [[], ["6000"]])
def test_a_wage_beside_a_day_is_heard_even_where_it_is_marked_as_no_amount(stranger: Talk, amounts: list[str]) -> None:
    begun(stranger, "zh")
    says_at(stranger, "工资6000，10号发", "inform", {"amount": amounts, "date": ["2026-12-10"]}, {"2026-12-10": "10号"})
    question = stranger.question()
    assert question is not None
    assert question["data"]["have"]["items"] == [
        {"side": "income", "label": "income", "amount": 600000, "every": "monthly", "next_on": "2026-12-10"}
    ]


def test_a_day_behind_a_figure_belongs_to_it(stranger: Talk) -> None:
    begun(stranger, "zh")
    line = "工资6000，10号发，房租2400，1号付，吃饭1800"
    found = {"amount": ["2400", "1800"], "date": ["2026-12-10", "2026-12-01"]}
    says_at(stranger, line, "inform", found, {"2026-12-10": "10号", "2026-12-01": "1号付"})
    question = stranger.question()
    assert question is not None
    days = {item["label"]: item.get("next_on") for item in question["data"]["have"]["items"]}
    assert days == {"income": "2026-12-10", "home": "2026-12-01", "food": None}


def keep(talk: Talk, *, consent: bool) -> Heard:
    begun(talk)
    tell(talk)
    talk.says("900", "inform", amount="900")
    heard = talk.says("keep it", "nlu_fallback")
    assert text("kept") in heard.text
    return talk.says("yes" if consent else "no", "affirm" if consent else "deny")


@pytest.mark.parametrize("consent", [True, False])
def test_it_is_the_relief_budget_and_used_for_relief_only_with_consent(
    li_wei: Talk, database: Engine, consent: bool
) -> None:
    keep(li_wei, consent=consent)
    with UnitOfWork(database, readonly=True) as uow:
        kept = uow.budgets.latest("b1")
        situation = situation_facts(uow, uow.borrowers.require("b1"))
    assert kept is not None and kept.source == "workshop" and (kept.consent_at is not None) is consent
    assert (situation.budget is not None) is consent
    heard = li_wei.presses("/ask_options")
    asked_again = li_wei.question()["kind"] == "relief.known"  # type: ignore[index]
    assert asked_again is not consent and heard.messages


def test_a_stranger_is_asked_who_is_there_before_anything_is_kept(stranger: Talk, database: Engine) -> None:
    begun(stranger)
    tell(stranger)
    stranger.says("skip", "deny")
    heard = stranger.says("keep it", "inform")
    directive = heard.directive("verify")
    assert directive is not None
    with UnitOfWork(database) as uow:
        assert uow.budgets.latest("b1") is None
        uow.conversations.change("c_1", verified_borrower_id="b1", verified_until=people.NOW + timedelta(minutes=30))
        uow.commit()
    assert text("kept") in stranger.presses(directive.members["resume"]).text
    with UnitOfWork(database, readonly=True) as uow:
        kept = uow.budgets.latest("b1")
    assert kept is not None and len(kept.items) == 4


def test_last_month_is_compared_with(li_wei: Talk, database: Engine, clock: MovingClock) -> None:
    keep(li_wei, consent=True)
    clock.at += timedelta(days=31)
    li_wei.today = date(2026, 12, 24)
    with UnitOfWork(database) as uow:
        uow.conversations.change("c_1", verified_until=clock.at + timedelta(minutes=30))
        uow.commit()
    li_wei.says("my budget", "learn_budgeting")
    li_wei.says("phone 100", "inform", amount="100")
    li_wei.says("skip", "deny")
    heard = li_wei.says("compare with last month", "inform")
    assert "Against 23 November 2026: income the same, spending CNY 600.00 less, left CNY 600.00 more." in heard.text


def test_it_can_be_had_as_a_list_and_as_a_file(li_wei: Talk) -> None:
    keep(li_wei, consent=False)
    heard = li_wei.says("export", "nlu_fallback")
    assert "- Income: CNY 6,000.00 a month, 10 December 2026" in heard.text
    directive = heard.directive("paper")
    assert directive is not None and directive.members["kind"] == "budget"


def test_deleting_takes_a_yes_and_takes_all_versions(li_wei: Talk, database: Engine) -> None:
    keep(li_wei, consent=True)
    assert text("sure_delete") in li_wei.says("delete it", "request_privacy").text
    li_wei.says("yes", "affirm")
    with UnitOfWork(database, readonly=True) as uow:
        assert uow.budgets.of_borrower("b1") == []


def test_a_wish_about_the_loan_is_no_line_of_a_budget(li_wei: Talk) -> None:
    begun(li_wei)
    heard = li_wei.says("i want to pay 300 on my loan", "make_payment", amount="300")
    assert "300" not in str(li_wei.question()["data"]["have"]["items"])  # type: ignore[index]
    assert heard.messages or heard.directives


def test_a_person_is_asked_for_in_the_middle(li_wei: Talk) -> None:
    begun(li_wei)
    assert li_wei.says("i earn 3000, let me talk to a person", "request_human", amount="3000").directive("handoff")


def test_leaving_keeps_nothing(stranger: Talk, database: Engine) -> None:
    begun(stranger)
    tell(stranger)
    assert text("bye_unkept") in stranger.says("later", "deny").text
    assert stranger.question() is None


@pytest.mark.parametrize("intent", ["change_plan", "inform"])
def test_a_line_is_changed_whatever_the_words_are_taken_for(stranger: Talk, intent: str) -> None:
    begun(stranger)
    tell(stranger)
    stranger.says("900", "inform", amount="900")
    stranger.language = "zh"
    assert text("noted", "zh") in stranger.says("话费改成90", intent).text


def test_delete_beside_a_kept_budget_means_the_budget(li_wei: Talk) -> None:
    keep(li_wei, consent=False)
    li_wei.says("my budget", "learn_budgeting")
    heard = li_wei.says("删除", "request_privacy")
    assert heard.last.text == text("sure_delete", li_wei.language)


def test_small_figures_between_spaces_are_heard_once_each(stranger: Talk) -> None:
    begun(stranger, "zh")
    stranger.says("工资3000 房租1200 吃饭1000 话费60", "inform", amount=["3000", "1200", "1000"])
    assert "支出2,260.00元" in stranger.says("跳过", "deny").text + stranger.says("跳过", "deny").text


def test_figures_after_an_offered_lesson_begin_ones_own_month(stranger: Talk) -> None:
    stranger.says("how do i budget", "learn_budgeting")
    heard = stranger.says("wages 3000, rent 1200", "inform", amount=["3000", "1200"])
    assert text("need_day") in heard.text
