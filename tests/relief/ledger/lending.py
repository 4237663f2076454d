"""Loans and payments for the tests of the ledger, made in a line each."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from relief.ledger import History, agreed_instalments
from relief.store.records import Adjustment, Freeze, Loan, Payment

SHANGHAI = "Asia/Shanghai"
LONG_AGO = datetime(2025, 1, 1, tzinfo=timezone.utc)
_numbers = count(1)


def loan(book: str = "CN-CONS", **changes: Any) -> Loan:
    """CNY 12,000 over 12 months at 18 %, first due on 10 June 2026, unless said otherwise."""
    values: dict[str, Any] = {
        "id": "l_1",
        "reference": "EK-1",
        "borrower_id": "b_1",
        "book": book,
        "currency": "CNY",
        "principal": 12_000_00,
        "annual_rate": "0.18",
        "n": 12,
        "frequency": "monthly",
        "first_due": date(2026, 6, 10),
        "disbursed_on": date(2026, 5, 10),
        "status": "active",
        "rounding": "HALF_UP",
        "terms": {},
        "created_at": LONG_AGO,
    }
    return Loan(**{**values, **changes})


def history(agreed: Loan | None = None, *events: object, timezone_name: str = SHANGHAI) -> History:
    agreed = agreed or loan()
    return History(
        agreed,
        timezone_name,
        agreed_instalments(agreed),
        [event for event in events if isinstance(event, Payment)],
        [event for event in events if isinstance(event, Freeze)],
        [event for event in events if isinstance(event, Adjustment)],
    )


def paid(day: date, amount: int, *, hour: int = 12, where: str = SHANGHAI, **changes: Any) -> Payment:
    """A payment at a local hour of the day."""
    at = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(where))
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": f"p_{number}",
        "loan_id": "l_1",
        "borrower_id": "b_1",
        "paid_at": at,
        "amount": amount,
        "currency": "CNY",
        "reference": f"R{number}",
        "channel": "bank",
        "kind": "payment",
        "reverses": None,
        "status": "booked",
        "recorded_at": at,
    }
    return Payment(**{**values, **changes})


def taken_back(payment: Payment, day: date) -> Payment:
    return paid(day, payment.amount, kind="reversal", reverses=payment.id)


def frozen(first: date, last: date | None = None) -> Freeze:
    return Freeze(f"f_{next(_numbers)}", "l_1", first, last, "all", "hardship", LONG_AGO)


def waiver(day: date, amount: int, component: str = "penalty", kind: str = "waiver") -> Adjustment:
    return Adjustment(f"a_{next(_numbers)}", "l_1", None, day, kind, component, amount, "plan", LONG_AGO)


def days_after(day: date, days: int) -> date:
    return day + timedelta(days=days)
