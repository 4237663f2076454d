"""Rates, caps and affordability."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relief.arithmetic.affordability import TIMES_A_YEAR, BudgetItem, budget, monthly, shortest_plan
from relief.arithmetic.amortisation import annuity
from relief.arithmetic.caps import flow_cost, max_charges, nominal_within, simple_cost
from relief.arithmetic.penalty import DatedAmount
from relief.arithmetic.rates import periodic_rate, reg_z_apr_percent, xirr_actual_365
from relief.arithmetic.roots import Flow
from relief.arithmetic.split import split
from relief.refusals import Refused
from tests.relief.arithmetic.strategies import percents, quick, rates

TWENTY_DECIMALS = Fraction(1, 10**20)


def present_value(flows: list[Flow], rate: Fraction) -> Fraction:
    return sum((flow.amount / (1 + rate) ** flow.when for flow in flows), Fraction(0))


single_change = st.builds(
    lambda out, gaps, back: [
        Flow(0, -out),
        *(Flow(sum(gaps[: at + 1]), amount) for at, amount in enumerate(back[: len(gaps)])),
    ],
    st.integers(1, 10**8),
    st.lists(st.integers(1, 5), min_size=1, max_size=30),
    st.lists(st.integers(1, 10**7), min_size=30, max_size=30),
)


@given(single_change)
@quick
def test_the_rate_found_is_right_to_twenty_decimals(flows: list[Flow]) -> None:
    """P70: the present value changes its sign within 10⁻²⁰ of the rate found, by exact fractions."""
    rate = periodic_rate(flows, 12).periodic
    below = present_value(flows, max(rate - TWENTY_DECIMALS, Fraction(-1) + TWENTY_DECIMALS / 2))
    assert below > 0 > present_value(flows, rate + TWENTY_DECIMALS)


@given(single_change)
@quick
def test_the_effective_rate_is_not_below_the_nominal(flows: list[Flow]) -> None:
    """P71."""
    found = periodic_rate(flows, 12)
    assert found.effective >= found.nominal
    # What has been rounded at thirty decimals is compared well above them.
    assert abs(found.effective + 1 - (1 + found.periodic) ** 12) < Fraction(1, 10**25) * (2 + found.effective) ** 2


@given(st.integers(10**6, 10**9), rates, st.integers(1, 48))
@quick
def test_the_rate_in_a_plain_schedule_is_the_contracts(principal: int, rate: Fraction, n: int) -> None:
    """P70, P71: zero cost gives zero, to the last decimal."""
    plan = annuity(principal, rate, n, 12, "HALF_EVEN")
    found = periodic_rate([Flow(0, -principal), *(Flow(row.k, row.payment) for row in plan.rows)], 12)
    assert abs(found.nominal - rate) < Fraction(12 * (n + 1), principal)
    assert rate or found.nominal == found.effective == 0


def test_a_loss_has_a_negative_rate_and_zero_has_zero() -> None:
    loss = periodic_rate([Flow(0, -1000), Flow(1, 500)], 12)
    assert (loss.periodic, loss.nominal) == (Fraction(-1, 2), -6)
    assert loss.effective == Fraction(1, 2**12) - 1
    assert periodic_rate([Flow(0, -1000), Flow(7, 1000)], 12).effective == 0


def test_a_rate_that_is_a_short_decimal_is_found_as_such() -> None:
    """So that a tie at the sixth decimal is seen as a tie."""
    assert periodic_rate([Flow(0, -2_000_000), Flow(1, 2_000_001)], 12).periodic == Fraction(1, 2_000_000)
    assert xirr_actual_365([DatedAmount(date(2026, 1, 1), -1000), DatedAmount(date(2027, 1, 1), 1100)]) == Fraction(
        1, 10
    )


def test_flows_are_taken_by_their_time_not_by_their_place() -> None:
    flows = [Flow(2, 300), Flow(0, -1000), Flow(1, 400), Flow(2, 500)]
    assert periodic_rate(flows, 12) == periodic_rate([Flow(0, -1000), Flow(1, 400), Flow(2, 800)], 12)


def test_the_rate_of_long_weekly_and_skipped_flows_is_found() -> None:
    flows = [Flow(0, -(10**7)), Flow(5000, 10**8)]
    assert abs((1 + periodic_rate(flows, 52).periodic) ** 5000 - 10) < Fraction(1, 10**30)


def test_of_several_rates_the_one_nearest_to_zero_is_given() -> None:
    assert periodic_rate([Flow(0, -100_000), Flow(1, 230_000), Flow(2, -132_000)], 12).periodic == Fraction(1, 10)


@pytest.mark.parametrize(
    "flows",
    [
        [],
        [Flow(0, -100)],
        [Flow(0, 100), Flow(1, 0), Flow(2, 100)],
        [Flow(0, -100), Flow(0, 102)],
        [Flow(0, 100), Flow(1, -10), Flow(2, 100)],
    ],
)
def test_flows_without_a_change_of_sign_or_a_root_have_no_rate(flows: list[Flow]) -> None:
    with pytest.raises(Refused) as refused:
        periodic_rate(flows, 12)
    assert refused.value.code == "no_rate"


@given(st.lists(st.tuples(st.integers(1, 2000), st.integers(1, 10**6)), min_size=1, max_size=10), st.integers(1, 10**6))
@quick
def test_the_daily_rate_makes_the_present_value_zero(payments: list[tuple[int, int]], out: int) -> None:
    """P70: with the power of 1/365 cleared by whole powers of the daily factor."""
    start = date(2024, 2, 29)
    flows = [DatedAmount(start, -out), *(DatedAmount(start + timedelta(days=at), amount) for at, amount in payments)]
    found = xirr_actual_365(flows)
    daily = periodic_rate([Flow((flow.date - start).days, flow.amount) for flow in flows], 365)
    assert abs(found - daily.effective) <= Fraction(1, 10**22) * (1 + abs(found)) ** 2


def test_the_us_rate_of_regular_months_is_the_contract_rate() -> None:
    """12 CFR 1026 Appendix J: 5 000 advanced, 24 monthly payments of 230.00, APR 9.69 %."""
    assert round(reg_z_apr_percent(500_000, [23_000] * 24, 1, Fraction(0), 12), 2) == Fraction("9.69")


def test_the_us_rate_counts_odd_days_as_simple_interest() -> None:
    """One payment after half a month: 1 + x/2 = 1.01, x = 2 % a month."""
    assert reg_z_apr_percent(100_000, [101_000], 0, Fraction(1, 2), 12) == 24
    assert reg_z_apr_percent(100_000, [100_000], 3, Fraction(1, 2), 12) == 0


@given(
    st.integers(1, 10**7),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=40),
    st.integers(0, 3),
    st.integers(0, 29),
)
@quick
def test_the_us_rate_pays_back_exactly_the_advance(advance: int, payments: list[int], whole: int, days: int) -> None:
    """P70."""
    f = Fraction(days, 30)
    try:
        x = reg_z_apr_percent(advance, payments, whole, f, 12) / 1200
    except Refused as refused:
        at_once = payments[0] if whole == 0 and not days else 0
        assert refused.code == "no_rate"
        assert sum(payments) < advance or at_once >= advance
        return

    def value(rate: Fraction) -> Fraction:
        factor = 1 + f * rate
        return sum((p / (factor * (1 + rate) ** (whole + j)) for j, p in enumerate(payments)), Fraction(0)) - advance

    assert value(x + TWENTY_DECIMALS) <= 0 <= value(max(x - TWENTY_DECIMALS, Fraction(0)))


caps = st.dictionaries(st.text(max_size=5), rates, max_size=4)


@given(st.integers(1, 10**8), st.integers(1, 400), rates)
@quick
def test_a_cost_equal_to_the_cap_is_inside_and_one_unit_more_is_outside(
    principal: int, days: int, cap: Fraction
) -> None:
    """P72, P74."""
    most = max_charges(principal, days, cap)
    assert simple_cost(principal, most, days, {"cap": cap}).inside["cap"]
    assert not simple_cost(principal, most + 1, days, {"cap": cap}).inside["cap"]


@given(st.integers(1, 10**8), st.integers(0, 10**8), st.integers(1, 400), caps, single_change)
@quick
def test_inside_a_low_cap_is_inside_every_higher_one(principal: int, charges: int, days: int, limits, flows) -> None:
    """P73."""
    by_flow = flow_cost(flows, 12, limits)
    for inside in (
        simple_cost(principal, charges, days, limits).inside,
        by_flow.nominal_inside,
        by_flow.effective_inside,
    ):
        verdicts = [inside[name] for name in sorted(limits, key=limits.__getitem__)]
        assert verdicts == sorted(verdicts)


@given(single_change, rates)
@quick
def test_the_quick_verdict_is_that_of_the_rate(flows: list[Flow], cap: Fraction) -> None:
    """P72, P74: also at the rate itself, and just beside it."""
    own = periodic_rate(flows, 12).nominal
    for limit in (cap, own, own + Fraction(1, 10**9), own - Fraction(1, 10**9)):
        assert nominal_within(flows, 12, limit) == flow_cost(flows, 12, {"cap": limit}).nominal_inside["cap"]


def test_the_quick_verdict_needs_a_rate_and_takes_any_shape() -> None:
    with pytest.raises(Refused) as refused:
        nominal_within([Flow(0, -100)], 12, Fraction(1))
    assert refused.value.code == "no_rate"
    borrower = [Flow(0, 100_000), Flow(1, -102_000)]
    assert nominal_within(borrower, 12, Fraction("0.24"))
    assert not nominal_within(borrower, 12, Fraction("0.239"))


def test_two_percent_a_month_is_exactly_twenty_four_a_year() -> None:
    """P72, for a root found by iteration."""
    falling = [Flow(0, -300_000), Flow(1, 106_000), Flow(2, 104_000), Flow(3, 102_000)]
    cost = flow_cost([Flow(0, -100_000), Flow(1, 102_000)], 12, {"24%": Fraction("0.24")})
    assert cost.nominal_inside == {"24%": True}
    assert flow_cost(falling, 12, {"24%": Fraction("0.24")}).nominal_inside == {"24%": True}
    over = flow_cost([Flow(0, -100_000), Flow(1, 102_001)], 12, {"24%": Fraction("0.24")})
    assert over.nominal_inside == {"24%": False}


@pytest.mark.parametrize(
    ("every", "down", "up"), [("weekly", 43333, 43334), ("biweekly", 21666, 21667), ("yearly", 833, 834)]
)
def test_a_month_is_fifty_two_twelfths_of_a_week(every, down: int, up: int) -> None:
    """P85."""
    assert monthly(BudgetItem(10_000, every), "DOWN") == down
    assert monthly(BudgetItem(10_000, every), "UP") == up


items = st.lists(st.builds(BudgetItem, st.integers(0, 10**6), st.sampled_from(sorted(TIMES_A_YEAR))), max_size=4)
few = st.integers(1, 30)
affordable_rates = st.sampled_from([Fraction(0), Fraction("0.06"), Fraction("0.1275"), Fraction("0.36"), Fraction(3)])


@given(items, items, st.integers(0, 10**5), percents)
@quick
def test_the_month_keeps_back_the_larger_surplus(income, essentials, surplus: int, percent: Fraction) -> None:
    """P80, P83."""
    month = budget(income, essentials, surplus, percent)
    assert month.kept_back >= max(surplus, month.monthly_income * percent / 100)
    assert month.max_instalment == max(0, month.monthly_income - month.monthly_essentials - month.kept_back)


def every_n_tried(amount: int, most: int, rate: Fraction, max_n: int) -> list[int] | None:
    """The interface's own words: n = 1, 2 … in turn."""
    for n in range(1, max_n + 1):
        if not rate:
            payments = split(amount, n, "DOWN", "last")
        else:
            try:
                payments = [row.payment for row in annuity(amount, rate, n, 12, "HALF_UP").rows]
            except Refused:
                continue
        if max(payments) <= most:
            return payments
    return None


@given(st.integers(1, 10**6), st.integers(0, 10**5), affordable_rates, st.integers(1, 60))
@quick
def test_the_shortest_plan_is_the_first_that_fits(amount: int, most: int, rate: Fraction, max_n: int) -> None:
    """P80, P81."""
    assert shortest_plan(amount, most, rate, max_n) == every_n_tried(amount, most, rate, max_n)


@given(st.integers(1, 400), st.integers(0, 40), affordable_rates, st.integers(1, 60))
@quick
def test_the_shortest_plan_of_few_units_is_the_first_that_fits(amount: int, most: int, rate, max_n: int) -> None:
    """P04, P81: where the remainder of the last payment decides."""
    assert shortest_plan(amount, most, rate, max_n) == every_n_tried(amount, most, rate, max_n)


@given(st.integers(1, 10**6), st.integers(0, 10**5), st.integers(0, 10**4), affordable_rates, few)
@quick
def test_more_to_spare_never_takes_a_plan_away_or_makes_it_longer(
    amount: int, most: int, more: int, rate, max_n
) -> None:
    """P82."""
    plan, with_more = shortest_plan(amount, most, rate, max_n), shortest_plan(amount, most + more, rate, max_n)
    if plan is not None:
        assert with_more is not None
        assert len(with_more) <= len(plan)


def test_with_nothing_left_over_no_plan_is_offered() -> None:
    """P84: below, at and above one unit."""
    assert shortest_plan(3, 0, Fraction(0), 24) is None
    assert shortest_plan(3, -5, Fraction("0.1"), 24) is None
    assert shortest_plan(3, 1, Fraction(0), 24) == [1, 1, 1]


def test_an_instalment_that_only_pays_interest_is_not_tried_forever() -> None:
    assert shortest_plan(1_004_000, 10_040, Fraction("0.12"), 1200) is None
