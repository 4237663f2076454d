"""One facade over a borrower's loans: what is owed and why, what was paid, and booking money that comes in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import bindparam, select

from relief.dates import local_date
from relief.ledger import ExplainRow, History, LoanView, explain, loan_view
from relief.ledger.restructure import Restructure, of_terms
from relief.refusals import Refused
from relief.store import tables
from relief.store.ids import new_id
from relief.store.records import Adjustment, Borrower, Freeze, Instalment, Loan, Payment
from relief.store.uow import UnitOfWork

Row = TypeVar("Row", Instalment, Payment, Freeze, Adjustment)


@dataclass(frozen=True)
class AccountOverview:
    """Everything one borrower owes on their own day. Currencies are never added up: `total_due` has one sum for each."""

    borrower: Borrower
    today: date
    loans: tuple[LoanView, ...]

    @property
    def total_due(self) -> Mapping[str, int]:
        totals: defaultdict[str, int] = defaultdict(int)
        for loan in self.loans:
            totals[loan.currency] += loan.total_due
        return dict(totals)

    @property
    def late(self) -> tuple[LoanView, ...]:
        return tuple(loan for loan in self.loans if loan.is_late)

    @property
    def next_due(self) -> date | None:
        return min((loan.next_due for loan in self.loans if loan.next_due), default=None)

    def loan(self, reference: str) -> LoanView | None:
        return next((view for view in self.loans if view.loan.reference == reference), None)


@dataclass(frozen=True)
class Booked:
    """A payment in the books. `new` is False when the reference was booked before: nothing was changed then."""

    payment: Payment
    new: bool


def overview(uow: UnitOfWork, borrower_id: str, now: datetime) -> AccountOverview:
    """The borrower's active loans at the instant; raises MissingRecord for an unknown borrower."""
    borrower = uow.borrowers.require(borrower_id)
    today = local_date(now, borrower.timezone)
    views = tuple(loan_view(history, today) for history in histories(uow, borrower))
    return AccountOverview(borrower, today, views)


def histories(uow: UnitOfWork, borrower: Borrower) -> list[History]:
    """The events of all active loans of a borrower, in one query a table."""
    loans = [loan for loan in uow.loans.of_borrower(borrower.id) if loan.status == "active"]
    ids = [loan.id for loan in loans]
    instalments = _by_loan(uow, "instalments", Instalment, ids)
    payments = _by_loan(uow, "payments", Payment, ids)
    freezes = _by_loan(uow, "freezes", Freeze, ids)
    adjustments = _by_loan(uow, "adjustments", Adjustment, ids)
    agreed = _restructures(uow, ids)
    return [
        History(
            loan,
            borrower.timezone,
            instalments[loan.id],
            payments[loan.id],
            freezes[loan.id],
            adjustments[loan.id],
            agreed[loan.id],
        )
        for loan in loans
    ]


def history_of(uow: UnitOfWork, loan: Loan) -> History:
    """The events of one loan."""
    borrower = uow.borrowers.require(loan.borrower_id)
    return History(
        loan,
        borrower.timezone,
        uow.loans.instalments(loan.id),
        uow.payments.of_loan(loan.id),
        uow.loans.freezes(loan.id),
        uow.loans.adjustments(loan.id),
        _restructures(uow, [loan.id])[loan.id],
    )


def _restructures(uow: UnitOfWork, ids: Sequence[str]) -> defaultdict[str, list[Restructure]]:
    """What agreements made of what is due, in the order in which they were agreed."""
    found: defaultdict[str, list[Restructure]] = defaultdict(list)
    if ids:
        for plan_id, loan_id, terms, at in uow.connection.execute(_agreed(), {"ids": list(ids)}):
            change = of_terms(plan_id, loan_id, terms, at)
            if change is not None:
                found[loan_id].append(change)
    return found


@cache
def _agreed() -> Any:
    plans = tables.plans.c
    return (
        select(plans.id, plans.loan_id, plans.terms, plans.accepted_at)
        .where(plans.loan_id.in_(bindparam("ids", expanding=True)), plans.accepted_at.is_not(None))
        .order_by(plans.accepted_at, plans.id)
    )


def explain_loan(uow: UnitOfWork, loan: Loan, start: date, end: date) -> tuple[ExplainRow, ...]:
    """Dated rows that sum to what changed after `start` up to and including `end`."""
    return explain(history_of(uow, loan), start, end)


def payment_history(uow: UnitOfWork, borrower_id: str, *, since: datetime | None = None) -> list[Payment]:
    """Payments and reversals over all loans, the latest first."""
    return uow.payments.of_borrower(borrower_id, since=since)


def find_payment(
    uow: UnitOfWork,
    borrower_id: str,
    *,
    reference: str | None = None,
    amount: int | None = None,
    day: date | None = None,
    days_around: int = 3,
) -> list[Payment]:
    """Payments of this borrower that fit what they say: reference, amount (minor units), local day give or take.

    A reference that fits decides alone; nothing of another borrower is ever found."""
    payments = [payment for payment in uow.payments.of_borrower(borrower_id) if payment.kind == "payment"]
    if reference is not None:
        wanted = reference.strip().casefold()
        exact = [payment for payment in payments if payment.reference.casefold() == wanted]
        if exact or (amount is None and day is None):
            return exact
    where = uow.borrowers.require(borrower_id).timezone
    around = timedelta(days=days_around)
    return [
        payment
        for payment in payments
        if (amount is None or payment.amount == amount)
        and (day is None or abs(local_date(payment.paid_at, where) - day) <= around)
    ]


def record_payment(
    uow: UnitOfWork,
    loan: Loan,
    *,
    amount: int,
    currency: str,
    paid_at: datetime,
    reference: str,
    channel: str,
    now: datetime,
    actor: str = "payments",
) -> Booked:
    """Book money for a loan, once for each reference (P44).

    Refuses `amount_not_positive`, `currency_mismatch`, and `value_not_allowed` for a reference that was booked with
    another loan or amount: that is a mistake of the sender, not a repetition."""
    if amount <= 0:
        raise Refused("amount_not_positive", "A payment must be more than zero.")
    if currency != loan.currency:
        raise Refused("currency_mismatch", f"Loan {loan.reference} is in {loan.currency}, the payment in {currency}.")
    payment = Payment(
        id=new_id("p"),
        loan_id=loan.id,
        borrower_id=loan.borrower_id,
        paid_at=paid_at,
        amount=amount,
        currency=currency,
        reference=reference,
        channel=channel,
        kind="payment",
        reverses=None,
        status="booked",
        recorded_at=now,
    )
    if not uow.payments.add_once(payment):
        earlier = uow.payments.by_reference(reference)
        if earlier is None or (earlier.loan_id, earlier.amount, earlier.kind) != (loan.id, amount, "payment"):
            raise Refused("value_not_allowed", f"Payment reference {reference!r} was booked for something else.")
        return Booked(earlier, new=False)
    uow.audit.append(
        actor=actor,
        action="payment.booked",
        subject=loan.id,
        data={"payment": payment.id, "amount": amount, "currency": currency, "channel": channel},
        at=now,
    )
    return Booked(payment, new=True)


def match_payment(uow: UnitOfWork, payment: Payment, *, now: datetime, actor: str) -> bool:
    """Let an unmatched payment count, from the instant at which it was paid; False when it counted already.

    Late charges of the days since then fall away by themselves: everything is computed from events."""
    current = uow.payments.require(payment.id, lock=True)
    if current.status == "booked":
        return False
    uow.payments.change(payment.id, status="booked")
    uow.audit.append(
        actor=actor, action="payment.matched", subject=payment.loan_id, data={"payment": payment.id}, at=now
    )
    return True


def reverse_payment(
    uow: UnitOfWork, payment: Payment, *, reversed_at: datetime, now: datetime, actor: str = "payments"
) -> Booked:
    """Take a payment back from `reversed_at` on; a second time changes nothing. The former state returns exactly."""
    if payment.kind != "payment":
        raise Refused("value_not_allowed", f"{payment.reference} is itself a reversal and cannot be taken back.")
    if reversed_at < payment.paid_at:
        raise Refused("value_not_allowed", f"{payment.reference} cannot be taken back before it was paid.")
    reversal = Payment(
        id=new_id("p"),
        loan_id=payment.loan_id,
        borrower_id=payment.borrower_id,
        paid_at=reversed_at,
        amount=payment.amount,
        currency=payment.currency,
        reference=f"{payment.reference}:reversal"[:80],
        channel=payment.channel,
        kind="reversal",
        reverses=payment.id,
        status="booked",
        recorded_at=now,
    )
    if not uow.payments.add_once(reversal):
        earlier = uow.payments.reversal_of(payment.id)
        if earlier is None:
            raise Refused("value_not_allowed", f"The reversal of {payment.reference} clashes with another reference.")
        return Booked(earlier, new=False)
    uow.audit.append(
        actor=actor, action="payment.reversed", subject=payment.loan_id, data={"payment": payment.id}, at=now
    )
    return Booked(reversal, new=True)


_ORDER = {
    "instalments": ("k",),
    "payments": ("paid_at", "recorded_at", "id"),
    "freezes": ("starts_on",),
    "adjustments": ("on_date", "created_at", "id"),
}


@cache
def _of_loans(name: str) -> Any:
    """The statement is built once: building it costs more than running it."""
    table = tables.metadata.tables[name]
    columns = (table.c[column] for column in _ORDER[name])
    return select(table).where(table.c.loan_id.in_(bindparam("ids", expanding=True))).order_by(*columns)


def _by_loan(uow: UnitOfWork, name: str, record: type[Row], ids: Sequence[str]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    if ids:
        for row in uow.connection.execute(_of_loans(name), {"ids": list(ids)}).all():
            item = record(*row)
            found[item.loan_id].append(item)
    return found
