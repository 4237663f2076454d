"""The actions as the action server loads them, over a database of their own and a clock that stands at day T."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from rasa_sdk.executor import ActionExecutor
from sqlalchemy.engine import Engine

from actions import setup
from relief.portfolio.demo import people as demo_people
from relief.portfolio.demo import seed
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.talk import Talk


@pytest.fixture(scope="session")
def executor() -> ActionExecutor:
    executor = ActionExecutor()
    executor.register_package("actions")
    return executor


@dataclass
class MovingClock:
    """A clock that a test moves by hand."""

    at: datetime = people.NOW

    def now(self) -> datetime:
        return self.at


@pytest.fixture()
def clock(monkeypatch: pytest.MonkeyPatch) -> MovingClock:
    clock = MovingClock()
    monkeypatch.setattr(setup, "clock", lambda: clock)
    return clock


@pytest.fixture()
def database(sqlite_engine: Engine, clock: MovingClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An empty migrated database that the actions find through the environment, as in the product."""
    monkeypatch.setenv("DATABASE_URL", sqlite_engine.url.render_as_string(hide_password=False))
    made_once = setup.engine
    made_once.cache_clear()
    yield sqlite_engine
    made_once().dispose()
    made_once.cache_clear()


@pytest.fixture()
def stranger(database: Engine, executor: ActionExecutor) -> Talk:
    """A conversation with somebody who has not shown who they are."""
    people.borrower(database, people.LI_WEI)
    people.conversation(database)
    return Talk(executor, database)


@pytest.fixture()
def borrower_with(database: Engine, executor: ActionExecutor) -> Callable[..., Talk]:
    """Makes a verified borrower with the given loans and opens a conversation."""

    def make(*loans: people.LoanOf) -> Talk:
        people.borrower(database, *loans)
        people.conversation(database, verified="b1")
        return Talk(executor, database)

    return make


@pytest.fixture()
def li_wei(borrower_with: Callable[..., Talk]) -> Talk:
    """Two instalments missed, 44 days late: 2,200.32 overdue and 31.35 of penalty."""
    return borrower_with(people.LI_WEI)


As = Callable[[str], Talk]


@pytest.fixture()
def talk_as(database: Engine, executor: ActionExecutor) -> As:
    seed(database, date(2026, 11, 23), 60)

    def begin(key: str) -> Talk:
        reference = next(person.reference for person in demo_people() if person.key == key)
        with UnitOfWork(database, readonly=True) as uow:
            borrower = uow.borrowers.by_reference(str(reference))
        assert borrower
        people.conversation(database, verified=borrower.id)
        return Talk(executor, database)

    return begin
