"""Makes the records of one borrower and of one loan, from what is known about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from relief.books import book_of
from relief.dates import month_step
from relief.portfolio.batch import Batch
from relief.store.records import Borrower, Contact, Loan

STEP_DAYS = {"weekly": 7, "biweekly": 14}


def first_due_date(next_due: date, instalments_before: int, frequency: str) -> date:
    """The date from which counting starts, when `next_due` comes after so many instalments."""
    if frequency in STEP_DAYS:
        return next_due - timedelta(days=STEP_DAYS[frequency] * instalments_before)
    months = instalments_before * (6 if frequency == "semiannual" else 1)
    stepped = month_step(next_due, next_due.day, -months)
    assert stepped is not None  # noqa: S101  a clamped step always gives a date
    return stepped


def make_loan(
    batch: Batch,
    borrower: Borrower,
    *,
    book: str,
    principal: int,
    annual_rate: str,
    n: int,
    frequency: str,
    first_due: date,
    pay_day: int | None = None,
) -> Loan:
    """The loan was paid out one period before its first instalment."""
    days = STEP_DAYS.get(frequency)
    before = month_step(first_due, first_due.day, -6 if frequency == "semiannual" else -1)
    disbursed = first_due - timedelta(days=days) if days else before or first_due
    terms: dict[str, Any] = {}
    if pay_day is not None and frequency in ("monthly", "semiannual"):
        terms["pay_day"] = pay_day
    return Loan(
        id=batch.id("l"),
        reference=batch.unique(book + "-{}", 200_000, 899_999),
        borrower_id=borrower.id,
        book=book,
        currency=book_of(book).currency,
        principal=principal,
        annual_rate=annual_rate,
        n=n,
        frequency=frequency,
        first_due=first_due,
        disbursed_on=disbursed,
        status="active",
        rounding="HALF_UP",
        terms=terms,
        created_at=local(disbursed, time(11), borrower.timezone),
    )


def make_borrower(
    batch: Batch,
    *,
    reference: str,
    full_name: str,
    native_name: str | None,
    date_of_birth: date,
    language: str,
    timezone: str,
    jurisdiction: str,
    currency: str,
    pay_day: Mapping[str, Any] | None,
    minimum_surplus: int,
    income: int,
    income_every: str,
    essentials: int,
    since: date,
    income_next_on: date | None = None,
) -> Borrower:
    return Borrower(
        id=batch.id("b"),
        reference=reference,
        full_name=full_name,
        native_name=native_name,
        date_of_birth=date_of_birth,
        language=language,
        timezone=timezone,
        jurisdiction=jurisdiction,
        currency=currency,
        pay_day=pay_day,
        minimum_surplus=minimum_surplus,
        income=[
            {"amount": income, "every": income_every}
            | ({"next_on": income_next_on.isoformat()} if income_next_on else {})
        ],
        essentials=essentials,
        created_at=local(since, time(10), timezone),
    )


def make_contact(
    batch: Batch, borrower: Borrower, kind: str, value: str, *, primary: bool, confirmed: bool = True
) -> Contact:
    return Contact(batch.id("n"), borrower.id, kind, value, primary, borrower.created_at if confirmed else None)


def local(day: date, at: time, zone: str) -> datetime:
    """The instant of a local time, in UTC."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(timezone.utc)
