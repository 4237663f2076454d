"""Which debt first, with debts that are told: what is heard, both orders under one sum a month, and what stays unsaid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.learning_debts_told import debts_told, rate_told
from actions.turn import Entity, Turn
from bot.nlu.entities import extract
from relief.learning.comparison import Comparison, Owing, compare, in_order
from relief.learning.debts import pay_down
from relief.refusals import Refused
from tests.actions import people
from tests.actions.talk import Heard, Talk
from words import learning_debts as words
from words.model import Language

calm = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])

owing = st.builds(
    Owing,
    st.just("d"),
    st.integers(1_000, 2_000_000),
    st.none() | st.integers(0, 4800).map(lambda points: Fraction(points, 10_000)),
    st.integers(0, 40_000),
)
several = st.lists(owing, min_size=1, max_size=5)


def compared(debts: list[Owing], more: int) -> Comparison | None:
    return compare(debts, sum(debt.minimum for debt in debts) + more)


@calm
@given(several, st.integers(0, 200_000))
def test_the_dearest_first_never_costs_more_interest_than_the_smallest_first(debts: list[Owing], more: int) -> None:
    """Counted in millionths of the smallest unit, so that no rounding hides anything: a millionth a debt and month is left."""
    fine = [Owing(one.name, one.balance * 10**6, one.annual_rate, one.minimum * 10**6) for one in debts]
    found = compared(fine, more * 10**6)
    if found is not None:
        assert found.by_cost.interest <= found.by_size.interest + len(debts) * found.by_cost.months
        assert found.by_cost.months <= found.by_size.months


@calm
@given(several, st.integers(0, 200_000))
def test_what_is_paid_is_what_was_owed_and_the_interest(debts: list[Owing], more: int) -> None:
    found = compared(debts, more)
    if found is None:
        return
    owed = sum(debt.balance for debt in found.counted)
    for done in (found.by_cost, found.by_size):
        assert done.paid == owed + done.interest
        assert done.paid <= found.a_month * done.months
        assert max(done.ends) == done.months and min(done.ends) == done.first_month
        assert len(done.ends) == len(found.counted)


@calm
@given(several, st.integers(0, 200_000))
def test_a_debt_without_a_known_rate_changes_no_sum_and_is_named(debts: list[Owing], more: int) -> None:
    known = [debt for debt in debts if debt.annual_rate is not None]
    found, without = compared(debts, more), compared(known, more)
    if found is None or without is None:
        assert found is without
        return
    assert (found.by_cost, found.by_size) == (without.by_cost, without.by_size)
    assert list(found.unknown) == [debt for debt in debts if debt.annual_rate is None]
    assert found.aside + found.a_month == sum(debt.minimum for debt in debts) + more


@calm
@given(several)
def test_the_lists_name_every_debt_once(debts: list[Owing]) -> None:
    by_cost, by_size = in_order(debts)
    assert sorted(map(id, by_cost)) == sorted(map(id, by_size)) == sorted(map(id, debts))
    sizes = [debt.balance for debt in by_size]
    rates = [debt.annual_rate for debt in by_cost if debt.annual_rate is not None]
    assert sizes == sorted(sizes) and rates == sorted(rates, reverse=True)


def test_a_sum_below_the_minimums_is_refused_and_at_them_it_is_not() -> None:
    debts = [Owing("a", 100_000, Fraction(12, 100), 10_000), Owing("b", 50_000, Fraction(0), 5_000)]
    assert compare(debts, 14_999) is None
    assert compare(debts, 15_000) is not None


def test_a_sum_that_only_covers_interest_is_refused() -> None:
    with pytest.raises(Refused):
        pay_down([], 1, "cost")
    assert compare([Owing("a", 1_000_000, Fraction(12, 100))], 10_000) is None


# --- what is heard ---------------------------------------------------------------------------------------------------


def turn_of(text: str, language: Language = "en") -> Turn:
    found = extract(text, date(2026, 11, 23))
    entities = tuple(Entity(one.entity, one.value, one.start) for one in found)
    zone = ZoneInfo("Asia/Shanghai")
    now = datetime(2026, 11, 23, 2, tzinfo=timezone.utc)
    no_engine: Any = None
    return Turn("c", "m", "inform", text, language, date(2026, 11, 23), now, zone, "web", no_engine, entities)


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("another loan 5000 at 36%", [("other", 500000, Fraction(36, 100), 0)]),
        ("花呗还欠三千，一天万五", [("later", 300000, Fraction(1825, 10000), 0)]),
        ("owe my cousin 2000 no interest", [("family", 200000, Fraction(0), 0)]),
        ("欠表哥2000没利息", [("family", 200000, Fraction(0), 0)]),
        ("credit card 6,000, 24% apr, minimum 180 a month", [("card", 600000, Fraction(24, 100), 18000)]),
        (
            "card 6000 at 24%, car loan 5000 at 12% and my brother 1500",
            [("card", 600000, Fraction(24, 100), 0), ("car", 500000, Fraction(12, 100), 0), ("family", 150000, None, 0)],
        ),
        ("3k payday loan at 2% a month", [("online", 300000, Fraction(24, 100), 0)]),
        ("借呗1万2 年利率14.6", [("online", 1200000, Fraction(146, 1000), 0)]),
        ("信用卡欠8000，月供400，年化18%", [("card", 800000, Fraction(18, 100), 40000)]),
        ("信用卡6000年化24%", [("card", 600000, Fraction(24, 100), 0)]),
        ("房贷30万，月供1800，利率4.1%", [("mortgage", 30000000, Fraction(41, 1000), 180000)]),
        ("i can pay 800 a month", []),
        ("how much do i owe", []),
    ],
)  # fmt: skip
def test_debts_are_heard_in_peoples_own_words(line: str, heard: list[tuple[str, int, Fraction | None, int]]) -> None:
    found = debts_told(turn_of(line), "CNY")
    assert [(one.kind, one.balance, one.rate, one.minimum) for one in found] == heard


@pytest.mark.parametrize(
    ("said", "rate"),
    [
        ("36", Fraction(36, 100)),
        ("24 percent", Fraction(24, 100)),
        ("0.05% a day", Fraction(1825, 10000)),
        ("日息0.05%", Fraction(1825, 10000)),
        ("日息万分之五", Fraction(1825, 10000)),
        ("月息2分", Fraction(24, 100)),
        ("两分利", Fraction(24, 100)),
        ("年化18%吧", Fraction(18, 100)),
        ("免息的", Fraction(0)),
        ("万分之五", None),
        ("quite high", None),
    ],
)
def test_a_rate_is_taken_only_where_its_period_is_clear(said: str, rate: Fraction | None) -> None:
    assert rate_told(said, asked=True) == rate


# --- the conversation ------------------------------------------------------------------------------------------------


def text(key: str, language: Language = "en") -> str:
    return words.TEXTS[key].in_language(language)


def says(talk: Talk, line: str) -> Heard:
    amounts = [one.value for one in extract(line, date(2026, 11, 23)) if one.entity == "amount"]
    return talk.says(line, "inform", amount=amounts) if amounts else talk.says(line, "nlu_fallback")


def test_somebody_unknown_gets_both_orders_from_what_was_typed_and_nothing_else(stranger: Talk) -> None:
    heard = stranger.presses('/learn_debt_priority{"do": "debts"}')
    assert text("begin") in heard.text
    assert "36%" in says(stranger, "another loan 5000 at 36%").text
    heard = says(stranger, "my cousin 2000")
    assert "What is the rate of this one: Family, CNY 2,000.00" in heard.text
    assert "without interest" in says(stranger, "no interest").text
    assert text("month") in says(stranger, "that's all").text
    heard = says(stranger, "700")
    assert "Dearest first: 12 months" in heard.text and text("told_only") in heard.text
    shown = next(message for message in heard.messages if message.charts)
    assert [card.title for card in shown.cards] == [text("by_cost"), text("by_size")]
    assert [row.label for row in shown.cards[1].rows] == ["1. Family", "2. Other debt"]
    assert [row[0] for row in shown.charts[0].table[1:]] == [text("by_cost"), text("by_size")]
    assert not any(message.discloses for message in heard.messages)
    assert says(stranger, "done").text == text("bye")


def test_a_rate_that_nobody_knows_is_said_to_be_unknown_and_left_out(stranger: Talk) -> None:
    stranger.language = "zh"
    stranger.presses('/learn_debt_priority{"do": "debts"}')
    assert "消费账单3,000.00元这笔，利率是多少" in says(stranger, "花呗3000，还有信用卡6000年化24%").text
    assert "消费账单3,000.00元，利率不清楚" in says(stranger, "不知道").text
    says(stranger, "就这些")
    heard = says(stranger, "每月能还600")
    assert "没有算进去：消费账单3,000.00元，利率不清楚。如果它的年利率高过24%" in heard.text


def test_without_a_sum_a_month_there_is_an_order_and_no_time(stranger: Talk) -> None:
    stranger.presses('/learn_debt_priority{"do": "debts"}')
    says(stranger, "card 6000 at 24%, car loan 2000 at 12%")
    says(stranger, "no")
    heard = says(stranger, "skip")
    assert text("order_only") in heard.text and not any(message.charts for message in heard.messages)
    assert "Dearest first: 18" not in heard.text
    assert "Dearest first:" in says(stranger, "600 a month").text


def test_a_sum_that_is_too_small_leads_to_help_and_not_to_an_order(stranger: Talk) -> None:
    stranger.presses('/learn_debt_priority{"do": "debts"}')
    says(stranger, "card 60000 at 24%")
    says(stranger, "that's all")
    heard = says(stranger, "100")
    assert "doesn't bring these debts down" in heard.text
    assert any(button.payload == "/ask_options" for message in heard.messages for button in message.buttons)


def test_loans_here_are_counted_in_for_whoever_is_known(borrower_with: Callable[..., Talk]) -> None:
    talk = borrower_with(people.LI_WEI, people.IN_ORDER)
    heard = talk.presses('/learn_debt_priority{"own": "all"}')
    assert text("begin_more") in heard.text
    says(talk, "another loan 5000 at 36%")
    heard = says(talk, "that's all")
    assert "Your loans here ask for" in heard.text
    heard = says(talk, "20000")
    shown = next(message for message in heard.messages if message.charts)
    assert shown.discloses and len(shown.cards[0].rows) == 3


def test_the_lesson_goes_on_where_it_was(stranger: Talk) -> None:
    heard = stranger.presses('/learn_debt_priority{"do": "start"}')
    heard = stranger.says("don't know", "nlu_fallback")
    heard = stranger.says("with my own figures", "nlu_fallback")
    assert text("begin") in heard.text
    question = stranger.question()
    assert question is not None and question["kind"] == "order.debts"
    stranger.says("later", "deny")
    question = stranger.question()
    assert question is not None and question["kind"] == "learn.step"


def test_a_person_is_asked_for_in_the_middle(stranger: Talk) -> None:
    stranger.presses('/learn_debt_priority{"do": "debts"}')
    assert stranger.says("i want a person", "request_human").directive("handoff") is not None


def test_another_debt_is_no_dispute_and_a_dispute_is_no_debt(stranger: Talk) -> None:
    stranger.presses('/learn_debt_priority{"do": "debts"}')
    line = "also owe my brother 1500, no interest"
    assert "CNY 1,500.00 without interest" in stranger.says(line, "dispute_debt", amount="1500").text
    assert "Noted" not in stranger.says("i don't owe that 2000", "dispute_debt", amount="2000").messages[0].text
