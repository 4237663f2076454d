"""Situations, budgets, decisions, agreements, states, consents and contact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update

from relief.store import tables
from relief.store.records import (
    BorrowerState,
    Budget,
    Consent,
    Contacted,
    ContactPreference,
    Decision,
    Plan,
    PlanInstalment,
    Promise,
    Situation,
)
from relief.store.repositories.base import MissingRecord, Repository, StaleRecord, as_row, upsert


class States(Repository[BorrowerState]):
    table = tables.borrower_states
    record = BorrowerState

    def current(self, borrower_id: str, at: datetime) -> list[BorrowerState]:
        """What holds at the instant: begun, not run out, not lifted."""
        c = self.table.c
        return self._all(
            c.borrower_id == borrower_id,
            c.since <= at,
            or_(c.until.is_(None), c.until > at),
            or_(c.lifted_at.is_(None), c.lifted_at > at),
            order=(c.since, c.id),
        )

    def of_borrower(self, borrower_id: str) -> list[BorrowerState]:
        return self._all(self.table.c.borrower_id == borrower_id, order=(self.table.c.since, self.table.c.id))

    def lift(self, state_id: str, *, by: str, why: str, at: datetime) -> None:
        self.change(state_id, lifted_at=at, lifted_by=by, lift_reason=why)


class Situations(Repository[Situation]):
    table = tables.situations
    record = Situation

    def latest(self, borrower_id: str) -> Situation | None:
        return self._one(self.table.c.borrower_id == borrower_id, order=self.table.c.at.desc())

    def of_borrower(self, borrower_id: str) -> list[Situation]:
        return self._all(self.table.c.borrower_id == borrower_id, order=self.table.c.at)


class Budgets(Repository[Budget]):
    table = tables.budgets
    record = Budget

    def latest(self, borrower_id: str) -> Budget | None:
        return self._one(self.table.c.borrower_id == borrower_id, order=self.table.c.version.desc())

    def for_relief(self, borrower_id: str) -> Budget | None:
        """The latest that a decision may be made from: one that was made to learn from only with consent."""
        c = self.table.c
        usable = or_(c.source != "workshop", c.consent_at.isnot(None))
        return self._one(c.borrower_id == borrower_id, usable, order=c.version.desc())

    def of_borrower(self, borrower_id: str) -> list[Budget]:
        """All versions, the latest first."""
        return self._all(self.table.c.borrower_id == borrower_id, order=self.table.c.version.desc())

    def forget(self, borrower_id: str) -> int:
        """Delete every version; how many there were. Decisions keep what they were made from."""
        return int(self.connection.execute(delete(self.table).where(self.table.c.borrower_id == borrower_id)).rowcount)


class Decisions(Repository[Decision]):
    table = tables.decisions
    record = Decision

    def of_borrower(self, borrower_id: str, limit: int = 20) -> list[Decision]:
        return self._all(self.table.c.borrower_id == borrower_id, order=self.table.c.at.desc(), limit=limit)


class Plans(Repository[Plan]):
    table = tables.plans
    record = Plan

    def by_key(self, idempotency_key: str) -> Plan | None:
        return self._one(self.table.c.idempotency_key == idempotency_key)

    def of_loan(self, loan_id: str) -> list[Plan]:
        return self._all(self.table.c.loan_id == loan_id, order=(self.table.c.proposed_at, self.table.c.id))

    def of_borrower(self, borrower_id: str) -> list[Plan]:
        return self._all(self.table.c.borrower_id == borrower_id, order=(self.table.c.proposed_at, self.table.c.id))

    def active(self, loan_id: str) -> Plan | None:
        """The accepted plan of the loan; there is one at most."""
        return self._one(self.table.c.loan_id == loan_id, self.table.c.status == "accepted", lock=True)

    def move(self, plan: Plan, status: str, **values: object) -> None:
        """Set a new status; raises StaleRecord when the plan moved since it was read."""
        c = self.table.c
        done = self.connection.execute(
            update(self.table)
            .where(c.id == plan.id, c.version == plan.version)
            .values(status=status, version=plan.version + 1, **values)
        )
        if not done.rowcount:
            raise StaleRecord(f"plan {plan.id} is no longer at version {plan.version}")

    def instalments(self, plan_id: str) -> list[PlanInstalment]:
        c = tables.plan_instalments.c
        query = select(tables.plan_instalments).where(c.plan_id == plan_id).order_by(c.k)
        return [PlanInstalment(*row) for row in self.connection.execute(query)]

    def add_instalments(self, instalments: Iterable[PlanInstalment]) -> None:
        rows = [as_row(instalment) for instalment in instalments]
        if rows:
            self.connection.execute(insert(tables.plan_instalments), rows)


class Promises(Repository[Promise]):
    table = tables.promises
    record = Promise

    def by_key(self, idempotency_key: str) -> Promise | None:
        return self._one(self.table.c.idempotency_key == idempotency_key)

    def of_loan(self, loan_id: str) -> list[Promise]:
        return self._all(self.table.c.loan_id == loan_id, order=self.table.c.made_at)

    def open_of(self, borrower_id: str) -> list[Promise]:
        c = self.table.c
        return self._all(c.borrower_id == borrower_id, c.status == "open", order=c.promised_for)


class Consents(Repository[Consent]):
    table = tables.consents
    record = Consent

    def latest(self, borrower_id: str, purpose: str) -> Consent | None:
        c = self.table.c
        return self._one(c.borrower_id == borrower_id, c.purpose == purpose, order=c.at.desc())

    def of_borrower(self, borrower_id: str, limit: int = 30) -> list[Consent]:
        """The latest first."""
        c = self.table.c
        return self._all(c.borrower_id == borrower_id, order=c.at.desc(), limit=limit)


class ContactsLog(Repository[Contacted]):
    """When we wrote first, and what the borrower prefers."""

    table = tables.contacts_log
    record = Contacted

    def since(self, borrower_id: str, since: datetime) -> list[Contacted]:
        c = self.table.c
        return self._all(c.borrower_id == borrower_id, c.at >= since, order=c.at)

    def preference(self, borrower_id: str) -> ContactPreference | None:
        preferences = tables.contact_preferences
        row = self.connection.execute(select(preferences).where(preferences.c.borrower_id == borrower_id)).first()
        return None if row is None else ContactPreference(*row)

    def set_preference(self, preference: ContactPreference) -> None:
        upsert(self.connection, tables.contact_preferences, as_row(preference))


__all__ = [
    "Budgets",
    "Consents",
    "ContactsLog",
    "Decisions",
    "MissingRecord",
    "Plans",
    "Promises",
    "Situations",
    "StaleRecord",
    "States",
]
