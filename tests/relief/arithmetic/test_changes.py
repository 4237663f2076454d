"""Payment holidays and prepayment."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relief.arithmetic.amortisation import annuity
from relief.arithmetic.extension import DeferredDue, Extension, GoingOn, HolidayInterest, extend
from relief.arithmetic.prepay import prepay
from relief.dates import add_months
from relief.refusals import Refused
from tests.relief.arithmetic.strategies import days, quick, rates, roundings
from tests.relief.arithmetic.test_plans import assert_sound

balances = st.integers(10_000, 10**8)
counts = st.integers(1, 36)
months = st.integers(0, 6)
PLAN_REFUSALS = {"instalment_below_minimum", "instalment_does_not_cover_interest", "no_periods_left"}


def holiday(**changed: object) -> Extension:
    inputs: dict = {
        "balance": 1_200_000,
        "annual_rate": Fraction("0.18"),
        "remaining_n": 12,
        "holiday_months": 3,
        "interest": "frozen",
        "deferred_due": "spread",
        "then": "same_number",
        "next_due": date(2026, 12, 31),
        "min_tail": 100,
        "rounding": "HALF_UP",
    }
    return extend(**{**inputs, **changed})


@given(
    balances,
    rates,
    counts,
    months,
    st.sampled_from(get_args(HolidayInterest)),
    st.sampled_from(get_args(DeferredDue)),
    st.sampled_from(get_args(GoingOn)),
    days,
    st.integers(0, 500),
    roundings,
)
@quick
def test_a_holiday_moves_the_dates_and_nothing_is_lost(
    balance: int, rate: Fraction, n: int, m: int, interest, deferred_due, then, next_due: date, min_tail: int, rounding
) -> None:
    """P01, P02, P05, P61."""
    try:
        found = extend(balance, rate, n, m, interest, deferred_due, then, next_due, min_tail, rounding)
    except Refused as refused:
        assert refused.code in PLAN_REFUSALS
        return
    rows = found.schedule.rows
    assert_sound(found.schedule, found.balance_after_holiday, len(rows))
    deferred = found.holiday_interest if interest == "deferred_simple" else 0
    assert found.schedule.deferred_interest == deferred
    assert found.balance_after_holiday - balance == (found.holiday_interest if interest == "capitalised" else 0)
    assert [row.due for row in rows] == [add_months(next_due, m + at) for at in range(len(rows))]
    if then == "same_number":
        assert len(rows) == n
    if then == "same_maturity":
        assert found.last_due == add_months(next_due, n - 1)
    if then == "same_instalment":
        own = [row.payment - row.deferred_interest for row in rows]
        assert all(payment == found.level_before for payment in own[:-1])
        assert own[-1] < found.level_before + max(min_tail, 1)
    if interest == "frozen" and then == "same_number":
        unchanged = annuity(balance, rate, n, 12, rounding)
        assert [row.payment for row in rows] == [row.payment for row in unchanged.rows]


@given(balances, rates, counts, months, days)
@quick
def test_frozen_interest_is_never_dearer_than_the_other_two(balance: int, rate, n: int, m: int, next_due: date) -> None:
    """P60."""
    totals = []
    for interest in ("frozen", "deferred_simple", "capitalised"):
        try:
            found = extend(balance, rate, n, m, interest, "last", "same_number", next_due, 100, "HALF_UP")
        except Refused:
            return
        totals.append(found.schedule.payments)
    frozen, deferred, capitalised = totals
    assert frozen <= deferred
    # A new level payment rounded to the unit may move the sum of n rows by as much in either direction.
    assert frozen <= capitalised + 2 * n


def test_no_holiday_changes_nothing() -> None:
    for interest in get_args(HolidayInterest):
        found = holiday(holiday_months=0, interest=interest)
        assert found.holiday_interest == 0
        assert found.schedule.rows[0].due == date(2026, 12, 31)
        assert [row.payment for row in found.schedule.rows] == [110_016] * 11 + [110_019]


def test_deferred_interest_is_rounded_once_and_capitalised_every_month() -> None:
    """12 000.00 at 18 %: three months are 540.00 simple, and 180.00 + 182.70 + 185.44 on top of each other."""
    assert holiday(interest="deferred_simple").holiday_interest == 54_000
    assert holiday(interest="capitalised").holiday_interest == 54_814


def test_deferred_interest_falls_due_with_the_last_row_or_spread_over_all() -> None:
    last = holiday(interest="deferred_simple", deferred_due="last").schedule.rows
    assert [row.deferred_interest for row in last] == [0] * 11 + [54_000]
    spread = holiday(interest="deferred_simple", deferred_due="spread").schedule.rows
    assert [row.deferred_interest for row in spread] == [4_500] * 12


@pytest.mark.parametrize(("m", "left"), [(11, 1), (12, None), (13, None)])
def test_a_holiday_up_to_the_end_leaves_no_period(m: int, left: int | None) -> None:
    """P61: below, at and above."""
    if left is None:
        with pytest.raises(Refused) as refused:
            holiday(holiday_months=m, then="same_maturity")
        assert refused.value.code == "no_periods_left"
    else:
        assert len(holiday(holiday_months=m, then="same_maturity").schedule.rows) == left


def test_an_instalment_that_capitalised_interest_has_outgrown_is_refused() -> None:
    """P63."""
    with pytest.raises(Refused) as refused:
        holiday(annual_rate=Fraction("0.60"), holiday_months=60, interest="capitalised", then="same_instalment")
    assert refused.value.code == "instalment_does_not_cover_interest"


@given(balances, rates, counts, st.data(), st.integers(0, 500), roundings)
@quick
def test_prepaying_saves_interest_and_loses_no_principal(
    principal: int, rate, n: int, data, min_tail: int, rounding
) -> None:
    """P02, P05, P62."""
    after_k = data.draw(st.integers(0, n))
    mode = data.draw(st.sampled_from(("reduce_instalment", "reduce_term")))
    try:
        before = annuity(principal, rate, n, 12, rounding)
    except Refused:
        return
    owed = before.rows[after_k - 1].balance if after_k else principal
    extra = data.draw(st.integers(1, owed + 100))
    try:
        found = prepay(principal, rate, n, after_k, extra, mode, min_tail, rounding)
    except Refused as refused:
        if extra > owed:
            assert (refused.code, refused.credit) == ("overpaid", extra - owed)
        else:
            assert refused.code in PLAN_REFUSALS
        return
    assert found.schedule.principal + extra == principal
    assert found.interest_saved == before.interest - found.schedule.interest
    # Interest is rounded in every row, and a new level payment once more: n units at most each.
    assert found.interest_saved >= -2 * n
    assert found.schedule.rows[:after_k] == before.rows[:after_k]
    new = found.schedule.rows[after_k:]
    assert [row.k for row in found.schedule.rows] == list(range(1, len(found.schedule.rows) + 1))
    if extra == owed:
        assert not new
    elif mode == "reduce_term":
        assert all(row.payment == found.level_before for row in new[:-1])
        assert len(new) <= n - after_k + 1
    else:
        assert len(new) == n - after_k


def test_paying_exactly_what_is_owed_ends_the_loan_and_one_unit_more_is_credit() -> None:
    """P62: at and above."""
    exact = prepay(1_200_000, Fraction("0.18"), 12, 3, 919_791, "reduce_term", 100, "HALF_UP")
    assert len(exact.schedule.rows) == 3
    with pytest.raises(Refused) as refused:
        prepay(1_200_000, Fraction("0.18"), 12, 3, 919_792, "reduce_term", 100, "HALF_UP")
    assert (refused.value.code, refused.value.credit) == ("overpaid", 1)


def test_paying_everything_before_the_first_instalment_leaves_no_row() -> None:
    found = prepay(1_200_000, Fraction("0.18"), 12, 0, 1_200_000, "reduce_instalment", 100, "HALF_UP")
    assert found.schedule.rows == ()
    assert found.interest_saved == annuity(1_200_000, Fraction("0.18"), 12, 12, "HALF_UP").interest


@pytest.mark.parametrize("after_k", [-1, 13])
def test_more_instalments_paid_than_there_are_is_refused(after_k: int) -> None:
    with pytest.raises(Refused) as refused:
        prepay(1_200_000, Fraction("0.18"), 12, after_k, 100, "reduce_term", 100, "HALF_UP")
    assert refused.value.code == "n_out_of_range"
