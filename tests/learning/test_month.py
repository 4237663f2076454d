"""A household's month: properties of the arithmetic, and the ends of each rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relief.dates import add_months
from relief.learning.changes import changes, pay_day_plan
from relief.learning.guides import guides, unusual
from relief.learning.month import Entry, Household, calendar, moved, next_pay_day, occurrences, spread

TODAY = date(2026, 11, 23)
calm = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no finding."""
EVERY = ("weekly", "biweekly", "semimonthly", "monthly", "quarterly", "yearly", "once")
GROUPS = ("home", "utilities", "food", "transport", "communications", "debts", "leisure", "other_essential")

amounts = st.integers(1, 5_000_000)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
income = st.builds(Entry, st.just("income"), st.just("income"), amounts, st.sampled_from(EVERY), st.none() | days)
spending = st.builds(
    Entry, st.just("essentials"), st.sampled_from(GROUPS), amounts, st.sampled_from(EVERY), st.none() | days
)
households = st.builds(
    Household, st.just("CNY"), st.lists(income | spending, max_size=8).map(tuple), st.none() | st.integers(0, 1_000_000)
)
todays = st.dates(date(2026, 6, 1), date(2027, 6, 30))


@calm
@given(households, todays)
def test_every_evening_is_the_evening_before_and_what_came_and_went(household: Household, today: date) -> None:
    month = calendar(household, today)
    before = month.opening
    for day in month.days:
        assert day.balance == before + day.came - day.went
        before = day.balance
    assert month.closing == month.opening + sum(d.came for d in month.days) - sum(d.went for d in month.days)


@calm
@given(households, todays)
def test_a_month_has_each_of_its_days_once(household: Household, today: date) -> None:
    month = calendar(household, today)
    first = month.days[0].day
    assert [day.day for day in month.days] == [first + timedelta(days=at) for at in range(len(month.days))]
    assert month.days[-1].day + timedelta(days=1) == add_months(first, 1)


@calm
@given(households, todays)
def test_dry_days_are_those_that_end_below_nothing_and_the_lowest_is_one_of_them(
    household: Household, today: date
) -> None:
    month = calendar(household, today)
    assert set(month.dry) == {day.day for day in month.days if day.balance < 0}
    assert all(month.lowest.balance <= day.balance for day in month.days)
    assert not month.dry or month.lowest.dry


@calm
@given(households, todays, st.integers(1, 1_000_000))
def test_more_money_at_the_start_never_makes_more_dry_days(household: Household, today: date, more: int) -> None:
    household = replace(household, cash=household.cash or 0)
    richer = replace(household, cash=(household.cash or 0) + more)
    assert set(calendar(richer, today).dry) <= set(calendar(household, today).dry)


@calm
@given(households, todays, amounts, st.sampled_from(GROUPS))
def test_one_more_bill_never_makes_fewer_dry_days(household: Household, today: date, amount: int, group: str) -> None:
    household = replace(household, cash=household.cash or 0)
    more = replace(household, entries=(*household.entries, Entry("essentials", group, amount, "monthly")))
    assert set(calendar(household, today).dry) <= set(calendar(more, today).dry)


@calm
@given(st.integers(0, 10_000_000), st.integers(1, 31))
def test_what_is_spread_over_days_adds_up_exactly_and_evenly(amount: int, n: int) -> None:
    parts = spread(amount, n)
    assert sum(parts) == amount and max(parts) - min(parts) <= 1


@calm
@given(households)
def test_what_is_left_is_income_less_every_group(household: Household) -> None:
    assert household.left == household.comes_in - sum(amount for _, amount in household.by_group())


@calm
@given(income, todays)
def test_occurrences_keep_their_rhythm(entry: Entry, first: date) -> None:
    last = first + timedelta(days=400)
    found = occurrences(entry, first, last)
    assert found == sorted(set(found)) and all(first <= day <= last for day in found)
    if entry.on is None:
        assert found == []
    elif entry.every == "weekly":
        assert all((day - entry.on).days % 7 == 0 for day in found) and len(found) >= 57
    elif entry.every == "monthly":
        assert len(found) in (13, 14)
    elif entry.every == "once":
        assert found == ([entry.on] if first <= entry.on <= last else [])


@calm
@given(households, todays)
def test_moving_bills_moves_no_money(household: Household, today: date) -> None:
    later = moved(household, GROUPS, today + timedelta(days=3))
    assert later.left == household.left and later.by_group() == household.by_group()


@calm
@given(households, todays)
def test_changes_are_three_at_most_and_each_brings_something(household: Household, today: date) -> None:
    month = calendar(household, today)
    found = changes(household, month, unusual(household, guides()), today)
    assert len(found) <= 3
    for change in found:
        assert change.amount > 0 or change.days > 0
        if change.kind == "relief":
            assert change.amount == -household.left
        if change.kind == "set_aside":
            assert change.amount * 10 <= household.left
        if change.kind == "move_bills" and change.on:
            fewer = calendar(moved(household, change.groups, change.on), today).dry
            assert len(month.dry) - len(fewer) == change.days


@calm
@given(households, todays)
def test_a_negative_month_is_never_told_to_save(household: Household, today: date) -> None:
    kinds = [c.kind for c in changes(household, calendar(household, today), (), today)]
    assert not (household.left < 0 and "set_aside" in kinds)
    assert (household.left < 0) == ("relief" in kinds)


@calm
@given(households, todays)
def test_the_pay_day_plan_never_spends_more_than_comes(household: Household, today: date) -> None:
    plan = pay_day_plan(household, today)
    assert (plan is None) == (next_pay_day(household, today) is None)
    if plan is not None:
        assert plan.on < plan.until and plan.a_week >= 0 and plan.short >= 0
        assert plan.short == max(plan.bills - plan.comes, 0)
        assert plan.a_week * (plan.until - plan.on).days <= max(plan.comes - plan.bills, 0) * 7


def entry(group: str, amount: int, every: str = "monthly", on: date | None = None) -> Entry:
    return Entry("income" if group == "income" else "essentials", group, amount, every, on)  # type: ignore[arg-type]


def test_rent_before_the_wages_makes_dry_days_until_the_wages_come() -> None:
    household = Household(
        "CNY",
        (entry("income", 600000, on=date(2026, 12, 10)), entry("home", 200000, on=date(2026, 12, 1))),
        cash=50000,
    )
    month = calendar(household, TODAY)
    assert month.dry == tuple(date(2026, 12, day) for day in range(1, 10))
    assert month.lowest.balance == -150000


def test_the_rent_can_be_asked_to_wait_where_nothing_else_helps() -> None:
    household = Household(
        "CNY",
        (entry("income", 600000, on=date(2026, 12, 10)), entry("home", 200000, on=date(2026, 12, 1))),
        cash=50000,
    )
    found = changes(household, calendar(household, TODAY), (), TODAY)
    assert (found[0].kind, found[0].groups, found[0].days) == ("move_bills", ("home",), 9)
    assert found[0].on == date(2026, 12, 11)


def test_exactly_nothing_in_the_evening_is_not_dry() -> None:
    household = Household("CNY", (entry("home", 50000, on=date(2026, 12, 1)),), cash=50000)
    assert calendar(household, TODAY).dry == ()
    assert calendar(replace(household, cash=49999), TODAY).dry


def test_without_knowing_what_is_there_the_line_begins_on_the_pay_day() -> None:
    household = Household("CNY", (entry("income", 600000, on=date(2026, 12, 10)),))
    assert calendar(household, TODAY).days[0].day == date(2026, 12, 10)
    assert calendar(replace(household, cash=0), TODAY).days[0].day == TODAY


def test_a_seasonal_income_counts_on_its_day_and_as_a_twelfth() -> None:
    household = Household("CNY", (entry("income", 6200000, "yearly", date(2026, 12, 5)),), cash=0)
    assert household.comes_in == 516666
    assert sum(day.came for day in calendar(household, TODAY).days) == 6200000


def test_guides_are_asked_about_above_and_below_and_not_at_the_edge() -> None:
    edge = next(guide for guide in guides() if guide.group == "communications")
    at = int(1000000 * edge.high)
    base = Household("CNY", (entry("income", 1000000), entry("communications", at)))
    assert unusual(base, guides()) == ()
    above = replace(base, entries=(base.entries[0], entry("communications", at + 1)))
    assert unusual(above, guides())[0].what == "much"
    little = replace(base, entries=(base.entries[0], entry("food", 1)))
    assert unusual(little, guides())[0].what == "little"


def test_food_and_home_are_never_cut() -> None:
    household = Household("CNY", (entry("income", 1000000), entry("food", 600000), entry("home", 300000)))
    found = changes(household, calendar(household, TODAY), unusual(household, guides()), TODAY)
    assert all(change.kind != "trim" for change in found)
