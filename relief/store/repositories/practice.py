"""Runs of practice."""

from __future__ import annotations

from relief.store import tables
from relief.store.records import PracticeRun
from relief.store.repositories.base import Repository


class PracticeRuns(Repository[PracticeRun]):
    table = tables.practice_runs
    record = PracticeRun

    def of_staff(self, staff_id: str, limit: int = 500) -> list[PracticeRun]:
        """Somebody's own, the latest first."""
        c = self.table.c
        return self._all(c.staff_id == staff_id, order=(c.started_at.desc(), c.id), limit=limit)

    def ended(self, limit: int = 5000) -> list[PracticeRun]:
        """Everybody's that came to an end."""
        c = self.table.c
        return self._all(c.ended_at.is_not(None), order=(c.ended_at.desc(), c.id), limit=limit)
