from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relief.arithmetic.allocation import allocate
from relief.arithmetic.components import COMPONENTS, Components
from relief.arithmetic.penalty import DatedAmount, Penalty, PenaltyTerms, RateChange, penalty
from relief.arithmetic.rounding import percent_of, round_fraction
from relief.arithmetic.settlement import settle
from relief.arithmetic.waiver import break_waiver, waive
from relief.refusals import Refused
from tests.relief.arithmetic.strategies import components, dated_amounts, percents, quick, rates, roundings

DUE = date(2026, 1, 10)
AFTER = DUE + timedelta(days=150)
rate_changes = st.lists(
    st.builds(RateChange, st.dates(DUE - timedelta(days=9), AFTER), rates), max_size=3, unique_by=lambda x: x.starts
)
terms_drawn = st.builds(
    PenaltyTerms,
    rates,
    st.sampled_from((365, 360)),
    st.integers(0, 10),
    st.sampled_from(("then_from_due_date", "only_after_grace")),
    rate_changes.map(tuple),
    st.none() | percents,
    st.none() | st.integers(0, 10**6),
    roundings,
)
bases = st.integers(0, 10**7)
lengths = st.integers(-5, 150)


def day_by_day(base: int, as_of: date, terms: PenaltyTerms, payments: list[DatedAmount]) -> Penalty:
    """The interface's own words, one day at a time."""
    late = (as_of - DUE).days
    if late <= terms.grace_days:
        return Penalty(0, 0)
    first = DUE + timedelta(days=1 + (terms.grace_days if terms.grace_mode == "only_after_grace" else 0))
    counted = [first + timedelta(days=at) for at in range((as_of - first).days + 1)]
    total = Fraction(0)
    for day in counted:
        open_base = max(base - sum(item.amount for item in payments if DUE < item.date < day), 0)
        rate = terms.rate
        for change in sorted(terms.rate_changes, key=lambda change: change.starts):
            if change.starts <= day:
                rate = change.annual_rate
        total += open_base * rate
    limits = [round_fraction(total / terms.basis, terms.rounding)]
    if terms.cap_percent_of_base is not None:
        limits.append(percent_of(base, terms.cap_percent_of_base, "DOWN"))
    if terms.cap_amount is not None:
        limits.append(terms.cap_amount)
    return Penalty(len(counted), min(limits))


@given(bases, lengths, terms_drawn, dated_amounts(DUE - timedelta(days=5), AFTER))
@quick
def test_the_penalty_is_the_sum_of_its_days_rounded_once(base: int, length: int, terms: PenaltyTerms, payments) -> None:
    """P30, P32, P33."""
    as_of = DUE + timedelta(days=length)
    found = penalty(base, DUE, as_of, terms, payments)
    assert found == day_by_day(base, as_of, terms, payments)
    assert found.penalty >= 0
    if length <= terms.grace_days:
        assert found == Penalty(0, 0)
    if terms.cap_amount is not None:
        assert found.penalty <= terms.cap_amount


@given(bases, lengths, terms_drawn, st.integers(0, 10**6), st.integers(0, 30), rates)
@quick
def test_the_penalty_never_falls_with_days_base_or_rate(
    base: int, length: int, terms: PenaltyTerms, more: int, days: int, extra: Fraction
) -> None:
    """P31."""
    as_of = DUE + timedelta(days=length)
    least = penalty(base, DUE, as_of, terms).penalty
    assert penalty(base + more, DUE, as_of, terms).penalty >= least
    assert penalty(base, DUE, as_of + timedelta(days=days), terms).penalty >= least
    assert penalty(base, DUE, as_of, replace(terms, rate=terms.rate + extra)).penalty >= least


def test_twenty_days_of_a_cent_and_a_half_are_thirty_cents() -> None:
    """P32: not 20 roundings of 0.015 to 0.02."""
    terms = PenaltyTerms(Fraction("0.00015"), basis=1)
    assert penalty(10_000, DUE, DUE + timedelta(days=20), terms).penalty == 30


@pytest.mark.parametrize(("late", "then_all", "only_after"), [(3, 0, 0), (4, 4, 1), (0, 0, 0), (-1, 0, 0)])
def test_grace_is_below_at_and_above(late: int, then_all: int, only_after: int) -> None:
    """P30."""
    terms = PenaltyTerms(Fraction("0.365"), grace_days=3)
    as_of = DUE + timedelta(days=late)
    assert penalty(100_000, DUE, as_of, terms).days_counted == then_all
    assert penalty(100_000, DUE, as_of, replace(terms, grace_mode="only_after_grace")).days_counted == only_after


def test_the_day_of_payment_still_counts_in_full() -> None:
    terms = PenaltyTerms(Fraction("0.365"))
    paid = [DatedAmount(DUE + timedelta(days=2), 100_000)]
    assert penalty(100_000, DUE, DUE + timedelta(days=5), terms, paid) == Penalty(5, 200)


def test_a_frozen_account_accrues_nothing_and_is_not_charged_back() -> None:
    """P34."""
    freeze, thaw = DUE + timedelta(days=3), DUE + timedelta(days=8)
    terms = PenaltyTerms(
        Fraction("0.365"), rate_changes=(RateChange(thaw, Fraction("0.365")), RateChange(freeze, Fraction(0)))
    )
    grown = [penalty(100_000, DUE, DUE + timedelta(days=at), terms).penalty for at in range(10)]
    assert grown == [0, 100, 200, 200, 200, 200, 200, 200, 300, 400]


@given(bases, lengths, terms_drawn)
@quick
def test_accruing_twice_for_one_day_adds_nothing(base: int, length: int, terms: PenaltyTerms) -> None:
    """P35, P100: the penalty to date is a function of the day, not of how often it was asked for."""
    as_of = DUE + timedelta(days=length)
    assert penalty(base, DUE, as_of, terms) == penalty(base, DUE, as_of, terms)


orders = st.permutations(COMPONENTS)
modes = st.sampled_from(("by_instalment", "by_component"))
debts = st.lists(components, max_size=5)
payments_drawn = st.integers(0, 10**7)


@given(payments_drawn, debts, orders, modes)
@quick
def test_every_unit_of_a_payment_is_accounted_for(payment: int, debt: list[Components], order, mode) -> None:
    """P40, P41, P42, P43."""
    found = allocate(payment, debt, order, mode)
    assert found.totals.total + found.unallocated == payment
    cells = [(at, name) for at in range(len(debt)) for name in order]
    if mode == "by_component":
        cells = [(at, name) for name in order for at in range(len(debt))]
    all_full = True
    for at, name in cells:
        given_, due = found.allocated[at].get(name), debt[at].get(name)
        assert 0 <= given_ <= due
        assert given_ + found.remaining[at].get(name) == due
        assert all_full or given_ == 0
        all_full = all_full and given_ == due
    assert all_full or found.unallocated == 0


@given(payments_drawn, payments_drawn, debts, orders, modes)
@quick
def test_two_parts_end_where_one_payment_ends(first: int, second: int, debt: list[Components], order, mode) -> None:
    """P43."""
    at_once = allocate(first + second, debt, order, mode)
    rest = allocate(first, debt, order, mode)
    then = allocate(second, rest.remaining, order, mode)
    assert then.remaining == at_once.remaining
    assert rest.unallocated + then.unallocated == at_once.unallocated


@given(payments_drawn, debts, modes)
@quick
def test_principal_first_never_leaves_more_principal_to_be_late_on(payment: int, debt: list[Components], mode) -> None:
    """P45: penalty accrues on principal that stays overdue."""
    friendly = allocate(payment, debt, ("principal", "interest", "fees", "penalty"), mode)
    usual = allocate(payment, debt, ("fees", "penalty", "interest", "principal"), mode)
    assert sum(cell.principal for cell in friendly.remaining) <= sum(cell.principal for cell in usual.remaining)


waivable = st.permutations(("fees", "penalty", "interest")).flatmap(
    lambda names: st.integers(0, 3).map(lambda most: names[:most])
)


@given(components, waivable, percents, roundings, st.none() | st.integers(0, 10**6), st.integers(0, 10**6))
@quick
def test_a_waiver_stays_inside_what_is_owed_and_allowed(
    owed: Components, on, percent, rounding, cap, paid: int
) -> None:
    """P50, P51, P52."""
    waiver = waive(owed, on, percent, rounding, cap)
    assert waiver.waived.principal == 0
    assert waiver.waived + waiver.remaining == owed
    for name in COMPONENTS:
        assert 0 <= waiver.waived.get(name) <= (owed.get(name) if name in on else 0)
    if cap is not None:
        assert waiver.waived.total <= cap
    broken = break_waiver(owed, waiver, paid)
    assert broken.reinstated == waiver.waived.total
    assert broken.owed == waiver.remaining.total + broken.reinstated - paid


@given(components, waivable, percents, percents, roundings, st.none() | st.integers(0, 10**6))
@quick
def test_a_larger_percentage_never_waives_less(owed: Components, on, one, other, rounding, cap) -> None:
    """P53."""
    low, high = sorted((one, other))
    assert waive(owed, on, low, rounding, cap).waived.total <= waive(owed, on, high, rounding, cap).waived.total


def test_the_cap_fills_from_the_first_named_on() -> None:
    owed = Components(fees=3000, penalty=5000, interest=7000, principal=100_000)
    waiver = waive(owed, ("interest", "fees"), Fraction(50), "HALF_UP", cap=4000)
    assert waiver.waived == Components(interest=3500, fees=500)


@pytest.mark.parametrize(
    ("on", "percent", "code"),
    [
        (("principal",), Fraction(10), "waiver_of_principal"),
        (("penalty", "penalty"), Fraction(10), "value_not_allowed"),
        (("penalty",), Fraction("100.01"), "percent_out_of_range"),
        (("penalty",), Fraction("-0.01"), "percent_out_of_range"),
    ],
)
def test_waivers_that_must_not_be(on, percent: Fraction, code: str) -> None:
    """P50, P56, P95."""
    with pytest.raises(Refused) as refused:
        waive(Components(1, 1, 1, 1), on, percent, "HALF_UP")
    assert refused.value.code == code


@given(components, percents, percents, st.integers(1, 24), roundings)
@quick
def test_a_settlement_keeps_its_floor_and_forgives_in_order(owed: Components, pay, floor, n: int, rounding) -> None:
    """P01, P51, P54, P55."""
    try:
        found = settle(owed, pay, floor, n, rounding)
    except Refused as refused:
        assert refused.code == "instalment_below_minimum"
        return
    assert found.settlement >= owed.principal * floor / 100
    assert found.settlement + found.forgiven.total == owed.total
    assert sum(found.instalments) == found.settlement
    assert len(found.instalments) == n
    order = ("penalty", "fees", "interest", "principal")
    for earlier, later in pairwise(order):
        assert found.forgiven.get(later) == 0 or found.forgiven.get(earlier) == owed.get(earlier)


def test_a_settlement_of_nothing_is_no_plan() -> None:
    """P04."""
    with pytest.raises(Refused) as refused:
        settle(Components(penalty=100), Fraction(0), Fraction(0), 1, "HALF_UP")
    assert refused.value.code == "instalment_below_minimum"
