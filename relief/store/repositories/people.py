"""Borrowers and their contacts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select, union

from relief.store import tables
from relief.store.records import Borrower, Contact
from relief.store.repositories.base import Repository, as_row


class Borrowers(Repository[Borrower]):
    table = tables.borrowers
    record = Borrower

    def by_reference(self, reference: str) -> Borrower | None:
        """By the borrower's own reference, or by that of one of their loans; upper case."""
        found = self._one(self.table.c.reference == reference)
        if found is not None:
            return found
        row = self.connection.execute(
            select(tables.loans.c.borrower_id).where(tables.loans.c.reference == reference)
        ).first()
        return None if row is None else self.get(row[0])

    def by_contact(self, value: str) -> list[Borrower]:
        """Everybody who has this phone number (E.164) or e-mail address (lower case): two people may share one."""
        contacts = tables.borrower_contacts
        query = (
            select(self.table)
            .join(contacts, contacts.c.borrower_id == self.table.c.id)
            .where(contacts.c.value == value)
            .order_by(self.table.c.reference)
        )
        return [Borrower(*row) for row in self.connection.execute(query)]

    def identified(self, references: Iterable[str], contacts: Iterable[str], limit: int = 20) -> list[Borrower]:
        """Everybody whom one of these fits: a reference of theirs or of one of their loans, a phone or an e-mail address.

        One statement, whether or not anybody is found.
        """
        names, values = list(references), list(contacts)
        found = union(
            select(self.table.c.id).where(self.table.c.reference.in_(names)),
            select(tables.loans.c.borrower_id).where(tables.loans.c.reference.in_(names)),
            select(tables.borrower_contacts.c.borrower_id).where(tables.borrower_contacts.c.value.in_(values)),
        )
        return self._all(self.table.c.id.in_(found), order=self.table.c.reference, limit=limit)

    def among(self, ids: Iterable[str]) -> list[Borrower]:
        return self._all(self.table.c.id.in_(list(ids)), order=self.table.c.reference)

    def named(self, full_name: str) -> list[Borrower]:
        return self._all(
            (self.table.c.full_name == full_name) | (self.table.c.native_name == full_name),
            order=self.table.c.reference,
        )

    def all(self) -> list[Borrower]:
        return self._all(order=self.table.c.reference)

    def contacts(self, borrower_id: str) -> list[Contact]:
        """Primary contacts first."""
        contacts = tables.borrower_contacts
        query = (
            select(contacts)
            .where(contacts.c.borrower_id == borrower_id)
            .order_by(contacts.c.is_primary.desc(), contacts.c.kind.desc(), contacts.c.id)
        )
        return [Contact(*row) for row in self.connection.execute(query)]

    def add_contact(self, contact: Contact) -> Contact:
        self.connection.execute(insert(tables.borrower_contacts), as_row(contact))
        return contact

    def confirm_contact(self, contact_id: str, at: datetime | None) -> None:
        """Note that a code sent there came back; None takes it back (the number has a new owner)."""
        contacts = tables.borrower_contacts
        self.connection.execute(contacts.update().where(contacts.c.id == contact_id).values(confirmed_at=at))
