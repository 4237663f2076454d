"""Money in and out of the books, over the facade that the actions use."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy.engine import Engine

from relief.accounts import explain_loan, find_payment, overview, payment_history, record_payment, reverse_payment
from relief.refusals import Refused
from relief.store.records import Loan
from relief.store.uow import UnitOfWork
from tests.relief.store.making import NOW, borrower, lend

INSTALMENT = 1100_16
PAID_AT = datetime(2026, 6, 10, 15, 59, 59, tzinfo=timezone.utc)  # the last second of the due date in Shanghai


def book(uow: UnitOfWork, loan: Loan, reference: str = "R-1", amount: int = INSTALMENT, **changes: object) -> bool:
    values: dict[str, object] = {"currency": "CNY", "paid_at": PAID_AT, "channel": "bank", "now": NOW, **changes}
    return record_payment(uow, loan, amount=amount, reference=reference, **values).new  # type: ignore[arg-type]


def test_an_overview_holds_all_loans_and_adds_up_by_currency(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        owner = uow.borrowers.add(borrower())
        lend(uow, owner)
        lend(uow, owner, book="CN-FLEX", principal=3600_00, n=6, annual_rate="0.2388", first_due=date(2026, 12, 15))
        lend(uow, owner, status="closed")
        account = overview(uow, owner.id, NOW)
        assert [view.loan.book for view in account.loans] == ["CN-CONS", "CN-FLEX"]
        assert account.total_due == {"CNY": account.loans[0].total_due}
        assert [view.loan.book for view in account.late] == ["CN-CONS"]
        assert account.next_due == date(2026, 12, 10)
        assert account.loan(account.loans[1].loan.reference) is account.loans[1]
        assert account.loan("CN-NONE-1") is None


def test_the_overviews_day_is_the_borrowers(engine: Engine) -> None:
    midnight = datetime(2026, 11, 23, 2, tzinfo=timezone.utc)
    with UnitOfWork(engine) as uow:
        here = uow.borrowers.add(borrower())
        there = uow.borrowers.add(borrower(timezone="America/Chicago"))
        assert overview(uow, here.id, midnight).today == date(2026, 11, 23)
        assert overview(uow, there.id, midnight).today == date(2026, 11, 22)


def test_the_same_reference_books_a_payment_once(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        loan = lend(uow)
        assert book(uow, loan)
        uow.commit()
    with UnitOfWork(engine) as uow:
        assert not book(uow, loan)
        assert len(uow.payments.of_loan(loan.id)) == 1
        assert overview(uow, loan.borrower_id, PAID_AT).loans[0].due_today == 0


def test_a_reference_that_was_used_for_something_else_is_refused(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        loan = lend(uow)
        book(uow, loan)
        with pytest.raises(Refused) as refusal:
            book(uow, loan, amount=INSTALMENT + 1)
        assert refusal.value.code == "value_not_allowed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": 0}, "amount_not_positive"),
        ({"amount": -5}, "amount_not_positive"),
        ({"currency": "USD"}, "currency_mismatch"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_and_changes_nothing(
    engine: Engine, changes: dict[str, object], code: str
) -> None:
    with UnitOfWork(engine) as uow:
        loan = lend(uow)
        with pytest.raises(Refused) as refusal:
            book(uow, loan, **changes)  # type: ignore[arg-type]
        assert refusal.value.code == code
        assert uow.payments.of_loan(loan.id) == []
        assert list(uow.audit.lines()) == []


def test_taking_a_payment_back_restores_what_was_owed_and_is_done_once(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        loan = lend(uow)
        before = overview(uow, loan.borrower_id, NOW).loans[0]
        book(uow, loan)
        (payment,) = uow.payments.of_loan(loan.id)
        at = PAID_AT + timedelta(days=3)
        assert reverse_payment(uow, payment, reversed_at=at, now=NOW).new
        assert not reverse_payment(uow, payment, reversed_at=at, now=NOW).new
        after = overview(uow, loan.borrower_id, NOW).loans[0]
        assert (after.total_due, after.penalty, after.days_late) == (before.total_due, before.penalty, before.days_late)
        assert [item.kind for item in payment_history(uow, loan.borrower_id)] == ["reversal", "payment"]
        with pytest.raises(Refused):
            reverse_payment(uow, uow.payments.of_loan(loan.id)[1], reversed_at=at, now=NOW)


def test_a_payment_is_not_taken_back_before_it_was_paid(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        loan = lend(uow)
        book(uow, loan)
        (payment,) = uow.payments.of_loan(loan.id)
        with pytest.raises(Refused, match="before it was paid"):
            reverse_payment(uow, payment, reversed_at=PAID_AT - timedelta(seconds=1), now=NOW)


def test_a_payment_is_found_by_what_the_borrower_says(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        loan = lend(uow)
        other = lend(uow)
        book(uow, loan, "UPI-77")
        book(uow, other, "UPI-78")
        mine = loan.borrower_id

        def found(**said: object) -> list[str]:
            return [payment.reference for payment in find_payment(uow, mine, **said)]  # type: ignore[arg-type]

        assert found(reference=" upi-77 ") == ["UPI-77"]
        assert found(reference="UPI-78") == []  # somebody else's
        assert found(amount=INSTALMENT) == ["UPI-77"]
        assert found(amount=INSTALMENT + 1) == []
        assert found(day=date(2026, 6, 13)) == ["UPI-77"]
        assert found(day=date(2026, 6, 14)) == []


def test_a_stored_loan_explains_itself(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        loan = lend(uow)
        book(uow, loan)
        rows = explain_loan(uow, loan, date(2026, 6, 9), date(2026, 7, 12))
        assert [(row.kind, row.amount) for row in rows] == [
            ("instalment", INSTALMENT),
            ("payment", -INSTALMENT),
            ("instalment", INSTALMENT),
            ("penalty", 1_10),
        ]
