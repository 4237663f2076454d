"""The sums of an account that a person may write about: read from the ledger at the moment of sending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from relief.accounts import overview
from relief.money import Money
from relief.store.uow import UnitOfWork


def of_account(uow: UnitOfWork, borrower_id: str, now: datetime) -> tuple[str, ...]:
    """Decimal strings of everything that is owed, agreed or paid."""
    return tuple(dict.fromkeys(_all(uow, borrower_id, now)))


def _all(uow: UnitOfWork, borrower_id: str, now: datetime) -> Iterator[str]:
    for view in overview(uow, borrower_id, now).loans:
        sums = (
            view.overdue, view.due_today, view.fees, view.penalty, view.total_due, view.next_amount, view.instalment,
            view.principal_left, view.payoff, view.overdue_interest, view.overdue_principal, view.loan.principal,
        )  # fmt: skip
        for minor in (*sums, *(payment.amount for payment in view.last_payments)):
            if minor > 0:
                yield Money(minor, view.currency).to_decimal_string()
    for plan in uow.plans.of_borrower(borrower_id):
        for row in uow.plans.instalments(plan.id):
            yield Money(row.amount, plan.currency).to_decimal_string()
    for promise in uow.promises.open_of(borrower_id):
        yield Money(promise.amount, promise.currency).to_decimal_string()
