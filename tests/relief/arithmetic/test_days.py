from __future__ import annotations

import time
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relief.arithmetic import due_dates, pay_days
from relief.arithmetic.days_past_due import Bucket, Open, bucket_of, days_late, days_past_due, past_due
from relief.arithmetic.penalty import DatedAmount
from relief.arithmetic.promises import judge_promise
from relief.dates import (
    FixedClock,
    SystemClock,
    add_months,
    clock_from_environment,
    date_from_text,
    instant_from_text,
    last_day_of_month,
    local_date,
    month_step,
)
from relief.refusals import Refused
from tests.relief.arithmetic.strategies import counts, dated_amounts, days, quick

POLICY_BUCKETS = [Bucket("current", 0), Bucket("1-29", 1), Bucket("30-59", 30), Bucket("60-89", 60), Bucket("90+", 90)]


def test_the_last_of_january_does_not_drag_march() -> None:
    """P21."""
    assert due_dates.monthly(date(2025, 1, 31), 4, "clamp") == [
        date(2025, 1, 31),
        date(2025, 2, 28),
        date(2025, 3, 31),
        date(2025, 4, 30),
    ]


@given(days, st.integers(1, 31), counts)
@quick
def test_clamped_dates_come_one_a_month_from_the_pay_day(first: date, pay_day: int, n: int) -> None:
    """P20, P21."""
    found = due_dates.monthly(first, n, "clamp", pay_day)
    months = [day.year * 12 + day.month for day in found]
    assert months == list(range(first.year * 12 + first.month, first.year * 12 + first.month + n))
    assert all(day.day == min(pay_day, last_day_of_month(day.year, day.month)) for day in found)


@given(days, st.integers(1, 31), counts)
@quick
def test_skipped_and_rolled_dates_have_the_numbers_promised(first: date, pay_day: int, n: int) -> None:
    """P20, P22."""
    skipped = due_dates.monthly(first, n, "skip_month", pay_day)
    rolled = due_dates.monthly(first, n, "roll", pay_day)
    assert all(day.day == pay_day for day in skipped)
    assert all(day.day in (pay_day, 1) for day in rolled)
    for found in (skipped, rolled):
        assert len(found) == n
        assert all(earlier < later for earlier, later in pairwise(found))


@given(
    days,
    counts,
    st.sampled_from(("following", "preceding", "modified_following")),
    st.frozensets(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=40),
)
@quick
def test_each_date_moves_by_itself_to_a_working_day(first: date, n: int, convention, holidays: frozenset[date]) -> None:
    """P20, P21: a moved date moves no other, and order is kept."""
    raw = due_dates.monthly(first, n, "clamp")
    found = [due_dates.moved(day, convention, holidays) for day in raw]
    assert all(due_dates.is_working_day(day, holidays) for day in found)
    assert all(earlier <= later for earlier, later in pairwise(found))
    for before, after in zip(raw, found, strict=True):
        if due_dates.is_working_day(before, holidays):
            assert after == before
        elif convention == "following":
            assert after > before
        elif convention == "preceding":
            assert after < before
        else:
            assert after < before or (after.year, after.month) == (before.year, before.month)


def test_a_sunday_at_the_end_of_a_month_moves_back_when_it_may_not_leave_the_month() -> None:
    sunday = date(2026, 5, 31)
    assert due_dates.moved(sunday, "modified_following", ()) == date(2026, 5, 29)
    assert due_dates.moved(sunday, "following", ()) == date(2026, 6, 1)
    assert due_dates.moved(sunday, "none", ()) == sunday
    assert due_dates.moved(date(9999, 12, 31), "modified_following", {date(9999, 12, 31)}) == date(9999, 12, 30)


def test_twice_a_month_starts_with_the_first_day_not_before_the_start() -> None:
    assert due_dates.semimonthly(date(2026, 1, 20), 4, (15, 31)) == [
        date(2026, 1, 31),
        date(2026, 2, 15),
        date(2026, 2, 28),
        date(2026, 3, 15),
    ]


@given(days, counts, st.sampled_from((7, 14)))
@quick
def test_weekly_dates_keep_their_distance(first: date, n: int, step: int) -> None:
    """P20."""
    found = due_dates.every_days(first, n, step)
    assert found[0] == first
    assert [(later - earlier).days for earlier, later in pairwise(found)] == [step] * (n - 1)


def is_pay_day(day: date, rule: pay_days.PayRule) -> bool:
    """The rule as a yes or no of a single day."""
    last = last_day_of_month(day.year, day.month)
    if isinstance(rule, pay_days.Monthly):
        return day.day == min(rule.day, last)
    if isinstance(rule, pay_days.Weekly):
        return day.isoweekday() == rule.weekday
    if isinstance(rule, pay_days.Biweekly):
        return (day - rule.known_pay_day).days % 14 == 0
    rest = [day.replace(day=number) for number in range(day.day + 1, last + 1)]
    return day.weekday() < 5 and all(later.weekday() >= 5 for later in rest)


pay_rules = st.one_of(
    st.builds(pay_days.Monthly, st.integers(1, 31)),
    st.builds(pay_days.Weekly, st.integers(1, 7)),
    st.builds(pay_days.Biweekly, days),
    st.just(pay_days.LastWorkingDay()),
)


@given(days, pay_rules, st.integers(1, 5), st.integers(0, 40), st.integers(0, 10))
@quick
def test_due_dates_follow_every_pay_day_from_the_notice_on(today: date, rule, n: int, notice: int, offset: int) -> None:
    """P20, P23: none is left out and none added."""
    found = pay_days.due_dates_after_pay(today, rule, n, notice, offset)
    expected, day = [], today + timedelta(days=notice)
    while len(expected) < n:
        if is_pay_day(day, rule):
            expected.append(day + timedelta(days=offset))
        day += timedelta(days=1)
    assert found == expected


@pytest.mark.parametrize(
    "text", ["2026-06-31", "2027-02-29", "2026-02-30", "2026-13-01", "20260101", "2026-1-1", "", 7]
)
def test_days_that_do_not_exist_are_refused(text: object) -> None:
    """P27."""
    with pytest.raises(Refused) as refused:
        date_from_text(text)
    assert refused.value.code == "not_a_date"


def test_a_leap_day_is_a_day_like_any_other() -> None:
    """P26."""
    assert date_from_text("2028-02-29") == date(2028, 2, 29)
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert add_months(date(2028, 2, 29), 48) == date(2032, 2, 29)


def test_beyond_the_calendar_is_refused() -> None:
    for beyond in (lambda: add_months(date(9999, 12, 1), 1), lambda: month_step(date(9999, 12, 1), 32, 0, "roll")):
        with pytest.raises(Refused) as refused:
            beyond()
        assert refused.value.code == "not_a_date"


def test_a_payment_one_second_before_midnight_is_on_time() -> None:
    """P25."""
    due = date(2026, 12, 10)
    last_second = local_date(instant_from_text("2026-12-10T15:59:59Z"), "Asia/Shanghai")
    assert (last_second, days_late(last_second, due)) == (due, 0)


def test_a_payment_at_midnight_is_one_day_late() -> None:
    """P25."""
    midnight = local_date(instant_from_text("2026-12-10T16:00:00Z"), "Asia/Shanghai")
    assert days_late(midnight, date(2026, 12, 10)) == 1


@pytest.mark.parametrize("server_zone", ["UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"])
def test_the_borrowers_day_does_not_depend_on_the_server(server_zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """P24, P26: also in summer time and on the day it changes."""
    monkeypatch.setenv("TZ", server_zone)
    time.tzset()
    try:
        assert local_date(instant_from_text("2026-07-01T03:59:59Z"), "America/New_York") == date(2026, 6, 30)
        assert local_date(instant_from_text("2026-12-01T04:59:59Z"), "America/New_York") == date(2026, 11, 30)
        assert local_date(instant_from_text("2026-12-01T05:00:00Z"), "America/New_York") == date(2026, 12, 1)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_an_unknown_zone_is_refused() -> None:
    for name in ("Mars/Olympus", "../etc/passwd", ""):
        with pytest.raises(Refused) as refused:
            local_date(datetime(2026, 1, 1, tzinfo=timezone.utc), name)
        assert refused.value.code == "value_not_allowed"


def test_without_a_trial_day_the_clock_is_the_machines() -> None:
    assert clock_from_environment({}) == SystemClock()
    assert abs(SystemClock().now() - datetime.now(timezone.utc)) < timedelta(seconds=5)


def test_processes_started_one_after_the_other_agree_on_the_trial_day() -> None:
    set_at = time.time() - 3600
    environ = {"EVENKEEL_NOW": "2026-11-23T09:00:00+08:00", "EVENKEEL_NOW_SET_AT": str(set_at)}
    expected = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)
    assert abs(clock_from_environment(environ).now() - expected) < timedelta(seconds=5)


def test_a_trial_day_alone_runs_on_from_the_start() -> None:
    now = clock_from_environment({"EVENKEEL_NOW": "2026-11-23T09:00:00Z"}).now()
    assert timedelta(0) <= now - datetime(2026, 11, 23, 9, tzinfo=timezone.utc) < timedelta(seconds=5)


@pytest.mark.parametrize(
    "environ",
    [
        {"EVENKEEL_NOW": "tomorrow"},
        {"EVENKEEL_NOW": "2026-11-23T09:00:00"},
        {"EVENKEEL_NOW": "2026-11-23T09:00:00Z", "EVENKEEL_NOW_SET_AT": "noon"},
    ],
)
def test_a_trial_day_that_cannot_be_read_stops_the_start(environ: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="EVENKEEL_NOW"):
        clock_from_environment(environ)


def test_a_fixed_clock_needs_a_zone() -> None:
    instant = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
    assert FixedClock(instant).now() == instant
    with pytest.raises(ValueError, match="zone"):
        FixedClock(datetime(2026, 11, 23, 9))


FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


@given(
    st.integers(1, 10**6),
    st.dates(FIRST, LAST),
    st.dates(FIRST, LAST),
    st.integers(0, 5),
    dated_amounts(FIRST, LAST),
    st.dates(FIRST, LAST + timedelta(days=20)),
)
@quick
def test_a_promise_is_kept_exactly_when_the_money_came_in_time(
    amount: int, promised: date, made_on: date, grace: int, payments: list[DatedAmount], as_of: date
) -> None:
    """P90."""
    end = promised + timedelta(days=grace)
    outcome = judge_promise(amount, promised, made_on, grace, payments, as_of)
    paid = sum(payment.amount for payment in payments if made_on <= payment.date <= end)
    assert (outcome.status == "kept") == (paid >= amount)
    if as_of <= end:
        assert outcome.status in ("kept", "open")
    assert outcome.paid - outcome.over + outcome.short == amount
    assert min(outcome.short, outcome.over) == 0


@given(st.lists(st.builds(Open, st.dates(FIRST, LAST), st.integers(0, 1000)), max_size=6), st.dates(FIRST, LAST))
@quick
def test_days_past_due_count_from_the_oldest_open_instalment_and_never_fall(
    instalments: list[Open], as_of: date
) -> None:
    """P91."""
    late = [item.due for item in instalments if item.outstanding and item.due < as_of]
    assert days_past_due(as_of, instalments) == ((as_of - min(late)).days if late else 0)
    assert days_past_due(as_of + timedelta(days=1), instalments) >= days_past_due(as_of, instalments)
    found = past_due(as_of, instalments, POLICY_BUCKETS)
    assert found.overdue <= found.outstanding == sum(item.outstanding for item in instalments)


def test_due_today_is_not_late_and_due_yesterday_is() -> None:
    """P91."""
    today = date(2026, 11, 23)
    assert days_past_due(today, [Open(today, 1)]) == 0
    assert days_past_due(today, [Open(today - timedelta(days=1), 1)]) == 1
    assert days_past_due(today, [Open(today - timedelta(days=1), 0)]) == 0


@pytest.mark.parametrize(
    ("dpd", "name"),
    [
        (0, "current"),
        (1, "1-29"),
        (29, "1-29"),
        (30, "30-59"),
        (59, "30-59"),
        (60, "60-89"),
        (89, "60-89"),
        (90, "90+"),
    ],
)
def test_bucket_edges_are_those_of_the_policy(dpd: int, name: str) -> None:
    """P92."""
    assert bucket_of(dpd, POLICY_BUCKETS) == name


@pytest.mark.parametrize("buckets", [[], [Bucket("late", 1)], [Bucket("a", 0), Bucket("b", 0)]])
def test_buckets_that_do_not_rise_from_zero_are_refused(buckets: list[Bucket]) -> None:
    with pytest.raises(Refused) as refused:
        bucket_of(0, buckets)
    assert refused.value.code == "value_not_allowed"


@pytest.mark.parametrize(
    ("first", "dates"),
    [
        (date(2026, 1, 14), [date(2026, 1, 15), date(2026, 1, 31), date(2026, 2, 15), date(2026, 2, 28)]),
        (date(2026, 1, 15), [date(2026, 1, 15), date(2026, 1, 31), date(2026, 2, 15), date(2026, 2, 28)]),
        (date(2026, 1, 16), [date(2026, 1, 31), date(2026, 2, 15), date(2026, 2, 28), date(2026, 3, 15)]),
    ],
)
def test_twice_a_month_begins_with_the_first_day_that_is_not_before_the_start(first: date, dates: list[date]) -> None:
    assert due_dates.semimonthly(first, 4, (15, 31)) == dates
