"""Reminders go to those who agreed, once, when they may, and say nothing to anybody else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.engine import Engine

from relief import reminders, states
from relief.contact import consented, opt_out
from relief.reminders import Done
from relief.store.ids import new_id
from relief.store.records import Borrower, Contact, Loan, Promise
from relief.store.uow import UnitOfWork
from tests.relief.store.making import NOW, lend

SHANGHAI = ZoneInfo("Asia/Shanghai")
DUE = date(2026, 12, 10)
"""The next due date of the loan that `lend` makes."""


def local(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def text(borrower: Borrower) -> str:
    return "something to read"


@pytest.fixture()
def loan(sqlite_engine: Engine) -> Loan:
    """Somebody with a confirmed phone who agreed to be reminded."""
    with UnitOfWork(sqlite_engine) as uow:
        loan = lend(uow)
        uow.borrowers.add_contact(
            Contact("n1", loan.borrower_id, "phone", "+8613900000001", True, local(DUE) - timedelta(9))
        )
        consented(uow, loan.borrower_id, "-", "all", "yes, remind me", "en", NOW, granted=True)
        uow.commit()
    return loan


def queued(engine: Engine) -> list[tuple[str, str, str]]:
    with UnitOfWork(engine, readonly=True) as uow:
        return [(notice.to, notice.channel, notice.text) for notice in uow.notices.latest()]


def test_the_loan_of_these_tests_is_due_on_a_thursday(sqlite_engine: Engine, loan: Loan) -> None:
    from relief.accounts import overview

    with UnitOfWork(sqlite_engine, readonly=True) as uow:
        assert overview(uow, loan.borrower_id, local(DUE) - timedelta(days=5)).loans[0].next_due == DUE


@pytest.mark.parametrize(("days", "due"), [(4, 0), (3, 1), (2, 1), (0, 1), (-1, 0)])
def test_a_due_date_is_reminded_of_three_days_ahead_or_later_when_that_was_missed(
    sqlite_engine: Engine, loan: Loan, days: int, due: int
) -> None:
    assert reminders.run(sqlite_engine, local(DUE) - timedelta(days=days), text).queued == due
    assert queued(sqlite_engine) == [("+8613900000001", "sms", "something to read")] * due


def test_the_job_may_run_as_often_as_one_likes(sqlite_engine: Engine, loan: Loan) -> None:
    for days in (3, 3, 2, 1, 0):
        reminders.run(sqlite_engine, local(DUE) - timedelta(days=days), text)
    assert len(queued(sqlite_engine)) == 1
    with UnitOfWork(sqlite_engine, readonly=True) as uow:
        assert len(uow.contacts_log.since(loan.borrower_id, NOW - timedelta(days=30))) == 1
        assert "reminder.queued" in [line.action for line in uow.audit.about(loan.borrower_id)]


def test_a_promise_is_reminded_of_a_day_ahead(sqlite_engine: Engine, loan: Loan) -> None:
    day = date(2026, 12, 2)
    with UnitOfWork(sqlite_engine) as uow:
        uow.promises.add(
            Promise(
                new_id("o"),
                loan.borrower_id,
                loan.id,
                None,
                500_00,
                "CNY",
                day,
                date(2026, 11, 23),
                2,
                "open",
                NOW,
                None,
                "k",
            )
        )
        uow.commit()
    assert reminders.run(sqlite_engine, local(day) - timedelta(days=2), text) == Done(0, 0)
    assert reminders.run(sqlite_engine, local(day) - timedelta(days=1), text) == Done(1, 0)


@pytest.mark.parametrize(
    "state",
    ["distress", "insolvent", "breathing_space", "deceased", "capacity_hold", "represented", "ceased", "wrong_person", "dispute",
     "fraud", "complaint", "plan_in_preparation", "bereavement", "disaster"],
)  # fmt: skip
def test_no_reminder_in_a_state_that_stops_them(sqlite_engine: Engine, loan: Loan, state: str) -> None:
    with UnitOfWork(sqlite_engine) as uow:
        states.enter(uow, loan.borrower_id, state, now=local(DUE) - timedelta(days=5), source="chat")
        uow.commit()
    assert reminders.run(sqlite_engine, local(DUE) - timedelta(days=2), text) == Done(0, 1)
    assert queued(sqlite_engine) == []


@pytest.mark.parametrize(
    "at",
    [local(DUE, 8) - timedelta(days=3), local(DUE, 19) - timedelta(days=3)],
    ids=["before nine", "at seven in the evening"],
)
def test_no_reminder_outside_the_hours(sqlite_engine: Engine, loan: Loan, at: datetime) -> None:
    assert reminders.run(sqlite_engine, at, text) == Done(0, 1)


def test_no_reminder_after_stop_or_without_a_consent(sqlite_engine: Engine, loan: Loan) -> None:
    with UnitOfWork(sqlite_engine) as uow:
        opt_out(uow, loan.borrower_id, "sms", NOW)
        uow.commit()
    assert reminders.run(sqlite_engine, local(DUE) - timedelta(days=3), text) == Done(0, 1)
    with UnitOfWork(sqlite_engine) as uow:
        from relief.contact import opt_in

        opt_in(uow, loan.borrower_id, [], NOW)
        consented(uow, loan.borrower_id, "-", "all", "no reminders", "en", NOW + timedelta(hours=1), granted=False)
        uow.commit()
    assert reminders.run(sqlite_engine, local(DUE) - timedelta(days=3), text) == Done(0, 1)


def test_a_number_that_was_not_confirmed_lately_is_not_used(sqlite_engine: Engine, loan: Loan) -> None:
    with UnitOfWork(sqlite_engine) as uow:
        uow.borrowers.confirm_contact("n1", local(DUE) - timedelta(days=64))
        uow.commit()
    assert reminders.run(sqlite_engine, local(DUE) - timedelta(days=3), text) == Done(0, 1)
    with UnitOfWork(sqlite_engine) as uow:
        uow.borrowers.confirm_contact("n1", local(DUE) - timedelta(days=62))
        uow.commit()
    assert reminders.run(sqlite_engine, local(DUE) - timedelta(days=3), text) == Done(1, 0)


def test_what_was_queued_is_not_sent_when_a_state_or_the_hour_has_overtaken_it(
    sqlite_engine: Engine, loan: Loan
) -> None:
    now = local(DUE) - timedelta(days=3)
    reminders.run(sqlite_engine, now, text)
    with UnitOfWork(sqlite_engine) as uow:
        (notice,) = uow.notices.latest()
        assert reminders.still_wanted(uow, notice, now)
        assert not reminders.still_wanted(uow, notice, now + timedelta(hours=9))
        assert not reminders.still_wanted(uow, notice, now + timedelta(days=1))
        states.enter(uow, loan.borrower_id, "distress", now=now, source="chat")
        assert not reminders.still_wanted(uow, notice, now)
