"""The daily job inside the gateway: once at the start, and again after each midnight where the lender is.

Each agreement is a transaction of its own in the queue of writes, so a conversation waits for one of them at most. Running
twice changes nothing, so a restart, a gap or `python -m relief daily` beside it do no harm.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from bot.database import Database, DatabaseUnavailable
from bot.logging import fault
from bot.watching import watch
from relief import daily
from relief.dates import local_date
from relief.store.uow import UnitOfWork

LOOK_EVERY_S = 300.0

log = structlog.get_logger()


class Daily:
    """Looks whether a new day has begun, and works off what there is to do on it; what fails is tried again at the next look."""

    def __init__(
        self, database: Database, where: ZoneInfo, now: Callable[[], datetime], *, look_every_s: float = LOOK_EVERY_S
    ) -> None:
        self._database = database
        self._where = where
        self._now = now
        self._look_every_s = look_every_s
        self._day: date | None = None
        self._waiting: list[daily.Step] = []

    async def run(self) -> None:
        """Look until cancelled. A look that fails is logged and made again."""
        await watch(self.look, self._look_every_s, failure="daily_failed")

    async def look(self) -> int:
        """Do what is to be done today; how many steps are left for the next look. Raises DatabaseUnavailable."""
        now = self._now()
        today = local_date(now, self._where)
        if today != self._day:
            self._waiting = await self._database.read(daily.steps)
            self._day = today
        todo, self._waiting = self._waiting, []
        for at, step in enumerate(todo):
            try:
                await self._database.write(partial(_take, step, now))
            except DatabaseUnavailable:
                self._waiting += [*todo[at + 1 :], step]
                raise
            except Exception as error:  # one agreement that cannot be judged must not keep the others waiting
                self._waiting.append(step)
                log.error("daily_step_failed", kind=step.kind, subject=step.id, **fault(error))
        return len(self._waiting)


def _take(step: daily.Step, now: datetime, uow: UnitOfWork) -> str | None:
    return step.take(uow, now)
