"""Requests about one's own data."""

from __future__ import annotations

from relief.store import tables
from relief.store.records import DataRequest
from relief.store.repositories.base import Repository


class DataRequests(Repository[DataRequest]):
    table = tables.data_requests
    record = DataRequest

    def by_key(self, idempotency_key: str) -> DataRequest | None:
        return self._one(self.table.c.idempotency_key == idempotency_key)

    def of_borrower(self, borrower_id: str) -> list[DataRequest]:
        return self._all(self.table.c.borrower_id == borrower_id, order=self.table.c.created_at)

    def pending(self, limit: int = 20) -> list[DataRequest]:
        """Erasures that are not carried out to their end."""
        return self._all(self.table.c.status == "pending", order=self.table.c.created_at, limit=limit)
