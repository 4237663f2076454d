from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from relief.arithmetic.amortisation import (
    annuity,
    equal_principal,
    flat,
    level_extremes,
    level_payment,
    level_payment_at,
    same_instalment_rows,
)
from relief.arithmetic.dated_annuity import dated_annuity
from relief.arithmetic.day_count import year_fraction
from relief.arithmetic.rounding import round_fraction
from relief.arithmetic.schedules import Schedule
from relief.arithmetic.split import interest_free_plan, split, split_extremes
from relief.refusals import Refused
from tests.relief.arithmetic.strategies import (
    amounts,
    counts,
    day_counts,
    days,
    periods,
    quick,
    rates,
    remainders,
    roundings,
)


def code_of(call, *arguments: object) -> str:
    with pytest.raises(Refused) as refused:
        call(*arguments)
    return refused.value.code


def assert_sound(plan: Schedule, principal: int, n: int) -> None:
    """P01, P02, P05 of any plan."""
    assert [row.k for row in plan.rows] == list(range(1, n + 1))
    balance = principal
    for row in plan.rows:
        assert row.payment == row.principal + row.interest + row.deferred_interest
        assert min(row.payment, row.interest, row.principal + 1, row.balance + 1) >= 0
        assert row.balance == balance - row.principal <= balance
        balance = row.balance
    assert balance == 0
    assert plan.principal == principal
    assert plan.payments == plan.principal + plan.interest + plan.deferred_interest


@given(amounts, counts, roundings, remainders)
@quick
def test_a_split_sums_to_the_amount_or_is_refused(amount: int, n: int, base_rounding, remainder_on) -> None:
    """P01, P04."""
    try:
        parts = interest_free_plan(amount, n, base_rounding, remainder_on)
    except Refused as refused:
        assert refused.code == "instalment_below_minimum"
        assert amount < n or min(split(amount, n, base_rounding, remainder_on)) <= 0
    else:
        assert sum(parts) == amount
        assert len(parts) == n
        assert min(parts) > 0


@given(amounts, counts, remainders)
@quick
def test_equal_parts_differ_only_by_the_remainder(amount: int, n: int, remainder_on) -> None:
    """P03."""
    parts = split(amount, n, "DOWN", remainder_on)
    assert max(parts) - min(parts) <= (1 if remainder_on == "spread_first" else n - 1)
    assert (min(parts), max(parts)) == split_extremes(amount, n) or remainder_on == "spread_first"


@given(st.integers(1, 60), counts, roundings, remainders)
@quick
def test_fewer_units_than_instalments_are_refused(amount: int, n: int, base_rounding, remainder_on) -> None:
    """P04."""
    assume(amount < n)
    rate = Fraction("0.24")
    assert code_of(interest_free_plan, amount, n, base_rounding, remainder_on) == "instalment_below_minimum"
    assert code_of(annuity, amount, rate, n, 12, base_rounding) == "instalment_below_minimum"
    for make in (equal_principal, flat):
        assert code_of(make, amount, rate, n, 12, remainder_on, base_rounding) == ("instalment_below_minimum")


def test_a_part_rounded_up_takes_the_last_part_down() -> None:
    assert interest_free_plan(1000, 3, "UP", "last") == [334, 334, 332]
    assert interest_free_plan(1000, 3, "UP", "first") == [332, 334, 334]
    assert interest_free_plan(1000, 3, "UP", "spread_first") == [333, 333, 334]
    assert interest_free_plan(10, 7, "UP", "spread_first") == [1, 1, 1, 1, 2, 2, 2]


def test_a_part_rounded_up_may_leave_nothing_for_the_last() -> None:
    """P04: 10 units in 6 parts of 2 leave 0, in 7 parts less than 0."""
    assert code_of(interest_free_plan, 10, 6, "UP", "last") == "instalment_below_minimum"
    assert code_of(interest_free_plan, 10, 7, "UP", "first") == "instalment_below_minimum"


@given(st.integers(100, 10**9), rates, counts, periods, roundings)
@quick
def test_an_annuity_is_sound_and_level(principal: int, rate: Fraction, n: int, periods_per_year: int, rounding) -> None:
    """P01, P02, P05, P07."""
    try:
        plan = annuity(principal, rate, n, periods_per_year, rounding)
    except Refused as refused:
        assert refused.code == "instalment_below_minimum"
        return
    assert_sound(plan, principal, n)
    payments = [row.payment for row in plan.rows]
    assert all(payment == plan.level_payment for payment in payments[:-1])
    assert abs(payments[-1] - plan.level_payment) <= n * (1 + rate / periods_per_year) ** n
    extremes = level_extremes(principal, rate / periods_per_year, n, rounding)
    assert extremes == (min(payments), max(payments))


@given(amounts, rates, counts, periods, roundings)
@quick
def test_the_level_payment_is_the_present_value_formula(
    principal: int, rate: Fraction, n: int, periods_per_year: int, rounding
) -> None:
    period_rate = rate / periods_per_year
    annuity_factor = sum((1 + period_rate) ** -k for k in range(1, n + 1))
    expected = round_fraction(principal / annuity_factor, rounding)
    assert level_payment(principal, period_rate, n, rounding) == expected
    assert level_payment_at(principal, [period_rate] * n, rounding) == expected


@given(st.integers(100, 10**8), counts, roundings)
@quick
def test_at_rate_zero_an_annuity_is_the_plain_split(principal: int, n: int, rounding) -> None:
    """P08."""
    try:
        plan = annuity(principal, Fraction(0), n, 12, rounding)
    except Refused:
        assert min(split(principal, n, rounding, "last")) <= 0
    else:
        assert [row.payment for row in plan.rows] == split(principal, n, rounding, "last")


@given(st.integers(100, 10**9), rates, counts, periods, remainders, roundings)
@quick
def test_equal_principal_has_falling_interest(
    principal: int, rate: Fraction, n: int, periods_per_year: int, remainder_on, rounding
) -> None:
    """P01, P02, P05, P09, P10."""
    falling = equal_principal(principal, rate, n, periods_per_year, remainder_on, rounding)
    assert_sound(falling, principal, n)
    parts = [row.principal for row in falling.rows]
    assert max(parts) - min(parts) < max(n, 2)
    interest = [row.interest for row in falling.rows]
    assert interest == sorted(interest, reverse=True)
    level = flat(principal, rate, n, periods_per_year, remainder_on, rounding)
    assert_sound(level, principal, n)
    assert level.interest == round_fraction(Fraction(principal) * rate * n / periods_per_year, rounding)


@given(st.integers(1, 10**8), counts)
@quick
def test_ten_times_the_amount_gives_ten_times_each_instalment(amount: int, n: int) -> None:
    """P13: up to the remainder."""
    once, tenfold = split(amount, n, "DOWN", "last"), split(10 * amount, n, "DOWN", "last")
    assert all(abs(large - 10 * small) < 10 * n for small, large in zip(once, tenfold, strict=True))


def test_interest_on_60_60_at_ten_percent_is_a_true_tie() -> None:
    """P06, P14: the rounding named is the rounding used."""
    assert annuity(6060, Fraction("0.10"), 6, 12, "HALF_UP").rows[0].interest == 51
    assert annuity(6060, Fraction("0.10"), 6, 12, "HALF_EVEN").rows[0].interest == 50


def test_a_hundred_instalments_can_be_asked_for_and_a_thousand_too() -> None:
    assert_sound(annuity(10**8, Fraction("0.045"), 1200, 12, "HALF_EVEN"), 10**8, 1200)


@given(
    st.integers(10_000, 10**8),
    rates,
    days,
    st.lists(st.integers(1, 92), min_size=1, max_size=24),
    day_counts,
    roundings,
)
@quick
def test_payments_on_given_dates_are_sound(
    principal: int, rate, start: date, gaps: list[int], day_count, rounding
) -> None:
    """P01, P02, P05, P06."""
    due_dates = [start + timedelta(days=sum(gaps[: at + 1])) for at in range(len(gaps))]
    try:
        plan = dated_annuity(principal, rate, start, due_dates, day_count, rounding)
    except Refused as refused:
        assert refused.code in ("instalment_below_minimum", "instalment_does_not_cover_interest")
        return
    assert_sound(plan, principal, len(gaps))
    assert [row.due for row in plan.rows] == due_dates
    balance, before = principal, start
    for row in plan.rows:
        exact = balance * rate * year_fraction(before, row.due, day_count)
        assert row.interest == round_fraction(exact, rounding)
        balance, before = row.balance, row.due


def test_a_gap_of_many_years_is_refused_rather_than_letting_the_debt_grow() -> None:
    """P63."""
    due_dates = [date(2036, 1, 1), date(2036, 2, 1), *(date(2036, month, 1) for month in range(3, 13))]
    code = code_of(dated_annuity, 10**6, Fraction("0.36"), date(2026, 1, 1), due_dates, "actual/365", "HALF_UP")
    assert code == "instalment_does_not_cover_interest"


@pytest.mark.parametrize(
    "due_dates",
    [[date(2026, 1, 1)], [date(2026, 2, 1), date(2026, 2, 1)], [date(2026, 3, 1), date(2026, 2, 1)]],
)
def test_due_dates_that_do_not_rise_are_refused(due_dates: list[date]) -> None:
    code = code_of(dated_annuity, 10**6, Fraction("0.1"), date(2026, 1, 1), due_dates, "actual/365", "UP")
    assert code == "value_not_allowed"


def test_no_due_dates_are_no_plan() -> None:
    code = code_of(dated_annuity, 10**6, Fraction("0.1"), date(2026, 1, 1), [], "actual/365", "UP")
    assert code == "n_out_of_range"


def nights(start: date, end: date, shift: int) -> Fraction:
    """Actual/actual, night by night."""
    total = Fraction(0)
    for at in range((end - start).days):
        year = (start + timedelta(days=at + shift)).year
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        total += Fraction(1, 366 if leap else 365)
    return total


@given(st.dates(date(1999, 1, 1), date(2030, 1, 1)), st.integers(0, 1200))
@quick
def test_actual_actual_counts_each_night_in_its_own_year(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    assert year_fraction(start, end, "actual/actual") == nights(start, end, 0)
    assert year_fraction(start, end, "actual/actual/end") == nights(start, end, 1)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 28),
        (date(2026, 1, 31), date(2026, 3, 31), 60),
        (date(2026, 1, 30), date(2026, 3, 31), 60),
        (date(2026, 1, 29), date(2026, 3, 31), 62),
        (date(2026, 2, 28), date(2026, 3, 31), 33),
        (date(2024, 2, 29), date(2025, 2, 28), 359),
    ],
)
def test_thirty_360_has_no_february_rule(start: date, end: date, expected: int) -> None:
    assert year_fraction(start, end, "30/360") == Fraction(expected, 360)


def test_a_rest_just_below_the_tail_goes_with_the_last_instalment() -> None:
    """P62: below, at and above the smallest tail."""
    zero = Fraction(0)
    assert [row.payment for row in same_instalment_rows(1099, zero, 1000, 100, "HALF_UP")] == [1099]
    assert [row.payment for row in same_instalment_rows(1100, zero, 1000, 100, "HALF_UP")] == [1000, 100]
    assert [row.payment for row in same_instalment_rows(1101, zero, 1000, 100, "HALF_UP")] == [1000, 101]
    assert [row.payment for row in same_instalment_rows(2000, zero, 1000, 0, "HALF_UP")] == [1000, 1000]


def test_six_hundred_rows_are_possible_and_one_more_is_refused() -> None:
    """P63."""
    assert len(same_instalment_rows(600, Fraction(0), 1, 1, "HALF_UP")) == 600
    code = code_of(same_instalment_rows, 601, Fraction(0), 1, 1, "HALF_UP")
    assert code == "instalment_does_not_cover_interest"


def test_an_instalment_equal_to_the_interest_is_refused() -> None:
    """P63: at and above."""
    one_percent = Fraction(1, 100)
    code = code_of(same_instalment_rows, 10_000, one_percent, 100, 1, "HALF_UP")
    assert code == "instalment_does_not_cover_interest"
    assert same_instalment_rows(10_000, one_percent, 150, 1, "HALF_UP")[-1].balance == 0
