"""Approvals."""

from __future__ import annotations

from relief.store import tables
from relief.store.records import Approval
from relief.store.repositories.base import Repository


class Approvals(Repository[Approval]):
    table = tables.approvals
    record = Approval

    def by_key(self, idempotency_key: str) -> Approval | None:
        return self._one(self.table.c.idempotency_key == idempotency_key)

    def of_plan(self, plan_id: str) -> Approval | None:
        return self._one(self.table.c.plan_id == plan_id)

    def of_borrower(self, borrower_id: str) -> list[Approval]:
        """The latest first."""
        return self._all(self.table.c.borrower_id == borrower_id, order=self.table.c.requested_at.desc())

    def pending(self, limit: int = 500) -> list[Approval]:
        """What waits for a decision, the one that runs out first at the beginning."""
        c = self.table.c
        return self._all(c.status == "pending", order=(c.expires_on, c.requested_at), limit=limit)

    def untold(self, limit: int = 50) -> list[Approval]:
        """Decided or run out, and the borrower has not heard of it."""
        c = self.table.c
        decided = c.status.in_(("approved", "refused", "expired"))
        return self._all(decided, c.told.is_(False), c.conversation_id.is_not(None), order=c.requested_at, limit=limit)
