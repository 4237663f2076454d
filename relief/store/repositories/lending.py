"""Loans, instalments, payments and events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import insert, select

from relief.store import tables
from relief.store.records import Adjustment, Freeze, Instalment, Loan, LoanEvent, Payment
from relief.store.repositories.base import Repository, as_row


class Loans(Repository[Loan]):
    table = tables.loans
    record = Loan

    def by_reference(self, reference: str) -> Loan | None:
        return self._one(self.table.c.reference == reference)

    def of_borrower(self, borrower_id: str) -> list[Loan]:
        """The oldest loan first."""
        order = (self.table.c.disbursed_on, self.table.c.reference)
        return self._all(self.table.c.borrower_id == borrower_id, order=order)

    def instalments(self, loan_id: str) -> list[Instalment]:
        c = tables.instalments.c
        query = select(tables.instalments).where(c.loan_id == loan_id).order_by(c.k)
        return [Instalment(*row) for row in self.connection.execute(query)]

    def add_instalments(self, instalments: Iterable[Instalment]) -> None:
        rows = [as_row(instalment) for instalment in instalments]
        if rows:
            self.connection.execute(insert(tables.instalments), rows)

    def events(self, loan_id: str) -> list[LoanEvent]:
        c = tables.loan_events.c
        query = select(tables.loan_events).where(c.loan_id == loan_id).order_by(c.at, c.id)
        return [LoanEvent(*row) for row in self.connection.execute(query)]

    def add_event(self, event: LoanEvent) -> None:
        self.connection.execute(insert(tables.loan_events), as_row(event))

    def freezes(self, loan_id: str) -> list[Freeze]:
        c = tables.freezes.c
        query = select(tables.freezes).where(c.loan_id == loan_id).order_by(c.starts_on)
        return [Freeze(*row) for row in self.connection.execute(query)]

    def add_freeze(self, freeze: Freeze) -> None:
        self.connection.execute(insert(tables.freezes), as_row(freeze))

    def end_freeze(self, freeze_id: str, ends_on: date) -> None:
        """The freeze ends with the day `ends_on`; the days that it covered stay frozen."""
        c = tables.freezes.c
        self.connection.execute(tables.freezes.update().where(c.id == freeze_id).values(ends_on=ends_on))

    def adjustments(self, loan_id: str) -> list[Adjustment]:
        c = tables.adjustments.c
        query = select(tables.adjustments).where(c.loan_id == loan_id).order_by(c.on_date, c.created_at, c.id)
        return [Adjustment(*row) for row in self.connection.execute(query)]

    def add_adjustment(self, adjustment: Adjustment) -> None:
        self.connection.execute(insert(tables.adjustments), as_row(adjustment))


class Payments(Repository[Payment]):
    table = tables.payments
    record = Payment

    def by_reference(self, reference: str) -> Payment | None:
        return self._one(self.table.c.reference == reference)

    def of_loan(self, loan_id: str) -> list[Payment]:
        order = (self.table.c.paid_at, self.table.c.recorded_at, self.table.c.id)
        return self._all(self.table.c.loan_id == loan_id, order=order)

    def of_borrower(self, borrower_id: str, *, since: datetime | None = None) -> list[Payment]:
        where = [self.table.c.borrower_id == borrower_id]
        if since is not None:
            where.append(self.table.c.paid_at >= since)
        return self._all(*where, order=(self.table.c.paid_at.desc(), self.table.c.id))

    def reversal_of(self, payment_id: str) -> Payment | None:
        return self._one(self.table.c.reverses == payment_id)
