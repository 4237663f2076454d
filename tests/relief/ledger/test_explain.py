"""Every difference is explained by dated rows, to the unit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relief.ledger import History, balance, explain, loan_view
from tests.relief.ledger.lending import frozen, history, loan, paid, taken_back, waiver

DUE = date(2026, 6, 10)
START = date(2026, 5, 20)
INSTALMENT = 1100_16


def day(number: int) -> date:
    return START + timedelta(days=number)


def rows_of(events: History, first: date, last: date) -> list[tuple[str, str, int]]:
    return [(row.kind, row.on.isoformat(), row.amount) for row in explain(events, first, last)]


def test_why_it_is_more_than_last_week() -> None:
    assert rows_of(history(), date(2026, 7, 6), date(2026, 7, 13)) == [
        ("penalty", "2026-07-07", 3_85),  # 33 days less 26 days: 18.15 - 14.30
        ("instalment", "2026-07-10", INSTALMENT),
        ("penalty", "2026-07-11", 1_65),
    ]


def test_a_part_payment_splits_the_penalty_into_two_rows_with_their_bases() -> None:
    events = history(loan(), paid(date(2026, 6, 20), 500_00))
    penalty = [row for row in explain(events, DUE, date(2026, 6, 30)) if row.kind == "penalty"]
    assert [(row.on, row.until, row.days, row.base) for row in penalty] == [
        (date(2026, 6, 11), date(2026, 6, 20), 10, INSTALMENT),
        (date(2026, 6, 21), date(2026, 6, 30), 10, 600_16),
    ]


def test_a_reversal_is_one_row_and_what_it_changes_in_the_charges_another() -> None:
    payment = paid(date(2026, 6, 10), INSTALMENT)
    events = history(loan(), payment, taken_back(payment, date(2026, 6, 20)))
    assert rows_of(events, date(2026, 6, 15), date(2026, 6, 21)) == [
        ("reversal", "2026-06-20", INSTALMENT),
        ("recalculated", "2026-06-20", 4_95),
        ("penalty", "2026-06-20", 1_10),
    ]


def test_a_freeze_is_named_although_it_moves_nothing() -> None:
    events = history(loan(), frozen(date(2026, 6, 16), date(2026, 6, 30)))
    assert rows_of(events, date(2026, 6, 15), date(2026, 6, 30)) == [("freeze", "2026-06-16", 0)]


def test_the_same_day_has_nothing_to_explain() -> None:
    assert explain(history(), date(2026, 8, 1), date(2026, 8, 1)) == ()


def test_the_days_have_to_be_in_order() -> None:
    with pytest.raises(ValueError, match="the second day is before the first"):
        explain(history(), date(2026, 8, 2), date(2026, 8, 1))


@st.composite
def lives(draw: st.DrawFn) -> History:
    """A loan with any payments, reversals, freezes and waivers."""
    book, currency, rhythm = draw(
        st.sampled_from([("CN-CONS", "CNY", "monthly"), ("IN-JLG", "INR", "biweekly"), ("KE-DIGI", "KES", "weekly")])
    )
    terms = draw(st.sampled_from([{}, {"daily_rate": "0.002"}, {"daily_rate": "0.0123", "late_fee": 700}]))
    agreed = loan(
        book,
        currency=currency,
        frequency=rhythm,
        n=draw(st.integers(1, 10)),
        principal=draw(st.integers(1_000_00, 12_000_00)),
        terms=terms,
    )
    events: list[object] = []
    for at, amount in draw(st.lists(st.tuples(st.integers(0, 150), st.integers(1, 3_000_00)), max_size=8)):
        payment = paid(day(at), amount, hour=draw(st.integers(0, 23)))
        events.append(payment)
        if draw(st.booleans()):
            events.append(taken_back(payment, day(at + draw(st.integers(0, 60)))))
    for at, length in draw(st.lists(st.tuples(st.integers(0, 150), st.none() | st.integers(0, 40)), max_size=3)):
        events.append(frozen(day(at), None if length is None else day(at + length)))
    for at, amount, component, kind in draw(
        st.lists(
            st.tuples(
                st.integers(0, 150),
                st.integers(1, 100_00),
                st.sampled_from(["penalty", "fees"]),
                st.sampled_from(["waiver", "reinstatement"]),
            ),
            max_size=4,
        )
    ):
        events.append(waiver(day(at), amount, component, kind))
    return history(agreed, *events)


@settings(max_examples=150, deadline=None)
@given(lives(), st.integers(0, 160), st.integers(0, 100))
def test_the_rows_sum_to_the_difference_of_the_balances(events: History, first: int, length: int) -> None:
    start, end = day(first), day(first + length)
    assert sum(row.amount for row in explain(events, start, end)) == balance(events, end) - balance(events, start)


@settings(max_examples=100, deadline=None)
@given(lives(), st.integers(0, 200))
def test_the_view_and_the_balance_agree(events: History, at: int) -> None:
    view = loan_view(events, day(at))
    assert view.total_due - view.ahead - view.unallocated == balance(events, day(at))
    assert sum(line.total for line in view.lines) == view.total_due
    assert min(view.overdue, view.due_today, view.fees, view.penalty, view.unallocated, view.principal_left) >= 0


@settings(max_examples=60, deadline=None)
@given(lives(), st.integers(0, 100), st.integers(0, 60), st.integers(0, 60))
def test_two_stretches_explain_what_one_does(events: History, first: int, one: int, two: int) -> None:
    a, b, c = day(first), day(first + one), day(first + one + two)
    whole = sum(row.amount for row in explain(events, a, c))
    assert whole == sum(row.amount for row in (*explain(events, a, b), *explain(events, b, c)))
