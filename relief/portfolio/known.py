"""What the books hold already of the rows that are to go in: one look-up for a whole stretch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from relief.portfolio.rows import Read
from relief.store import tables
from relief.store.records import Borrower, Contact, Instalment, Loan, Payment
from relief.store.uow import UnitOfWork


@dataclass(frozen=True)
class Known:
    """Looks up by reference, by parent or by id."""

    uow: UnitOfWork

    def by(self, table: Table, column: str, wanted: Iterable[Any], record: type[Any]) -> dict[Any, Any]:
        keys = list(dict.fromkeys(wanted))
        if not keys:
            return {}
        query = select(table).where(table.c[column].in_(keys))
        found = [record(*row) for row in self.uow.connection.execute(query)]
        return {getattr(item, column): item for item in found}

    def borrowers(self, rows: Mapping[str, Sequence[Read]]) -> dict[str, Borrower]:
        wanted = [row["reference"] for _, row in rows.get("borrower", ())]
        wanted += [row["borrower"] for kind in ("contact", "loan") for _, row in rows.get(kind, ())]
        return self.by(tables.borrowers, "reference", wanted, Borrower)

    def loans(self, rows: Mapping[str, Sequence[Read]]) -> dict[str, Loan]:
        wanted = [row["reference"] for _, row in rows.get("loan", ())]
        kinds = ("instalment", "payment", "freeze", "adjustment")
        wanted += [row["loan"] for kind in kinds for _, row in rows.get(kind, ())]
        return self.by(tables.loans, "reference", wanted, Loan)

    def contacts(self, rows: Sequence[Read], borrowers: Mapping[str, Borrower]) -> dict[tuple[str, str, str], Contact]:
        ids = {borrowers[row["borrower"]].id for _, row in rows if row["borrower"] in borrowers}
        found = self._many(tables.borrower_contacts, "borrower_id", ids, Contact)
        return {(item.borrower_id, item.kind, item.value): item for item in found}

    def instalments(self, rows: Sequence[Read], loans: Mapping[str, Loan]) -> dict[tuple[str, int], Instalment]:
        ids = {loans[row["loan"]].id for _, row in rows if row["loan"] in loans}
        return {(item.loan_id, item.k): item for item in self._many(tables.instalments, "loan_id", ids, Instalment)}

    def payments(self, rows: Sequence[Read]) -> dict[str, Payment]:
        wanted = [row["reference"] for _, row in rows] + [row["reverses"] for _, row in rows if "reverses" in row]
        known = self.by(tables.payments, "reference", wanted, Payment)
        undone = {item.id for item in known.values()} if any("reverses" in row for _, row in rows) else set()
        for reversal in self._many(tables.payments, "reverses", undone, Payment):
            known[reversal.reference] = reversal
        return known

    def _many(self, table: Table, column: str, keys: Iterable[str], record: type[Any]) -> list[Any]:
        wanted = sorted(set(keys))
        if not wanted:
            return []
        return [record(*row) for row in self.uow.connection.execute(select(table).where(table.c[column].in_(wanted)))]
