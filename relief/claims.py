"""A payment that a borrower says they made: looked for, and let count when it is beyond doubt theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from relief.accounts import match_payment, overview
from relief.dates import local_date
from relief.store.records import Payment
from relief.store.uow import UnitOfWork


@dataclass(frozen=True)
class Settled:
    """A payment that counts from now on, from the day it was made. `taken_back`: late charges of the days since, minor
    units of `payment.currency`."""

    payment: Payment
    day: date
    taken_back: int


def claimed(
    uow: UnitOfWork, borrower_id: str, text: str, amounts: Sequence[int], days: Sequence[date]
) -> Payment | None:
    """The one unmatched payment of this borrower that the words name: by its reference, else by its day and amount, as far as they were
    said.

    Two that fit are none: a person decides."""
    waiting = waiting_of(uow, borrower_id)
    named = [one for one in waiting if one.reference.casefold() in text.casefold()]
    if not named and (amounts or days):
        zone = uow.borrowers.require(borrower_id).timezone
        named = [
            one
            for one in waiting
            if (not amounts or one.amount == amounts[0]) and (not days or local_date(one.paid_at, zone) == days[0])
        ]
    return named[0] if len(named) == 1 else None


def waiting_of(uow: UnitOfWork, borrower_id: str) -> list[Payment]:
    """Payments that came in for the borrower and do not count yet."""
    return [one for one in uow.payments.of_borrower(borrower_id) if one.kind == "payment" and one.status != "booked"]


def settle(uow: UnitOfWork, payment: Payment, *, now: datetime, actor: str = "assistant") -> Settled:
    """Let the payment count. What lateness had cost since falls away by itself: all is computed from events."""
    borrower = uow.borrowers.require(payment.borrower_id)
    before = _charges(uow, payment, now)
    match_payment(uow, payment, now=now, actor=actor)
    back = max(0, before - _charges(uow, payment, now))
    return Settled(payment, local_date(payment.paid_at, borrower.timezone), back)


def _charges(uow: UnitOfWork, payment: Payment, now: datetime) -> int:
    loans = overview(uow, payment.borrower_id, now).loans
    return sum(view.charges for view in loans if view.loan.id == payment.loan_id)
