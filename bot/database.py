"""Runs units of work in threads, so that the event loop never waits for the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import exc
from sqlalchemy.engine import Engine

from relief.store.uow import UnitOfWork

T = TypeVar("T")

READERS = 4
POSTGRESQL_WRITERS = 8


class DatabaseUnavailable(RuntimeError):
    """The database is not there or too slow. A write that ran out of time may still have been kept."""


class Database:
    """One engine. SQLite has one writer at a time anyway: queueing in one thread is quicker than its busy waiting."""

    def __init__(self, engine: Engine, *, wait_s: float = 6.0) -> None:
        self.engine = engine
        self._wait_s = wait_s
        writers = 1 if engine.dialect.name == "sqlite" else POSTGRESQL_WRITERS
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="write")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="read")

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in one transaction and commit it. Raises DatabaseUnavailable."""

        def in_transaction() -> T:
            with UnitOfWork(self.engine) as uow:
                result = work(uow)
                uow.commit()
                return result

        return await self._run(self._writers, in_transaction)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in one transaction that changes nothing. Raises DatabaseUnavailable."""

        def in_transaction() -> T:
            with UnitOfWork(self.engine, readonly=True) as uow:
                return work(uow)

        return await self._run(self._readers, in_transaction)

    def close(self) -> None:
        self._writers.shutdown(wait=True, cancel_futures=True)
        self._readers.shutdown(wait=True, cancel_futures=True)

    async def _run(self, executor: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        try:
            return await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(executor, work), self._wait_s)
        except (
            asyncio.TimeoutError,
            exc.OperationalError,
            exc.InterfaceError,
            exc.InternalError,
            exc.TimeoutError,
        ) as error:
            raise DatabaseUnavailable(type(error).__name__) from error
        except exc.DatabaseError as error:
            if type(error) is exc.DatabaseError:  # such as "file is not a database"
                raise DatabaseUnavailable("DatabaseError") from error
            raise
