"""The parts that decisions are made of: month, calendar, cost cap, rhythm, dates, JSON."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relief.policy import codec
from relief.policy.cash import first_shortfall, month_ends, next_seasonal, seasonal
from relief.policy.costs import as_contracted, doing_nothing, inside_cap
from relief.policy.invented import accounts
from relief.policy.model import Account, Budget, Income, PayDay, Situation, Spending, Wishes
from relief.policy.outcome import Payment
from relief.policy.resolve import Packs
from relief.policy.rhythm import dates_from, length, periods, step
from relief.policy.room import each_time, month_line, month_of, monthly
from relief.policy.schedule import plan_dates
from relief.policy.specs import SPECS
from relief.policy.values import from_json, laxer, stricter, to_json
from tests.relief.policy import people
from tests.relief.policy.people import T


def month(packs: Packs, budget: Budget, **rules: object) -> object:
    account, _ = people.p1()
    known = packs.rules(("cn",), "CN-CONS", "CNY", T)
    return month_of(account, budget, replace(known, **rules))  # type: ignore[arg-type]


def test_the_literacy_example_of_the_affordability_sum(packs: Packs) -> None:
    """Case A: 7,500 less 5,600, a buffer of 190, other minimums 900: 810, of which 80 % is 648."""
    account, _ = people.p1()
    free = replace(account, loans=(replace(account.loan, upcoming=()),), minimum_surplus=0)
    budget = Budget(
        (Income(750000, "monthly"),),
        (Spending(360000, "monthly", "home"), Spending(200000, "monthly", "food"), Spending(90000, "monthly", "debts")),
    )
    rules = replace(
        packs.rules(("cn",), "CN-CONS", "CNY", T), affordability_min_surplus=0,
        affordability_safety_share_percent=Fraction(80), affordability_buffer_percent=Fraction(10),
    )  # fmt: skip
    found = month_of(free, budget, rules)
    assert (found.buffer, found.other_loans, found.left_beside, found.beside) == (19000, 90000, 81000, 64800)
    assert month_line(found).key == "month.sum"
    capped = month_of(free, replace(budget, income=(Income(900000, "monthly"),)), rules)
    assert capped.buffer == 20000, "at most 200 a month"
    uncapped = month_of(
        free, replace(budget, income=(Income(900000, "monthly"),)), replace(rules, affordability_buffer_cap=None)
    )
    assert uncapped.buffer == 34000


@pytest.mark.parametrize(
    ("policy", "percent", "own", "kept"), [(10000, 0, 20000, 20000), (30000, 0, 20000, 30000), (0, 10, 20000, 62834)]
)
def test_the_largest_of_three_minimum_surpluses_is_kept_back(
    packs: Packs, policy: int, percent: int, own: int, kept: int
) -> None:
    account, situation = people.p1()
    rules = replace(
        packs.rules(("cn",), "CN-CONS", "CNY", T), affordability_min_surplus=policy,
        affordability_min_surplus_percent=Fraction(percent),
    )  # fmt: skip
    assert situation.budget
    assert month_of(replace(account, minimum_surplus=own), situation.budget, rules).kept_back == kept


def test_single_sums_are_not_in_the_month(packs: Packs) -> None:
    budget = Budget((Income(500000, "monthly"), Income(9, "once", T)), (Spending(9, "once"), Spending(100, "yearly")))
    found = month_of(people.p1()[0], budget, packs.rules(("cn",), "CN-CONS", "CNY", T))
    assert (found.income, found.spending) == (500000, 9), "a twelfth of 1.00 is rounded up"


@given(st.integers(0, 10**9), st.sampled_from(["weekly", "biweekly", "monthly", "semiannual"]))
def test_an_instalment_never_costs_more_a_month_than_the_room_it_was_taken_from(room: int, frequency: str) -> None:
    assert monthly(each_time(room, frequency), frequency) <= room


# --- the cash calendar ----------------------------------------------------------------------------------------------------

HARVEST = Budget((Income(1200000, "yearly", date(2027, 2, 5)),), (Spending(80000, "monthly", "home"),))


def test_nothing_can_be_paid_before_the_harvest_and_after_it_what_it_carries() -> None:
    assert first_shortfall(HARVEST, 0, [Payment(date(2027, 2, 4), 1)], T) == date(2027, 2, 4)
    assert first_shortfall(HARVEST, 0, [Payment(date(2027, 2, 5), 240000)], T) is None
    assert first_shortfall(HARVEST, 0, [Payment(date(2027, 2, 5), 240001)], T) == date(2028, 1, 31)
    assert first_shortfall(HARVEST, 20000, [Payment(date(2027, 2, 5), 1)], T) == date(2028, 1, 31)


def test_cash_in_hand_and_regular_income_carry_until_then() -> None:
    with_cash = replace(HARVEST, cash=300000)
    assert first_shortfall(with_cash, 0, [Payment(date(2026, 12, 10), 60000)], T) is None
    assert first_shortfall(with_cash, 0, [Payment(date(2026, 12, 10), 60001)], T) == date(2027, 1, 31)
    both = replace(HARVEST, income=(*HARVEST.income, Income(100000, "monthly")))
    assert first_shortfall(both, 0, [Payment(date(2026, 12, 10), 20000)], T) is None
    assert first_shortfall(both, 0, [Payment(date(2026, 12, 10), 20001)], T) == date(2026, 12, 10)


def test_quarterly_and_single_incomes_come_on_their_days_and_unknown_days_never() -> None:
    budget = Budget(
        (Income(1, "quarterly", date(2026, 8, 31)), Income(5, "once", date(2026, 12, 24)), Income(9, "yearly")), ()
    )
    end = date(2027, 6, 1)
    assert seasonal(budget, T, end) == [
        (date(2026, 11, 30), 1), (date(2027, 2, 28), 1), (date(2027, 5, 31), 1), (date(2026, 12, 24), 5),
    ]  # fmt: skip
    assert next_seasonal(budget, T) == date(2026, 11, 30)
    assert next_seasonal(Budget((Income(9, "yearly"),), ()), T) is None
    assert month_ends(date(2026, 12, 31), date(2027, 1, 1)) == [date(2026, 12, 31), date(2027, 1, 31)]
    unknown = Budget((Income(9, "yearly"),), ())
    assert first_shortfall(unknown, 0, [Payment(T, 1)], T) == T
    for day in (T, date(2026, 11, 30)):
        assert first_shortfall(replace(unknown, cash=1), 0, [Payment(day, 1)], T) is None


# --- costs ---------------------------------------------------------------------------------------------------------------


def test_doing_nothing_grows_by_the_books_own_rule() -> None:
    loan = people.p1()[0].loan
    contract = as_contracted(loan)
    assert doing_nothing(loan, T, T, contract) == contract
    # 1100.16 × 0.0005 = 0.55008 a day and instalment: 44 days 24.20, 54 days 29.70; 13 days 7.15, 23 days 12.65
    assert doing_nothing(loan, T, date(2026, 12, 3), contract) == contract + (2970 - 2420) + (1265 - 715)
    plain = replace(loan, late_charge=people.NONE)
    assert doing_nothing(plain, T, date(2030, 1, 1), contract) == contract
    fee = people.p9()[0].loan
    assert doing_nothing(fee, T, date(2027, 1, 22), 0) == 25000, "due on the day itself is not missed yet"
    assert doing_nothing(fee, T, date(2027, 1, 23), 0) == 50000


@pytest.mark.parametrize("who", [people.p1, people.p4, people.p8, people.p10])
def test_a_schedule_at_exactly_the_cap_is_inside_and_clearly_above_it_is_not(who: object) -> None:
    loan = who()[0].loan  # type: ignore[operator]
    rows = [*loan.overdue, *loan.upcoming]
    payments = [Payment(row.due, row.contract) for row in rows]
    assert inside_cap(loan, payments, loan.annual_rate)
    assert inside_cap(loan, payments, loan.annual_rate + Fraction(1, 100))
    assert not inside_cap(loan, payments, loan.annual_rate - Fraction(1, 1000))
    dearer = [Payment(payments[0].due, payments[0].amount + len(rows) * 10), *payments[1:]]
    assert not inside_cap(loan, dearer, loan.annual_rate)


def test_paying_early_days_between_periods_are_counted() -> None:
    loan = people.p4()[0].loan
    whole = [Payment(date(2026, 11, 27), loan.principal_left)]
    assert inside_cap(loan, whole, Fraction(0)) and inside_cap(loan, whole, Fraction(1, 100))
    mixed = [Payment(date(2026, 12, 20), loan.principal_left // 2), Payment(date(2027, 1, 5), loan.principal_left // 2)]
    assert inside_cap(loan, mixed, Fraction(0))


# --- rhythm and days ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "day", "frequency", "expected"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), "monthly", (1, 0)),
        (date(2026, 1, 15), date(2026, 2, 15), "monthly", (1, 0)),
        (date(2026, 1, 15), date(2026, 2, 20), "monthly", (1, 5)),
        (date(2026, 1, 15), date(2026, 2, 10), "monthly", (0, 25)),
        (date(2026, 1, 15), date(2026, 7, 15), "semiannual", (1, 0)),
        (date(2026, 1, 15), date(2026, 9, 20), "semiannual", (1, 65)),
        (date(2026, 1, 1), date(2026, 1, 31), "monthly", (0, 29)),
        (date(2026, 1, 1), date(2026, 1, 10), "weekly", (1, 2)),
    ],
)
def test_periods_between_days(start: date, day: date, frequency: str, expected: tuple[int, int]) -> None:
    assert periods(start, day, frequency) == expected


def test_steps_clamp_from_the_day_itself() -> None:
    assert dates_from(date(2026, 8, 31), 3, "semiannual") == [date(2026, 8, 31), date(2027, 2, 28), date(2027, 8, 31)]
    assert dates_from(date(2026, 12, 31), 3, "monthly")[1:] == [date(2027, 1, 31), date(2027, 2, 28)]
    assert step(date(2026, 3, 31), -1, "monthly") == date(2026, 2, 28)
    assert step(date(2026, 3, 31), -1, "weekly") == date(2026, 3, 24)
    assert (length("weekly"), length("monthly"), length("semiannual")) == (7, 30, 180)


@pytest.mark.parametrize(
    ("pay_day", "frequency", "days"),
    [
        (None, "monthly", [date(2026, 11, 26), date(2026, 12, 26), date(2027, 1, 26)]),
        (PayDay("monthly", day=31), "monthly", [date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31)]),
        (PayDay("last_working_day"), "monthly", [date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 29)]),
        (
            PayDay("biweekly", known_pay_day=date(2026, 11, 20)),
            "monthly",
            [date(2026, 12, 4), date(2027, 1, 15), date(2027, 2, 12)],
        ),
        (PayDay("monthly", day=28), "weekly", [date(2026, 11, 28), date(2026, 12, 5), date(2026, 12, 12)]),
    ],
)
def test_plan_dates_follow_the_pay_day_after_the_notice(
    pay_day: PayDay | None, frequency: str, days: list[date]
) -> None:
    assert plan_dates(pay_day, T + timedelta(3), 0, 3, frequency) == days
    assert plan_dates(pay_day, T + timedelta(3), 2, 3, frequency)[0] == days[0] + timedelta(2)


def test_a_fortnightly_pay_day_needs_a_known_day() -> None:
    with pytest.raises(ValueError, match="needs one known day"):
        plan_dates(PayDay("biweekly"), T, 0, 1, "monthly")


# --- values and JSON ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "one", "other", "wins"),
    [
        ("instalments.max_months", 12, 24, 12),
        ("plans.notice_days", 3, 5, 5),
        ("cap.yearly_cost", None, Fraction(24, 100), Fraction(24, 100)),
        ("cap.yearly_cost", Fraction(24, 100), None, Fraction(24, 100)),
        ("contact.third_parties", True, False, False),
        ("contact.footer", False, True, True),
        ("extension.interest", "capitalised", "frozen", "frozen"),
        ("contact.window", ("08:00", "21:00"), ("09:00", "22:00"), ("09:00", "21:00")),
        ("disclosures.reminder", ("D-AI",), ("D-ID", "D-AI"), ("D-AI", "D-ID")),
        ("affordability.min_surplus", {"CNY": 1, "USD": 5}, {"CNY": 2}, {"CNY": 2, "USD": 5}),
        ("approval.assistant_amount", {"CNY": 1}, {"CNY": 2}, {"CNY": 1}),
        ("instalments.rhythm", "loan", "monthly", "loan"),
    ],
)
def test_the_stricter_of_two_values(name: str, one: object, other: object, wins: object) -> None:
    spec = SPECS[name]
    assert stricter(spec, one, other) == wins  # type: ignore[arg-type]
    assert laxer(spec, one, other) == (spec.stricter != "free" and wins != one)  # type: ignore[arg-type]


def test_values_survive_json() -> None:
    for name, value in (
        ("cap.yearly_cost", Fraction(1, 3)),
        ("cap.yearly_cost", None),
        ("contact.window", ("08:00", "21:00")),
    ):
        assert from_json(to_json(value), SPECS[name]) == value  # type: ignore[arg-type]


def test_facts_survive_json_and_unknown_members_are_refused() -> None:
    for account, situation in accounts(50, 3, T):
        assert codec.from_json(Account, codec.to_json(account)) == account
        assert codec.from_json(Situation, codec.to_json(situation)) == situation
    with pytest.raises(TypeError, match="Wishes has no mood"):
        codec.from_json(Wishes, {"mood": "good"})
    with pytest.raises(TypeError):
        codec.from_json(Account, {"borrower": "b"})


def test_what_has_no_json_form_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd:
        value: bytes

    with pytest.raises(TypeError, match="no JSON form"):
        codec._reader(bytes)
    assert codec.to_json(Odd(b"")) == {"value": b""}
