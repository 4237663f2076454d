"""What a loan owes on a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from relief.ledger import History, balance, loan_view
from tests.relief.ledger.lending import SHANGHAI, frozen, history, loan, paid, taken_back, waiver

DUE = date(2026, 6, 10)
INSTALMENT = 1100_16


def days_past(days: int) -> date:
    return DUE + timedelta(days=days)


def at_utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def test_an_instalment_that_is_due_today_is_not_late_and_costs_nothing() -> None:
    view = loan_view(history(), DUE)
    assert (view.overdue, view.due_today, view.penalty, view.days_late, view.bucket) == (0, INSTALMENT, 0, 0, "current")
    assert (view.next_due, view.next_amount, view.total_due) == (DUE, INSTALMENT, INSTALMENT)


def test_one_day_later_it_is_late_and_the_first_day_of_penalty_counts() -> None:
    view = loan_view(history(), days_past(1))
    assert (view.overdue, view.due_today, view.days_late, view.bucket) == (INSTALMENT, 0, 1, "1-29")
    assert view.penalty == 55  # 1100.16 x 0.0005 = 0.55008
    assert view.next_due == date(2026, 7, 10)


@pytest.mark.parametrize(
    ("days", "bucket"), [(29, "1-29"), (30, "30-59"), (59, "30-59"), (60, "60-89"), (89, "60-89"), (90, "90+")]
)
def test_the_bucket_changes_at_30_60_and_90_days(days: int, bucket: str) -> None:
    assert loan_view(history(), days_past(days)).bucket == bucket


def test_each_overdue_instalment_is_rounded_by_itself() -> None:
    # 1100.16 x 0.0005 x 44 = 24.20352 and x 14 = 7.70112
    view = loan_view(history(), days_past(44))
    assert [line.penalty for line in view.lines] == [24_20, 7_70]
    assert view.penalty == 31_90
    assert view.total_due == 2 * INSTALMENT + 31_90


@pytest.mark.parametrize(
    ("paid_at", "penalty"),
    [("2026-06-10T15:59:59", 0), ("2026-06-10T16:00:00", 55)],
    ids=["the last second of the due date in Shanghai", "midnight"],
)
def test_a_payment_at_midnight_is_one_day_late(paid_at: str, penalty: int) -> None:
    payment = paid(DUE, INSTALMENT, channel="bank")
    payment = type(payment)(**{**vars(payment), "paid_at": at_utc(paid_at)})
    view = loan_view(history(loan(), payment), date(2026, 6, 20))
    assert (view.overdue, view.penalty) == (0, penalty)


def test_the_day_is_the_borrowers_wherever_the_server_stands() -> None:
    payment = paid(DUE, INSTALMENT, hour=23, where="America/Chicago")
    assert loan_view(history(loan(), payment, timezone_name="America/Chicago"), days_past(5)).penalty == 0
    assert loan_view(history(loan(), payment, timezone_name=SHANGHAI), days_past(5)).penalty == 55


def test_a_part_payment_lowers_the_base_from_the_next_day() -> None:
    # 10 days on 1100.16, then 10 days on 600.16
    view = loan_view(history(loan(), paid(days_past(10), 500_00)), days_past(20))
    assert view.penalty == 8_50  # 0.0005 x (10 x 1100.16 + 10 x 600.16) = 8.5016
    assert view.overdue == 600_16


def test_a_payment_covers_the_oldest_instalment_before_any_penalty() -> None:
    view = loan_view(history(loan(), paid(days_past(44), INSTALMENT)), days_past(44))
    assert view.days_late == 14
    assert view.penalty == 31_90


def test_paying_the_total_due_makes_the_loan_straight() -> None:
    due = loan_view(history(), days_past(44)).total_due
    view = loan_view(history(loan(), paid(days_past(44), due)), days_past(44))
    assert (view.total_due, view.days_late, view.ahead, view.unallocated) == (0, 0, 0, 0)


def test_paying_early_covers_the_running_instalment_and_not_an_old_penalty() -> None:
    late = paid(days_past(10), INSTALMENT)
    early = paid(date(2026, 7, 3), INSTALMENT)
    view = loan_view(history(loan(), late, early), date(2026, 7, 12))
    assert (view.overdue, view.days_late, view.penalty) == (0, 0, 5_50)


def test_what_is_paid_ahead_belongs_to_the_next_instalments() -> None:
    view = loan_view(history(loan(), paid(DUE, 2 * INSTALMENT + 100_00)), DUE)
    assert view.ahead == INSTALMENT + 100_00
    assert (view.next_due, view.next_amount) == (date(2026, 8, 10), INSTALMENT - 100_00)


def test_more_than_the_whole_loan_stays_unallocated() -> None:
    whole = sum(item.principal + item.interest for item in history().instalments)
    view = loan_view(history(loan(), paid(DUE, whole + 7)), DUE)
    assert (view.unallocated, view.principal_left, view.next_due, view.instalments_left) == (7, 0, None, 0)


def test_a_reversal_restores_the_former_state_exactly() -> None:
    payment = paid(days_past(10), INSTALMENT)
    back = taken_back(payment, days_past(20))
    without = history()
    with_both = history(loan(), payment, back)
    assert loan_view(with_both, days_past(19)) == loan_view(history(loan(), payment), days_past(19))
    for days in (20, 21, 45):
        assert loan_view(with_both, days_past(days)) == loan_view(without, days_past(days))


def test_a_payment_that_is_not_matched_to_the_loan_does_not_count() -> None:
    pending = paid(DUE, INSTALMENT, status="unmatched")
    assert loan_view(history(loan(), pending), days_past(1)).overdue == INSTALMENT


def test_nothing_accrues_from_the_day_of_a_freeze_and_nothing_is_charged_afterwards() -> None:
    accrued = loan_view(history(), days_past(10)).penalty
    freeze = frozen(days_past(11), days_past(20))
    for days in (11, 15, 20):
        view = loan_view(history(loan(), freeze), days_past(days))
        assert (view.penalty, view.frozen) == (accrued, True)
    after = loan_view(history(loan(), freeze), days_past(22))
    assert not after.frozen
    assert after.penalty == 6_60  # 12 counted days on 1100.16 = 6.60096


def test_a_waiver_takes_off_what_has_accrued_and_never_more() -> None:
    events = [waiver(days_past(20), 1000_00)]
    assert loan_view(history(loan(), *events), days_past(20)).penalty == 0
    later = loan_view(history(loan(), *events), days_past(21)).penalty
    assert later == loan_view(history(), days_past(21)).penalty - loan_view(history(), days_past(20)).penalty


def test_a_broken_condition_restores_exactly_what_was_waived() -> None:
    events = [waiver(days_past(20), 5_00), waiver(days_past(30), 5_00, kind="reinstatement")]
    assert (
        loan_view(history(loan(), *events), days_past(25)).penalty == loan_view(history(), days_past(25)).penalty - 5_00
    )
    assert loan_view(history(loan(), *events), days_past(31)) == loan_view(history(), days_past(31))


def test_principal_cannot_be_waived() -> None:
    with pytest.raises(ValueError, match="only penalty and fees"):
        loan_view(history(loan(), waiver(days_past(20), 5_00, "principal")), days_past(20))


def charged(days: int, *events: object) -> int:
    return loan_view(history(loan("IN-BIZ", currency="INR"), *events), days_past(days)).fees


def test_a_missed_instalment_is_charged_once_on_the_day_after() -> None:
    assert [charged(0), charged(1), charged(29), charged(31)] == [0, 250_00, 250_00, 500_00]


def test_a_partly_paid_instalment_is_charged_and_a_paid_one_is_not() -> None:
    assert charged(1, paid(DUE, INSTALMENT - 1, currency="INR")) == 250_00
    assert charged(1, paid(DUE, INSTALMENT * 2, currency="INR")) == 0


def test_a_charge_stays_when_the_instalment_is_paid_late() -> None:
    assert charged(5, paid(days_past(2), INSTALMENT, currency="INR")) == 250_00


def test_no_charge_falls_on_a_frozen_day() -> None:
    assert charged(5, frozen(days_past(1), days_past(1))) == 0
    assert charged(5, frozen(days_past(2))) == 250_00


def in_duplum(days: int) -> History:
    agreed = loan(
        "KE-DIGI",
        currency="KES",
        principal=1000_00,
        annual_rate="0.60",
        n=4,
        frequency="weekly",
        first_due=DUE,
        terms={"daily_rate": "0.05"},
    )
    return history(agreed, timezone_name="Africa/Nairobi")


def test_interest_and_penalty_together_never_pass_the_principal() -> None:
    interest = sum(item.interest for item in in_duplum(0).instalments)
    penalties = [loan_view(in_duplum(days), days_past(days)).penalty for days in range(0, 80)]
    assert penalties == sorted(penalties)
    assert penalties[-1] + interest <= 1000_00 < penalties[-1] + interest + 1000_00 // 10
    assert penalties[-1] == penalties[-2]


def test_balance_is_what_is_due_less_what_was_paid_ahead() -> None:
    ahead = history(loan(), paid(date(2026, 6, 1), 2 * INSTALMENT))
    assert balance(ahead, date(2026, 6, 5)) == -2 * INSTALMENT
    assert balance(ahead, DUE) == -INSTALMENT
    assert balance(ahead, date(2026, 7, 10)) == 0
