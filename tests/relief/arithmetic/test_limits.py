"""At, below and above limits that changing the code on purpose showed nobody had looked at (docs/mutation.md)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from relief.arithmetic.day_count import year_fraction
from relief.arithmetic.penalty import DatedAmount
from relief.arithmetic.prepay import prepay
from relief.arithmetic.promises import judge_promise
from relief.arithmetic.schedules import LARGEST_PLAN, check_amount, check_count
from relief.refusals import Refused

MADE, PROMISED, GRACE, JUDGED = date(2026, 11, 23), date(2026, 11, 27), 2, date(2026, 12, 1)


@pytest.mark.parametrize(
    ("paid_on", "expected"),
    [
        (date(2026, 11, 22), ("broken", 0)),
        (MADE, ("kept", 100)),
        (date(2026, 11, 29), ("kept", 100)),
        (date(2026, 11, 30), ("broken", 0)),
    ],
)
def test_a_promise_counts_what_comes_from_the_day_it_is_made_to_the_last_day_of_grace(
    paid_on: date, expected: tuple[str, int]
) -> None:
    outcome = judge_promise(100, PROMISED, MADE, GRACE, [DatedAmount(paid_on, 100)], JUDGED)
    assert (outcome.status, outcome.paid) == expected


def test_a_unit_short_is_partly_kept() -> None:
    assert judge_promise(100, PROMISED, MADE, GRACE, [DatedAmount(MADE, 99)], JUDGED).status == "partly_kept"


def test_actual_days_over_360_and_over_365() -> None:
    january = date(2026, 1, 1), date(2026, 2, 1)
    assert year_fraction(*january, "actual/360") == Fraction(31, 360)
    assert year_fraction(*january, "actual/365") == Fraction(31, 365)


def test_after_an_early_payment_each_month_costs_a_twelfth_of_the_yearly_rate() -> None:
    rows = prepay(1_200_000, Fraction("0.18"), 12, 3, 100_000, "reduce_term", 100, "HALF_UP").schedule.rows
    balance = rows[2].balance - 100_000
    assert rows[3].interest == (balance * 15 + 500) // 1000


@pytest.mark.parametrize("n", [0, LARGEST_PLAN + 1])
def test_a_plan_of_no_instalments_or_too_many_is_refused_by_its_code(n: int) -> None:
    with pytest.raises(Refused) as refused:
        check_count(n)
    assert refused.value.code == "n_out_of_range"


@pytest.mark.parametrize("n", [1, LARGEST_PLAN])
def test_one_instalment_and_the_most_are_taken(n: int) -> None:
    check_count(n)


def test_a_plan_for_nothing_is_refused_and_for_one_unit_is_not() -> None:
    check_amount(1)
    with pytest.raises(Refused) as refused:
        check_amount(0)
    assert refused.value.code == "amount_not_positive"
