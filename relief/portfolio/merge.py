"""Puts a stretch of read rows into the books: new rows in, known ones compared, contradictions refused.

All look-ups and inserts are done for the whole stretch at once, so a million rows need neither memory nor patience.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert

from relief.books import BOOKS
from relief.ledger.schedule import agreed_instalments
from relief.portfolio import cells
from relief.portfolio.columns import Problem
from relief.portfolio.known import Known
from relief.portfolio.rows import BadRow, Outcome, Read, cell, kept, money, outcome
from relief.refusals import Refused
from relief.store import tables
from relief.store.ids import new_id
from relief.store.records import Adjustment, Borrower, Contact, Freeze, Instalment, Loan, Payment
from relief.store.repositories.base import as_row
from relief.store.uow import UnitOfWork


@dataclass
class Merge:
    """One stretch of rows in one transaction."""

    uow: UnitOfWork
    now: datetime
    counts: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    schedules: set[str] = field(default_factory=set)
    _fresh: list[Any] = field(default_factory=list)

    def run(self, rows: Mapping[str, Sequence[Read]]) -> None:
        """`rows` by kind of row; they are taken in the order of their dependence."""
        known = Known(self.uow)
        self.borrowers = known.borrowers(rows)
        self._each(rows.get("borrower", ()), self._borrower)
        self._write(Borrower, tables.borrowers)
        self.contacts = known.contacts(rows.get("contact", ()), self.borrowers)
        self._each(rows.get("contact", ()), self._contact)
        self._write(Contact, tables.borrower_contacts)
        self.loans = known.loans(rows)
        self._each(rows.get("loan", ()), self._loan)
        self._write(Loan, tables.loans)
        self._write(Instalment, tables.instalments)
        self.instalments = known.instalments(rows.get("instalment", ()), self.loans)
        self._each(rows.get("instalment", ()), self._instalment)
        self._write(Instalment, tables.instalments)
        self.payments = known.payments(rows.get("payment", ()))
        for kind in ("payment", "reversal"):
            self._each((row for row in rows.get("payment", ()) if row[1]["kind"] == kind), self._payment)
        self._write(Payment, tables.payments)
        for kind, table, record, make in (
            ("freeze", tables.freezes, Freeze, self._freeze),
            ("adjustment", tables.adjustments, Adjustment, self._adjustment),
        ):
            self.known = known.by(table, "id", [row["reference"] for _, row in rows.get(kind, ())], record)
            self._each(rows.get(kind, ()), make)
            self._write(record, table)

    # --- one row each ---

    def _borrower(self, row: dict[str, Any]) -> Outcome:
        code = row["currency"]
        old = self.borrowers.get(row["reference"])
        new = Borrower(
            id=old.id if old else new_id("b"),
            reference=row["reference"],
            full_name=row["full_name"],
            native_name=row.get("native_name", old.native_name if old else None),
            date_of_birth=row["date_of_birth"],
            language=row["language"],
            timezone=row["timezone"],
            jurisdiction=row["jurisdiction"],
            currency=code,
            pay_day=row.get("pay_day", old.pay_day if old else None),
            minimum_surplus=kept(money(row, "minimum_surplus", code), old.minimum_surplus if old else 0),
            income=kept(cell("income", row, lambda value: cells.income(value, code)), old.income if old else []),
            essentials=kept(money(row, "essentials", code), old.essentials if old else None),
            created_at=old.created_at if old else self.now,
        )
        if old is None:
            self._insert(new)
        elif new != old:
            changed = as_row(new)
            del changed["id"]
            self.uow.borrowers.change(old.id, **changed)
        self.borrowers[new.reference] = new
        return outcome(old, new)

    def _contact(self, row: dict[str, Any]) -> Outcome:
        borrower = self._need(self.borrowers, row, "borrower")
        value = cell("value", row, lambda value: cells.phone_or_mail(row["kind"], value))
        key = (borrower.id, row["kind"], value)
        old = self.contacts.get(key)
        new = Contact(
            old.id if old else new_id("n"),
            *key,
            row.get("primary", bool(old and old.is_primary)),
            row.get("confirmed_at", old.confirmed_at if old else None),
        )
        if old is None:
            self._insert(new)
        elif new != old:
            self.uow.connection.execute(
                tables.borrower_contacts.update()
                .where(tables.borrower_contacts.c.id == old.id)
                .values(is_primary=new.is_primary, confirmed_at=new.confirmed_at)
            )
        self.contacts[key] = new
        return outcome(old, new)

    def _loan(self, row: dict[str, Any]) -> Outcome:
        borrower = self._need(self.borrowers, row, "borrower")
        code = BOOKS[row["book"]].currency
        if row["currency"] != code:
            raise BadRow(
                "currency", row["currency"], f"book {row['book']} is in {code}", f"write {code}, or another book"
            )
        terms: dict[str, Any] = {}
        if "pay_day_number" in row:
            terms["pay_day"] = row["pay_day_number"]
        if "daily_rate" in row:
            terms["daily_rate"] = row["daily_rate"]
        if "late_fee" in row:
            terms["late_fee"] = money(row, "late_fee", code)
        old = self.loans.get(row["reference"])
        new = Loan(
            id=old.id if old else new_id("l"),
            reference=row["reference"],
            borrower_id=borrower.id,
            book=row["book"],
            currency=code,
            principal=money(row, "principal", code, positive=True) or 0,
            annual_rate=row["annual_rate"],
            n=row["n"],
            frequency=row["frequency"],
            first_due=row["first_due"],
            disbursed_on=row["disbursed_on"],
            status=row.get("status", old.status if old else "active"),
            rounding=row.get("rounding", "HALF_UP"),
            terms=terms,
            created_at=old.created_at if old else self.now,
        )
        if old is None:
            try:
                schedule = agreed_instalments(new)
            except Refused as refusal:
                raise BadRow("n", str(new.n), refusal.message.rstrip("."), "check principal, rate and n") from None
            self._insert(new, *schedule)
        elif replace(new, status=old.status) != old:
            raise BadRow(
                "reference", new.reference, "this loan is in the books with other terms",
                "terms do not change by import; give a new loan a new reference",
            )  # fmt: skip
        elif new != old:
            self.uow.loans.change(old.id, status=new.status)
        self.loans[new.reference] = new
        return outcome(old, new)

    def _instalment(self, row: dict[str, Any]) -> Outcome:
        loan = self._need(self.loans, row, "loan")
        new = Instalment(
            loan.id,
            row["k"],
            row["due"],
            money(row, "principal", loan.currency) or 0,
            money(row, "interest", loan.currency) or 0,
            money(row, "fees", loan.currency) or 0,
        )
        key = (loan.id, new.k)
        old = self.instalments.get(key)
        if old is None:
            self._insert(new)
        elif new != old:
            c = tables.instalments.c
            self.uow.connection.execute(
                tables.instalments.update()
                .where(c.loan_id == loan.id, c.k == new.k)
                .values(due=new.due, principal=new.principal, interest=new.interest, fees=new.fees)
            )
        if new != old:
            self.schedules.add(loan.reference)
        self.instalments[key] = new
        return outcome(old, new)

    def _payment(self, row: dict[str, Any]) -> Outcome:
        loan = self._need(self.loans, row, "loan")
        if row["currency"] != loan.currency:
            raise BadRow(
                "currency", row["currency"], f"loan {loan.reference} is in {loan.currency}", f"write {loan.currency}"
            )
        reverses = None
        if row["kind"] == "reversal":
            if "reverses" not in row:
                raise BadRow("reverses", "", "a reversal has to name a payment", "write the payment's reference")
            undone = self._need(self.payments, row, "reverses")
            if undone.loan_id != loan.id or undone.kind != "payment":
                raise BadRow("reverses", row["reverses"], "it is no payment of this loan", "check both references")
            reverses = undone.id
        old = self.payments.get(row["reference"])
        new = Payment(
            id=old.id if old else new_id("p"),
            loan_id=loan.id,
            borrower_id=loan.borrower_id,
            paid_at=row["paid_at"],
            amount=money(row, "amount", loan.currency, positive=True) or 0,
            currency=loan.currency,
            reference=row["reference"],
            channel=row["channel"][:24],
            kind=row["kind"],
            reverses=reverses,
            status=row.get("status", old.status if old else "booked"),
            recorded_at=old.recorded_at if old else self.now,
        )
        if old is None:
            if reverses is not None and any(item.reverses == reverses for item in self.payments.values()):
                raise BadRow("reverses", row["reverses"], "it was taken back already", "delete the row")
            self._insert(new)
        elif replace(new, status=old.status) != old:
            raise BadRow(
                "reference", new.reference, "this reference is in the books for another payment",
                "give each payment its own reference; to take one back, add a reversal",
            )  # fmt: skip
        elif new != old:
            self.uow.payments.change(old.id, status=new.status)
        self.payments[new.reference] = new
        return outcome(old, new)

    def _freeze(self, row: dict[str, Any]) -> Outcome:
        loan = self._need(self.loans, row, "loan")
        if "until" in row and row["until"] < row["from"]:
            raise BadRow("until", row["until"].isoformat(), "it is before the first day", "write a later day")
        new = Freeze(
            row["reference"], loan.id, row["from"], row.get("until"), row["kind"], row.get("why", ""), self.now
        )
        return self._plain(new)

    def _adjustment(self, row: dict[str, Any]) -> Outcome:
        loan = self._need(self.loans, row, "loan")
        figure = money(row, "amount", loan.currency, positive=True) or 0
        new = Adjustment(
            row["reference"],
            loan.id,
            None,
            row["from"],
            row["kind"],
            row["component"],
            figure,
            row.get("why", ""),
            self.now,
        )
        return self._plain(new)

    def _plain(self, new: Any) -> Outcome:
        """A row that is there or not: it never changes."""
        old = self.known.get(new.id)
        if old is None:
            self._insert(new)
            self.known[new.id] = new
            return "new"
        names = {"created_at": old.created_at}
        if isinstance(new, Adjustment):
            names["plan_id"] = old.plan_id
        if replace(new, **names) != old:
            why = "this reference is in the books with other content"
            raise BadRow("reference", new.id, why, "give the row a reference of its own")
        return "unchanged"

    # --- taking rows, and writing ---

    def _each(self, rows: Iterable[Read], make: Callable[[dict[str, Any]], Outcome]) -> None:
        for number, row in rows:
            try:
                self.counts[row["record"], make(row)] += 1
            except BadRow as bad:
                self.problems.append(Problem(number, bad.column, bad.value, bad.why, bad.what_to_do))

    def _need(self, known: Mapping[str, Any], row: dict[str, Any], column: str) -> Any:
        found = known.get(row[column])
        if found is None:
            kind = {"borrower": "borrower", "loan": "loan", "reverses": "payment"}[column]
            hint = f"put the row of the {kind} before this one, or correct the reference"
            raise BadRow(column, row[column], f"there is no {kind} with this reference", hint)
        return found

    def _insert(self, *records: Any) -> None:
        self._fresh.extend(records)

    def _write(self, record: type[Any], table: Table) -> None:
        rows = [as_row(item) for item in self._fresh if isinstance(item, record)]
        if rows:
            self.uow.connection.execute(insert(table), rows)
            self._fresh = [item for item in self._fresh if not isinstance(item, record)]
