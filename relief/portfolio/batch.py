"""Rows collected in memory and written in a few statements: seeding has to take seconds."""

from __future__ import annotations

from collections import defaultdict
from random import Random
from typing import Any

from sqlalchemy import Table, insert

from relief.store import tables
from relief.store.records import (
    Adjustment,
    Borrower,
    BorrowerState,
    Case,
    Consent,
    Contact,
    Contacted,
    ContactPreference,
    Freeze,
    Instalment,
    Loan,
    LoanEvent,
    Payment,
    Plan,
    PlanInstalment,
    Promise,
    Situation,
)
from relief.store.repositories.base import as_row
from relief.store.uow import UnitOfWork

TABLES: dict[type[Any], Table] = {
    Borrower: tables.borrowers,
    Contact: tables.borrower_contacts,
    Loan: tables.loans,
    Instalment: tables.instalments,
    Payment: tables.payments,
    LoanEvent: tables.loan_events,
    Freeze: tables.freezes,
    Adjustment: tables.adjustments,
    Situation: tables.situations,
    BorrowerState: tables.borrower_states,
    Case: tables.cases,
    Plan: tables.plans,
    PlanInstalment: tables.plan_instalments,
    Promise: tables.promises,
    Contacted: tables.contacts_log,
    Consent: tables.consents,
    ContactPreference: tables.contact_preferences,
}
"""In the order in which foreign keys allow to write them."""


class Batch:
    """Records of any kind, with identifiers that the same seed gives again."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.records: defaultdict[type[Any], list[Any]] = defaultdict(list)
        self._taken: set[str] = set()

    def add(self, *records: Any) -> None:
        for record in records:
            self.records[type(record)].append(record)

    def id(self, prefix: str) -> str:
        return f"{prefix}_{self.rng.getrandbits(80):020x}"

    def unique(self, template: str, low: int, high: int) -> str:
        """`template` with a number that no other text of this batch has; `{}` stands for the number."""
        while True:
            text = template.format(self.rng.randint(low, high))
            if text not in self._taken:
                self._taken.add(text)
                return text

    def reserve(self, *texts: str) -> None:
        self._taken.update(texts)

    def write(self, uow: UnitOfWork) -> dict[str, int]:
        """Insert everything; gives back how many rows went into which table."""
        counts = {}
        for record, table in TABLES.items():
            rows = [as_row(item) for item in self.records[record]]
            counts[table.name] = len(rows)
            if rows:
                uow.connection.execute(insert(table), rows)
        return counts
