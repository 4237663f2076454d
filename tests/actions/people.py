"""A few borrowers in an empty database, with loans as the books have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from sqlalchemy.engine import Engine

from relief.ledger import agreed_instalments
from relief.store.records import Borrower, Conversation, Loan, Payment
from relief.store.uow import UnitOfWork

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)
"""10:00 in Shanghai on the reference day."""
EARLIER = datetime(2026, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class LoanOf:
    """What a test needs to say about a loan; `paid` instalments were paid on their due dates at noon UTC."""

    reference: str = "LN-1"
    book: str = "CN-CONS"
    currency: str = "CNY"
    principal: int = 12_000_00
    annual_rate: str = "0.18"
    n: int = 12
    frequency: str = "monthly"
    first_due: date = date(2026, 5, 10)
    paid: int = 5


LI_WEI = LoanOf()
PRIYA = LoanOf(
    reference="LN-8",
    book="IN-JLG",
    currency="INR",
    principal=45_000_00,
    annual_rate="0.24",
    n=50,
    frequency="biweekly",
    first_due=date(2026, 4, 28),
    paid=14,
)
IN_ORDER = LoanOf(reference="LN-2", first_due=date(2026, 7, 2), principal=24_000_00, n=24)


def borrower(engine: Engine, *loans: LoanOf, key: str = "b1", language: str = "en", zone: str = "Asia/Shanghai") -> str:
    """A borrower with these loans; gives back the id."""
    with UnitOfWork(engine) as uow:
        uow.borrowers.add(
            Borrower(
                id=key,
                reference=f"EK-{key}",
                full_name="Li Wei",
                native_name="李伟",
                date_of_birth=date(1992, 3, 14),
                language=language,
                timezone=zone,
                jurisdiction="cn",
                currency=loans[0].currency if loans else "CNY",
                pay_day=None,
                minimum_surplus=200_00,
                income=[],
                essentials=None,
                created_at=EARLIER,
            )
        )
        for at, terms in enumerate(loans):
            _add_loan(uow, key, f"{key}-l{at}", terms)
        uow.commit()
    return key


def _add_loan(uow: UnitOfWork, borrower_id: str, loan_id: str, terms: LoanOf) -> None:
    loan = Loan(
        id=loan_id,
        reference=terms.reference,
        borrower_id=borrower_id,
        book=terms.book,
        currency=terms.currency,
        principal=terms.principal,
        annual_rate=terms.annual_rate,
        n=terms.n,
        frequency=terms.frequency,
        first_due=terms.first_due,
        disbursed_on=terms.first_due - timedelta(days=30),
        status="active",
        rounding="half_up",
        terms={},
        created_at=EARLIER,
    )
    uow.loans.add(loan)
    instalments = agreed_instalments(loan)
    uow.loans.add_instalments(instalments)
    for item in instalments[: terms.paid]:
        paid_at = datetime(item.due.year, item.due.month, item.due.day, 6, tzinfo=timezone.utc)
        amount = item.principal + item.interest + item.fees
        uow.payments.add(payment(borrower_id, loan_id, terms.currency, amount, paid_at))


def payment(
    borrower_id: str, loan_id: str, currency: str, amount: int, paid_at: datetime, *, status: str = "booked"
) -> Payment:
    reference = f"{loan_id}:{paid_at.isoformat()}"
    return Payment(
        id=f"p-{reference}"[:60],
        loan_id=loan_id,
        borrower_id=borrower_id,
        paid_at=paid_at,
        amount=amount,
        currency=currency,
        reference=reference,
        channel="bank_transfer",
        kind="payment",
        reverses=None,
        status=status,
        recorded_at=paid_at,
    )


def conversation(engine: Engine, key: str = "c_1", *, verified: str | None = None, now: datetime = NOW) -> str:
    """A conversation, verified as a borrower or as nobody."""
    with UnitOfWork(engine) as uow:
        uow.conversations.add(
            Conversation(
                id=key,
                token_version=1,
                state="bot",
                owner=None,
                version=1,
                channel="web",
                language="en",
                timezone="Asia/Shanghai",
                verified_borrower_id=verified,
                verified_until=now + timedelta(minutes=30) if verified else None,
                bound_borrower_id=None,
                verification_step=None,
                failures=0,
                last_seq=0,
                crisis_at=None,
                waiting_since=None,
                created_at=now,
                last_inbound_at=None,
                forgotten_at=None,
                data={},
            )
        )
        uow.commit()
    return key
