"""Invented accounts for benchmarks, simulations and tests of properties: one after the other, never a list of all.

The books and their terms are those of the demo portfolio; who is late, by how much and why is drawn from a seed, so the same
seed gives the same accounts. Nothing here describes a real person.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from relief.arithmetic.amortisation import annuity
from relief.arithmetic.rounding import divide
from relief.arithmetic.schedules import Row
from relief.policy.model import (
    PER_YEAR,
    Account,
    Budget,
    Every,
    Frequency,
    Income,
    LateCharge,
    LoanFacts,
    Owed,
    PayDay,
    PlanFacts,
    Situation,
    Spending,
)
from relief.policy.rhythm import step
from relief.policy.room import monthly
from relief.policy.specs import REASONS


@dataclass(frozen=True, slots=True)
class Terms:
    """A book: how large, how long, at what rate, and what lateness costs."""

    product: str
    pack: str
    currency: str
    frequency: Frequency
    least: int
    most: int
    n: int
    rates: tuple[str, ...]
    late: LateCharge


_DAY = Fraction(5, 10_000)
BOOKS = (
    Terms("CN-CONS", "cn", "CNY", "monthly", 3000_00, 30_000_00, 12, ("0.154", "0.18", "0.24"), LateCharge("daily", _DAY)),
    Terms("CN-FLEX", "cn", "CNY", "monthly", 500_00, 5000_00, 6, ("0.2388", "0.24"), LateCharge("daily", _DAY)),
    Terms("CN-FARM", "cn", "CNY", "monthly", 30_000_00, 80_000_00, 24, ("0.0435",), LateCharge("daily", Fraction(2, 10_000))),
    Terms("IN-JLG", "in", "INR", "biweekly", 15_000_00, 45_000_00, 50, ("0.24",), LateCharge("per_instalment", fee=50_00)),
    Terms("IN-BIZ", "in", "INR", "monthly", 40_000_00, 100_000_00, 24, ("0.22",), LateCharge("per_instalment", fee=250_00)),
    Terms("KE-DIGI", "ke", "KES", "weekly", 1000_00, 12_000_00, 8, ("0.60",), LateCharge()),
    Terms("US-PL", "us", "USD", "biweekly", 1000_00, 8000_00, 52, ("0.2199",), LateCharge("per_instalment", fee=15_00)),
    Terms("US-CARD", "us", "USD", "monthly", 2000_00, 12_000_00, 36, ("0.2199",), LateCharge("per_instalment", fee=29_00)),
)  # fmt: skip
_SHARES = (35, 10, 7, 18, 5, 13, 8, 4)
_SECOND_LOAN, _IRREGULAR, _NO_BUDGET = 8, 12, 10


def accounts(n: int, seed: int, today: date) -> Iterator[tuple[Account, Situation]]:
    """n accounts with their situations."""
    rng = random.Random(seed)  # noqa: S311  repeatable, not secret
    for number in range(n):
        yield one(rng, f"b{number}", today)


def one(rng: random.Random, name: str, today: date) -> tuple[Account, Situation]:
    """One account, mostly late, sometimes with a second loan, a broken plan, or a seasonal income."""
    terms = rng.choices(BOOKS, _SHARES)[0]
    loan = _loan(rng, terms, f"{name}-1", today, missed=rng.choices((0, 1, 2, 3, 4), (25, 35, 20, 12, 8))[0])
    loans: tuple[LoanFacts, ...] = (loan,)
    if not rng.randrange(_SECOND_LOAN):
        loans = (loan, _loan(rng, terms, f"{name}-2", today, missed=rng.choices((0, 1), (80, 20))[0]))
    budget = _budget(rng, loans, today) if rng.randrange(_NO_BUDGET) else None
    back = today + timedelta(days=rng.randrange(10, 150)) if not rng.randrange(4) else None
    plans: tuple[PlanFacts, ...] = ()
    if loan.overdue and not rng.randrange(10):
        agreed = today - timedelta(days=rng.randrange(40, 300))
        broke = agreed + timedelta(days=30)
        plans = (PlanFacts(loan.id, "instalments", "broken", agreed, broke, waived=rng.randrange(0, 5000)),)
    account = Account(name, loan.id, loans, (terms.pack,), _pay_day(rng, today), 0, plans)
    return account, Situation(rng.choice(REASONS), budget, back)


@lru_cache(maxsize=4096)
def _rows(principal: int, rate: str, n: int, frequency: str) -> tuple[Row, ...]:
    return annuity(principal, Fraction(rate), n, PER_YEAR[frequency], "HALF_UP").rows


def _loan(rng: random.Random, terms: Terms, name: str, today: date, missed: int) -> LoanFacts:
    principal = rng.randrange(terms.least, terms.most, 100_00)
    rate = rng.choice(terms.rates)
    rows = _rows(principal, rate, terms.n, terms.frequency)
    paid = rng.randrange(0, terms.n - missed)
    next_due = today + timedelta(days=rng.randrange(0, {"weekly": 7, "biweekly": 14}.get(terms.frequency, 28)))
    late = terms.late
    owed = []
    for at, row in enumerate(rows[paid:]):
        due = step(next_due, at - missed, terms.frequency)
        penalty = fees = 0
        days = (today - due).days
        if days > 0:
            rate_a_day = late.daily_rate
            penalty = divide(row.payment * rate_a_day.numerator * days, rate_a_day.denominator, "HALF_UP")
            fees = late.fee
        owed.append(Owed(due, row.principal, row.interest, penalty, fees))
    overdue = tuple(item for item in owed if item.due < today)
    return LoanFacts(
        name, f"EK-{name}", terms.product, terms.currency, Fraction(rate), terms.frequency, rows[0].payment, principal,
        overdue, tuple(owed[len(overdue) :]), late,
    )  # fmt: skip


def _budget(rng: random.Random, loans: tuple[LoanFacts, ...], today: date) -> Budget:
    running = sum(monthly(loan.instalment, loan.frequency) for loan in loans)
    income = running * rng.randrange(15, 60) // 10
    spending = income * rng.randrange(45, 95) // 100
    every: Every = "monthly"
    items = (Income(income, every),)
    if not rng.randrange(_IRREGULAR):
        items = (Income(income * 12, "yearly", today + timedelta(days=rng.randrange(20, 300))),)
    elif rng.randrange(2):
        items = (Income(income * 12 // 52, "weekly"),)
    return Budget(
        items, (Spending(spending * 7 // 10, "monthly", "home"), Spending(spending * 3 // 10, "monthly", "food"))
    )


def _pay_day(rng: random.Random, today: date) -> PayDay | None:
    rule = rng.randrange(5)
    if rule == 0:
        return PayDay("weekly", weekday=rng.randrange(1, 8))
    if rule == 1:
        return PayDay("biweekly", known_pay_day=today + timedelta(days=rng.randrange(14)))
    if rule == 2:
        return PayDay("last_working_day")
    return PayDay("monthly", day=rng.randrange(1, 32)) if rule == 3 else None
