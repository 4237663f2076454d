"""Own figures: a loan's day, a little more, a week missed, both orders, a fund."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relief.learning import own
from relief.learning.debts import Debt, pay_down
from relief.policy.model import LateCharge, LoanFacts, Owed
from relief.refusals import Refused

DUE = date(2026, 12, 10)
calm = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no finding."""


def loan(*, overdue: tuple[Owed, ...] = (), charge: LateCharge | None = None, n: int = 6) -> LoanFacts:
    upcoming = tuple(Owed(DUE, 100000, 1000) for _ in range(n))
    return LoanFacts(
        "l", "LN-1", "CN-CONS", "CNY", Fraction(12, 100), "monthly", 101000, 1200000, overdue, upcoming,
        charge or LateCharge("daily", Fraction(5, 10000)),
    )  # fmt: skip


def test_interest_runs_on_what_is_to_come_and_penalty_on_what_is_late() -> None:
    late = own.day_by_day(loan(overdue=(Owed(date(2026, 11, 10), 100000, 2000, penalty=663),)))
    assert (late.interest_a_day, late.penalty_a_day, late.penalty_so_far) == (197, 51, 663)
    assert own.day_by_day(loan()).penalty_a_day == 0


def test_the_days_to_come_are_rounded_once_each_and_end_with_the_next_due_date() -> None:
    late = loan(overdue=(Owed(date(2026, 11, 10), 100000, 2000),))
    found = own.next_days(late, date(2026, 12, 5))
    assert [(one.day.day, one.interest, one.penalty) for one in found] == [
        (6, 197, 51), (7, 395, 102), (8, 592, 153), (9, 789, 204), (10, 986, 255)
    ]  # fmt: skip


def test_a_fee_for_each_late_instalment_has_no_daily_part() -> None:
    found = own.day_by_day(loan(overdue=(Owed(DUE, 1000, fees=500),), charge=LateCharge("per_instalment", fee=500)))
    assert (found.penalty_a_day, found.fee_each) == (0, 500)


def test_more_goes_to_the_late_part_first() -> None:
    late = own.more(loan(overdue=(Owed(date(2026, 11, 10), 100000),)), 10000)
    assert late is not None and late.overdue and late.penalty_a_day == 5
    assert own.more(loan(overdue=(Owed(date(2026, 11, 10), 4000),)), 10000).penalty_a_day == 2  # type: ignore[union-attr]


def test_more_saves_interest_where_nothing_is_late() -> None:
    found = own.more(loan(), 10000)
    assert found is not None and not found.overdue and found.interest > 0


def test_more_than_is_owed_is_not_computed() -> None:
    assert own.more(loan(n=1), 100000) is None


@pytest.mark.parametrize(
    ("charge", "cost", "by_fee"),
    [
        (LateCharge("daily", Fraction(5, 10000)), 354, False),
        (LateCharge("per_instalment", fee=1500), 1500, True),
        (LateCharge(), 0, False),
    ],
)
def test_a_missed_week_costs_what_the_contract_says(charge: LateCharge, cost: int, by_fee: bool) -> None:
    found = own.missed_week(loan(charge=charge))
    assert (found.due, found.cost, found.by_fee) == (DUE, cost, by_fee)


debts = st.lists(
    st.builds(
        Debt, st.just("d"), st.integers(10_000, 1_000_000), st.integers(0, 36).map(lambda p: Fraction(p, 100)),
        st.integers(5_000, 40_000),
    ),
    min_size=1, max_size=4,
)  # fmt: skip


@calm
@given(debts, st.integers(0, 100_000))
def test_more_extra_never_takes_longer(all_debts: list[Debt], extra: int) -> None:
    try:
        less = pay_down(all_debts, extra, "cost")
    except Refused:
        return
    more = pay_down(all_debts, extra + 10_000, "cost")
    assert more.months <= less.months and more.interest <= less.interest + len(all_debts) * less.months


@calm
@given(debts, st.integers(0, 100_000))
def test_the_dearest_first_never_costs_more_than_rounding(all_debts: list[Debt], extra: int) -> None:
    try:
        cost, size = pay_down(all_debts, extra, "cost"), pay_down(all_debts, extra, "size")
    except Refused:
        return
    assert cost.interest <= size.interest + len(all_debts) * cost.months


@calm
@given(debts)
def test_without_interest_the_orders_take_equally_long(all_debts: list[Debt]) -> None:
    plain = [Debt(debt.name, debt.balance, Fraction(0), debt.minimum) for debt in all_debts]
    cost, size = pay_down(plain, 5000, "cost"), pay_down(plain, 5000, "size")
    assert cost.interest == size.interest == 0 and cost.months == size.months


def test_payments_that_cover_no_interest_are_refused() -> None:
    with pytest.raises(Refused):
        pay_down([Debt("d", 1_000_000, Fraction(36, 100), 20_000)], 0, "cost")


@calm
@given(st.integers(1, 10_000_000), st.integers(-1_000_000, 1_000_000))
def test_a_fund_is_reached_on_the_month_it_says_and_not_before(essentials: int, left: int) -> None:
    found = own.fund(essentials, left)
    assert (found is None) == (left <= 0)
    if found is not None:
        assert found.a_month * found.first_after >= found.first_goal > found.a_month * (found.first_after - 1)
        assert found.a_month * found.all_after >= found.target > found.a_month * (found.all_after - 1)
