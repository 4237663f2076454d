"""One transaction, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, StatementError

from relief.store.repositories.base import MissingRecord, StaleRecord
from relief.store.uow import UnitOfWork
from tests.relief.store.making import NOW, borrower, conversation, loan


def test_what_is_committed_stays_and_comes_back_as_it_was(engine: Engine) -> None:
    one = borrower(pay_day={"rule": "monthly", "day": 25}, income=[{"amount": 145000, "every": "weekly"}])
    with UnitOfWork(engine) as uow:
        uow.borrowers.add(one)
        uow.commit()
    with UnitOfWork(engine, readonly=True) as uow:
        assert uow.borrowers.get(one.id) == one


def test_leaving_without_commit_undoes_everything(engine: Engine) -> None:
    one = borrower()
    with UnitOfWork(engine) as uow:
        uow.borrowers.add(one)
    with pytest.raises(RuntimeError, match="stop"), UnitOfWork(engine) as uow:
        uow.borrowers.add(one)
        raise RuntimeError("stop")
    with UnitOfWork(engine, readonly=True) as uow:
        assert uow.borrowers.get(one.id) is None


def test_a_reading_unit_of_work_refuses_to_commit(engine: Engine) -> None:
    with UnitOfWork(engine, readonly=True) as uow, pytest.raises(RuntimeError, match="reading only"):
        uow.commit()


def test_an_instant_without_a_zone_is_refused(engine: Engine) -> None:
    with UnitOfWork(engine) as uow, pytest.raises((ValueError, StatementError), match="no time zone"):
        uow.conversations.add(conversation(created_at=datetime(2026, 11, 23, 10)))


def test_an_instant_comes_back_in_utc_to_the_microsecond(engine: Engine) -> None:
    at = datetime(2026, 11, 1, 1, 30, 0, 123456, ZoneInfo("America/New_York"))
    one = conversation(created_at=at)
    with UnitOfWork(engine) as uow:
        uow.conversations.add(one)
        found = uow.conversations.require(one.id)
    # Two zones never compare equal in the doubled hour, so the instants are compared in one.
    assert found.created_at == at.astimezone(timezone.utc)
    assert found.created_at.utcoffset() == timedelta(0)


def test_amounts_beyond_the_exact_floats_are_kept_exactly(engine: Engine) -> None:
    large = 9_007_199_254_740_993
    with UnitOfWork(engine) as uow:
        one = uow.borrowers.add(borrower(minimum_surplus=large))
        assert uow.borrowers.require(one.id).minimum_surplus == large


def test_a_loan_without_its_borrower_is_refused(engine: Engine) -> None:
    with UnitOfWork(engine) as uow, pytest.raises(IntegrityError):
        uow.loans.add(loan(borrower()))


def test_errors_of_the_database_show_no_personal_data(engine: Engine) -> None:
    one = borrower(full_name="Secret Name")
    with UnitOfWork(engine) as uow:
        uow.borrowers.add(one)
        with pytest.raises(IntegrityError) as error:
            uow.borrowers.add(one)
    assert "Secret Name" not in str(error.value)


def test_changing_a_row_that_is_not_there_is_an_error(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        with pytest.raises(MissingRecord):
            uow.borrowers.change("b_nobody", language="en")
        with pytest.raises(MissingRecord):
            uow.borrowers.require("b_nobody")


def test_of_two_who_save_the_same_version_the_second_is_refused(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        one = uow.conversations.add(conversation())
        uow.commit()
    with UnitOfWork(engine) as uow:
        saved = uow.conversations.save(replace(one, state="waiting", waiting_since=NOW))
        assert saved.version == one.version + 1
        uow.commit()
    with UnitOfWork(engine) as uow, pytest.raises(StaleRecord):
        uow.conversations.save(replace(one, state="person"))


def test_readers_do_not_wait_for_a_writer(engine: Engine) -> None:
    with UnitOfWork(engine) as writer:
        writer.borrowers.add(borrower())
        started = time.perf_counter()
        with UnitOfWork(engine, readonly=True) as reader:
            assert reader.borrowers.all() == []
        assert time.perf_counter() - started < 1
        writer.commit()


def test_writers_in_many_threads_wait_for_each_other_and_lose_nothing(engine: Engine) -> None:
    def write(number: int) -> None:
        with UnitOfWork(engine) as uow:
            uow.cases.next_number("X-2026")
            uow.audit.append(actor="test", action="count", subject="x", data={"number": number}, at=NOW)
            uow.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    with UnitOfWork(engine, readonly=True) as uow:
        lines = list(uow.audit.lines())
    assert [line.seq for line in lines] == list(range(1, 41))
    assert sorted(line.data["number"] for line in lines) == list(range(40))
    with UnitOfWork(engine) as uow:
        assert uow.cases.next_number("X-2026") == 41


def test_a_verified_conversation_is_verified_until_the_time_is_over() -> None:
    one = conversation(verified_borrower_id="b_1", verified_until=NOW)
    assert one.verified_as(NOW - timedelta(seconds=1)) == "b_1"
    assert one.verified_as(NOW) is None
    assert conversation().verified_as(NOW) is None
