"""The nine loan books of the demo lender: currency, rhythm, and what lateness costs.

Rates and charges are the lender's settings with their reasons in `docs`; none of this is advice on law. A loan's `terms`
may override the late rule: `{"daily_rate": "0.0005"}`, `{"late_fee": 5000}` (minor units) or `{"late_fee": 0}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

from relief.arithmetic.days_past_due import Bucket
from relief.store.records import Loan

Frequency = Literal["weekly", "biweekly", "monthly", "semiannual"]

PERIODS_PER_YEAR: Mapping[str, int] = {"weekly": 52, "biweekly": 26, "monthly": 12, "semiannual": 2}

BUCKETS = (
    Bucket("current", 0),
    Bucket("1-29", 1),
    Bucket("30-59", 30),
    Bucket("60-89", 60),
    Bucket("90+", 90),
)


@dataclass(frozen=True, slots=True)
class LateRule:
    """Either a simple penalty a day on what is overdue, or one charge for each missed instalment, or nothing.

    `daily_rate` is exact, `late_fee` in minor units. A charge is never interest and never added to the principal.
    """

    daily_rate: Fraction = Fraction(0)
    late_fee: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """A product. `in_duplum`: late charges stop where interest and charges together would pass the principal
    (Kenya Banking Act s. 44A; the High Court extends it to all lenders, petition E002 of 2021)."""

    code: str
    currency: str
    jurisdiction: str
    frequency: Frequency
    late: LateRule
    in_duplum: bool = False


BOOKS: Mapping[str, Book] = {
    book.code: book
    for book in (
        Book("CN-CONS", "CNY", "cn", "monthly", LateRule(daily_rate=Fraction(5, 10_000))),
        Book("CN-FLEX", "CNY", "cn", "monthly", LateRule(daily_rate=Fraction(5, 10_000))),
        Book("CN-FARM", "CNY", "cn", "monthly", LateRule(daily_rate=Fraction(2, 10_000))),
        Book("IN-JLG", "INR", "in", "biweekly", LateRule(late_fee=50_00)),
        Book("IN-BIZ", "INR", "in", "monthly", LateRule(late_fee=250_00)),
        Book("KE-DIGI", "KES", "ke", "weekly", LateRule(), in_duplum=True),
        Book("KE-BODA", "KES", "ke", "weekly", LateRule(late_fee=100_00), in_duplum=True),
        Book("US-PL", "USD", "us", "biweekly", LateRule(late_fee=15_00)),
        Book("US-CARD", "USD", "us", "monthly", LateRule(late_fee=29_00)),
    )
}


class UnknownBook(KeyError):
    """A loan names a book that is not defined."""


def book_of(code: str) -> Book:
    """The book; raises UnknownBook."""
    try:
        return BOOKS[code]
    except KeyError:
        raise UnknownBook(f"unknown book {code!r}; use one of {', '.join(BOOKS)}") from None


def late_rule(loan: Loan) -> LateRule:
    """The loan's own late rule where its terms name one, else its book's."""
    if "daily_rate" in loan.terms or "late_fee" in loan.terms:
        return _own_rule(loan.terms.get("daily_rate", "0"), loan.terms.get("late_fee", 0))
    return book_of(loan.book).late


@lru_cache(maxsize=256)
def _own_rule(daily_rate: Any, late_fee: Any) -> LateRule:
    rule = LateRule(Fraction(daily_rate), int(late_fee))
    if rule.daily_rate < 0 or rule.late_fee < 0:
        raise ValueError(f"a late rule cannot be negative: daily_rate {daily_rate}, late_fee {late_fee}")
    return rule
