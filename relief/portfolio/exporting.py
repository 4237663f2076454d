"""Export: the file that an import would need to bring the same portfolio back."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Table, select
from sqlalchemy.engine import Engine

from relief.ledger.schedule import agreed_instalments
from relief.portfolio import cells
from relief.portfolio.columns import NAMES
from relief.portfolio.reading import UnusableFile
from relief.store import tables
from relief.store.records import Adjustment, Borrower, Contact, Freeze, Instalment, Loan, Payment
from relief.store.uow import UnitOfWork

STRETCH = 500
Item = TypeVar("Item")
Cells = dict[str, str]


def export_file(engine: Engine, path: Path) -> int:
    """Write borrowers, contacts, loans, instalments that differ from the plain schedule, payments, freezes and adjustments;
    gives back how many rows. Streams: nothing but one stretch of borrowers is in memory."""
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise UnusableFile(f"{path.name} ends in {suffix or 'nothing'}; name it .csv or .xlsx")
    with UnitOfWork(engine, readonly=True) as uow:
        return write_rows(path, export_rows(uow))


def write_rows(path: Path, rows: Iterator[Cells]) -> int:
    """Rows under the heading, as CSV or XLSX by the name's end. The file appears when it is complete."""
    part = path.with_name(f".{path.name}.part")
    count = 0
    if path.suffix.lower() == ".csv":
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, NAMES, restval="")
            writer.writeheader()
            for row in rows:
                writer.writerow(row)
                count += 1
    else:
        from openpyxl import Workbook  # heavy: only when needed

        workbook = Workbook(write_only=True)
        sheet = workbook.create_sheet("portfolio")
        sheet.append(NAMES)
        for row in rows:
            sheet.append([row.get(name) or None for name in NAMES])
            count += 1
        workbook.save(part)
    part.replace(path)
    return count


def export_rows(uow: UnitOfWork) -> Iterator[Cells]:
    """Borrower by borrower, in the order of their references."""
    last = ""
    while True:
        c = tables.borrowers.c
        query = select(tables.borrowers).where(c.reference > last).order_by(c.reference).limit(STRETCH)
        borrowers = [Borrower(*row) for row in uow.connection.execute(query)]
        if not borrowers:
            return
        last = borrowers[-1].reference
        yield from _stretch(uow, borrowers)


def _stretch(uow: UnitOfWork, borrowers: Sequence[Borrower]) -> Iterator[Cells]:
    contacts = _children(uow, Contact, tables.borrower_contacts, "borrower_id", [one.id for one in borrowers], "value")
    loans = _children(uow, Loan, tables.loans, "borrower_id", [one.id for one in borrowers], "reference")
    ids = [loan.id for group in loans.values() for loan in group]
    instalments = _children(uow, Instalment, tables.instalments, "loan_id", ids, "k")
    payments = _children(uow, Payment, tables.payments, "loan_id", ids, "reference")
    freezes = _children(uow, Freeze, tables.freezes, "loan_id", ids, "id")
    adjustments = _children(uow, Adjustment, tables.adjustments, "loan_id", ids, "id")
    for borrower in borrowers:
        yield _borrower(borrower)
        for contact in contacts[borrower.id]:
            yield _contact(borrower, contact)
        for loan in loans[borrower.id]:
            yield _loan(borrower, loan)
            if instalments[loan.id] != agreed_instalments(loan):
                for item in instalments[loan.id]:
                    yield _instalment(loan, item)
            references = {payment.id: payment.reference for payment in payments[loan.id]}
            for payment in sorted(
                payments[loan.id], key=lambda payment: (payment.kind, payment.paid_at, payment.reference)
            ):
                yield _payment(loan, payment, references)
            for freeze in freezes[loan.id]:
                yield _freeze(loan, freeze)
            for adjustment in adjustments[loan.id]:
                yield _adjustment(loan, adjustment)


def _children(
    uow: UnitOfWork, record: type[Item], table: Table, parent: str, ids: Sequence[str], order: str
) -> defaultdict[str, list[Item]]:
    found: defaultdict[str, list[Item]] = defaultdict(list)
    if ids:
        for row in uow.connection.execute(select(table).where(table.c[parent].in_(ids)).order_by(table.c[order])):
            item = record(*row)
            found[getattr(item, parent)].append(item)
    return found


def _borrower(one: Borrower) -> Cells:
    return {
        "record": "borrower",
        "reference": one.reference,
        "full_name": one.full_name,
        "native_name": one.native_name or "",
        "date_of_birth": one.date_of_birth.isoformat(),
        "language": one.language,
        "timezone": one.timezone,
        "jurisdiction": one.jurisdiction,
        "pay_day": cells.pay_day_text(one.pay_day),
        "currency": one.currency,
        "income": cells.income_text(one.income, one.currency),
        "essentials": cells.money_text(one.essentials, one.currency),
        "minimum_surplus": cells.money_text(one.minimum_surplus, one.currency),
    }


def _contact(one: Borrower, contact: Contact) -> Cells:
    return {
        "record": "contact",
        "borrower": one.reference,
        "kind": contact.kind,
        "value": contact.value,
        "primary": "yes" if contact.is_primary else "no",
        "confirmed_at": cells.instant_text(contact.confirmed_at),
    }


def _loan(one: Borrower, loan: Loan) -> Cells:
    terms: dict[str, Any] = dict(loan.terms)
    return {
        "record": "loan",
        "reference": loan.reference,
        "borrower": one.reference,
        "book": loan.book,
        "currency": loan.currency,
        "principal": cells.money_text(loan.principal, loan.currency),
        "annual_rate": loan.annual_rate,
        "n": str(loan.n),
        "frequency": loan.frequency,
        "first_due": loan.first_due.isoformat(),
        "pay_day_number": str(terms.get("pay_day", "")),
        "disbursed_on": loan.disbursed_on.isoformat(),
        "status": loan.status,
        "rounding": loan.rounding,
        "daily_rate": terms.get("daily_rate", ""),
        "late_fee": cells.money_text(terms.get("late_fee"), loan.currency),
    }


def _instalment(loan: Loan, item: Instalment) -> Cells:
    return {
        "record": "instalment",
        "loan": loan.reference,
        "k": str(item.k),
        "due": item.due.isoformat(),
        "principal": cells.money_text(item.principal, loan.currency),
        "interest": cells.money_text(item.interest, loan.currency),
        "fees": cells.money_text(item.fees, loan.currency),
    }


def _payment(loan: Loan, payment: Payment, references: dict[str, str]) -> Cells:
    return {
        "record": "payment",
        "reference": payment.reference,
        "loan": loan.reference,
        "kind": payment.kind,
        "currency": payment.currency,
        "paid_at": cells.instant_text(payment.paid_at),
        "amount": cells.money_text(payment.amount, payment.currency),
        "channel": payment.channel,
        "status": payment.status,
        "reverses": references[payment.reverses] if payment.reverses else "",
    }


def _freeze(loan: Loan, freeze: Freeze) -> Cells:
    return {
        "record": "freeze",
        "reference": freeze.id,
        "loan": loan.reference,
        "kind": freeze.what,
        "from": freeze.starts_on.isoformat(),
        "until": freeze.ends_on.isoformat() if freeze.ends_on else "",
        "why": freeze.why,
    }


def _adjustment(loan: Loan, adjustment: Adjustment) -> Cells:
    return {
        "record": "adjustment",
        "reference": adjustment.id,
        "loan": loan.reference,
        "kind": adjustment.kind,
        "component": adjustment.component,
        "amount": cells.money_text(adjustment.amount, loan.currency),
        "from": adjustment.on_date.isoformat(),
        "why": adjustment.why,
    }
