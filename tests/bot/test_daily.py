"""The gateway does the daily job by itself: at its start, after each midnight where the lender is, and never twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy.engine import Engine

from bot.assembly import full_app
from bot.daily import Daily
from bot.database import Database
from bot.settings import Settings
from relief import daily
from relief.dates import zone
from relief.portfolio.demo import seed
from relief.store.records import Promise
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.bot.conftest import MovableClock, eventually
from tests.bot.standin import Server

PROMISED = date(2026, 11, 25)
GRACE = 2


@dataclass
class Hands:
    """A clock that a test sets."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=zone("Asia/Shanghai")).astimezone(timezone.utc)


def promise(engine: Engine, key: str = "p1", of: str = "b1") -> None:
    with UnitOfWork(engine) as uow:
        loan = uow.loans.of_borrower(of)[0]
        made = people.NOW.date()
        uow.promises.add(
            Promise(key, of, loan.id, None, 100, "CNY", PROMISED, made, GRACE, "open", people.NOW, None, key)
        )
        uow.commit()


def status(engine: Engine, key: str = "p1") -> str:
    with UnitOfWork(engine, readonly=True) as uow:
        return uow.promises.require(key).status


def written(engine: Engine) -> list[str]:
    with UnitOfWork(engine, readonly=True) as uow:
        return [line.action for line in uow.audit.lines() if line.actor == "daily"]


@contextmanager
def spoilt(engine: Engine) -> Iterator[None]:
    """The first borrower lives in a time zone that does not exist, until it is repaired."""
    _move(engine, "Nowhere/Land")
    yield
    _move(engine, "Asia/Shanghai")


def _move(engine: Engine, where: str) -> None:
    with UnitOfWork(engine) as uow:
        uow.borrowers.change("b1", timezone=where)
        uow.commit()


@pytest.fixture()
def demo_engine(sqlite_engine: Engine) -> Engine:
    seed(sqlite_engine, people.NOW.date(), 60)
    return sqlite_engine


@pytest.fixture()
def database(sqlite_engine: Engine) -> Iterator[Database]:
    people.borrower(sqlite_engine, people.LI_WEI)
    promise(sqlite_engine)
    database = Database(sqlite_engine)
    yield database
    database.close()


def test_the_job_runs_at_the_start_and_after_midnight_of_the_lender(database: Database) -> None:
    hands = Hands(shanghai(27, 23, 59))
    worker = Daily(database, zone("Asia/Shanghai"), hands.now)
    assert asyncio.run(worker.look()) == 0
    assert status(database.engine) == "open" and written(database.engine) == ["promise.late"]
    hands.at = shanghai(28, 0, 0)
    asyncio.run(worker.look())
    assert status(database.engine) == "broken" and written(database.engine)[1:] == ["promise.broken"]


def test_within_one_day_it_runs_once(database: Database) -> None:
    hands = Hands(shanghai(28, 0, 1))
    worker = Daily(database, zone("Asia/Shanghai"), hands.now)
    asyncio.run(worker.look())
    promise(database.engine, "p2")
    hands.at = shanghai(28, 23, 59)
    asyncio.run(worker.look())
    assert status(database.engine, "p2") == "open"
    hands.at = shanghai(29, 0, 0)
    asyncio.run(worker.look())
    assert status(database.engine, "p2") == "broken"


def test_after_a_gap_of_weeks_it_does_what_was_missed_and_no_more(database: Database) -> None:
    hands = Hands(shanghai(24, 12))
    worker = Daily(database, zone("Asia/Shanghai"), hands.now)
    asyncio.run(worker.look())
    assert written(database.engine) == []
    hands.at += timedelta(days=40)
    asyncio.run(worker.look())
    asyncio.run(Daily(database, zone("Asia/Shanghai"), hands.now).look())
    assert written(database.engine) == ["promise.broken"]


def test_what_cannot_be_judged_is_tried_again_and_keeps_nobody_waiting(database: Database) -> None:
    people.borrower(database.engine, people.IN_ORDER, key="b2")
    promise(database.engine, "p2", of="b2")
    worker = Daily(database, zone("Asia/Shanghai"), Hands(shanghai(28, 1)).now)
    with spoilt(database.engine):
        assert asyncio.run(worker.look()) == 1
        assert (status(database.engine), status(database.engine, "p2")) == ("open", "broken")
    assert asyncio.run(worker.look()) == 0
    assert status(database.engine) == "broken"


def test_the_demo_has_nothing_waiting_on_its_first_day(demo_engine: Engine) -> None:
    assert daily.run(demo_engine, people.NOW) == daily.Done()


@pytest.mark.parametrize(("on", "expected"), [(True, "broken"), (False, "open")])
def test_a_gateway_that_starts_does_the_job_unless_a_scheduler_does(
    database: Database, settings: Settings, on: bool, expected: str
) -> None:
    clock = MovableClock()
    clock.forward(days=7)
    server = Server(full_app(replace(settings, daily=on), clock=clock, engine=database.engine, environ={}))
    server.start()
    try:
        if on:
            eventually(lambda: status(database.engine) == expected)
        assert status(database.engine) == expected
    finally:
        server.stop()
