"""The people of the demo portfolio as facts, built from the arithmetic: T is 23 November 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from relief.arithmetic.amortisation import annuity
from relief.arithmetic.rounding import divide
from relief.dates import add_months
from relief.policy.model import (
    PER_YEAR,
    Account,
    Budget,
    Frequency,
    Income,
    LateCharge,
    LoanFacts,
    Owed,
    PayDay,
    PlanFacts,
    Situation,
    Spending,
    Wishes,
)

T = date(2026, 11, 23)
DAILY = LateCharge("daily", Fraction(5, 10000))
FARM = LateCharge("daily", Fraction(2, 10000))
JLG = LateCharge("per_instalment", fee=5000)
BIZ = LateCharge("per_instalment", fee=25000)
PL = LateCharge("per_instalment", fee=1500)
CARD = LateCharge("per_instalment", fee=2900)
BODA = LateCharge("per_instalment", fee=10000)
NONE = LateCharge()

Person = tuple[Account, Situation]


def loan(
    product: str,
    currency: str,
    principal: int,
    n: int,
    rate: str,
    frequency: Frequency,
    paid: int,
    missed: int,
    next_due: date,
    late: LateCharge,
    id: str = "loan",
) -> LoanFacts:
    """An equal-payment loan with `paid` instalments paid and `missed` open behind T, charges by the book's rule."""
    rows = annuity(principal, Fraction(rate), n, PER_YEAR[frequency], "HALF_UP").rows
    owed = []
    for at, row in enumerate(rows[paid:]):
        steps = at - missed
        if frequency == "monthly":
            due = add_months(next_due, steps)
        else:
            due = next_due + timedelta(days=steps * (7 if frequency == "weekly" else 14))
        days = (T - due).days
        penalty = fees = 0
        if days > 0 and late.kind == "daily":
            penalty = divide(row.payment * late.daily_rate.numerator * days, late.daily_rate.denominator, "HALF_UP")
        elif days > 0:
            fees = late.fee
        owed.append(Owed(due, row.principal, row.interest, penalty, fees))
    return LoanFacts(
        id, "EK-1", product, currency, Fraction(rate), frequency, rows[0].payment, principal,
        tuple(owed[:missed]), tuple(owed[missed:]), late,
    )  # fmt: skip


def budget(income: int, every: str, essentials: int, next_on: date | None = None) -> Budget:
    return Budget((Income(income, every, next_on),), (Spending(essentials, "monthly", "home"),))  # type: ignore[arg-type]


def person(facts: LoanFacts, pack: str, surplus: int, pay_day: PayDay | None, **more: object) -> Account:
    return replace(Account("borrower", facts.id, (facts,), (pack,), pay_day, surplus), **more)  # type: ignore[arg-type]


def p1() -> Person:
    """Li Wei: hours cut, paid every Friday."""
    facts = loan("CN-CONS", "CNY", 1200000, 12, "0.18", "monthly", 5, 2, date(2026, 12, 10), DAILY)
    account = person(facts, "cn", 20000, PayDay("weekly", weekday=5))
    return account, Situation("reduced_income", budget(145000, "weekly", 430000))


def p2() -> Person:
    """Wang Fang: laid off; a new job from the 15th of the month after next."""
    facts = loan("CN-FLEX", "CNY", 360000, 6, "0.2388", "monthly", 2, 1, date(2026, 12, 15), DAILY)
    account = person(facts, "cn", 10000, PayDay("monthly", day=15))
    return account, Situation("job_loss", budget(168000, "monthly", 150000), work_starts_on=date(2027, 1, 15))


def p3() -> Person:
    """Zhang Jianguo: pigs and rice are sold on 5 February, nothing comes before."""
    facts = loan("CN-FARM", "CNY", 5000000, 24, "0.0435", "monthly", 9, 2, date(2026, 12, 19), FARM)
    account = person(facts, "cn", 30000, None)
    return account, Situation("other", budget(6200000, "yearly", 220000, date(2027, 2, 5)))


def p4() -> Person:
    """Chen Jing: not late yet."""
    facts = loan("CN-CONS", "CNY", 2400000, 24, "0.18", "monthly", 11, 0, date(2026, 12, 2), DAILY)
    account = person(facts, "cn", 30000, PayDay("monthly", day=5))
    return account, Situation(None, budget(680000, "monthly", 490000))


def p5() -> Person:
    """Liu Yang: his first plan broke, the waived penalty came back."""
    facts = loan("CN-CONS", "CNY", 1800000, 18, "0.18", "monthly", 7, 4, date(2026, 12, 10), DAILY)
    broken = PlanFacts("loan", "instalments", "broken", date(2026, 5, 20), date(2026, 9, 1), waived=4000)
    account = person(facts, "cn", 30000, PayDay("monthly", day=8), plans=(broken,))
    return account, Situation("family_change", budget(590000, "monthly", 390000))


def p6() -> Person:
    """Maria Gomez: a hospital bill, paid every second Friday."""
    facts = loan("US-PL", "USD", 420000, 52, "0.2199", "biweekly", 20, 2, date(2026, 11, 27), PL)
    account = person(facts, "us", 10000, PayDay("biweekly", known_pay_day=date(2026, 11, 27)))
    return account, Situation("illness", budget(148000, "biweekly", 265000))


def p7() -> Person:
    """James Carter: a pension, prices up; his sister lends a hand."""
    facts = loan("US-CARD", "USD", 652300, 36, "0.2199", "monthly", 10, 4, date(2026, 12, 19), CARD)
    account = person(facts, "us", 5000, PayDay("monthly", day=3))
    return account, Situation("overspending", budget(205000, "monthly", 188000))


def p8() -> Person:
    """Priya Sharma: her husband is in hospital; a group loan."""
    facts = loan("IN-JLG", "INR", 4500000, 50, "0.24", "biweekly", 14, 1, date(2026, 11, 24), JLG)
    account = person(facts, "in", 50000, PayDay("weekly", weekday=6))
    return account, Situation("illness", budget(290000, "weekly", 900000))


def p9() -> Person:
    """Ravi Kumar: a customer pays in 60 days."""
    facts = loan("IN-BIZ", "INR", 6500000, 24, "0.22", "monthly", 8, 3, date(2026, 12, 22), BIZ)
    account = person(facts, "in", 100000, PayDay("monthly", day=1))
    return account, Situation("business_failure", budget(1900000, "monthly", 1350000), returns_on=T + timedelta(60))


def p10() -> Person:
    """Wanjiku Njoroge: three bad market weeks."""
    facts = loan("KE-DIGI", "KES", 850000, 8, "0.60", "weekly", 3, 3, date(2026, 11, 25), NONE)
    account = person(facts, "ke", 50000, PayDay("weekly", weekday=6))
    return account, Situation("reduced_income", budget(390000, "weekly", 1100000))


def p11() -> Person:
    """Otieno Ouma: the motorcycle is stolen, he spends more than he earns."""
    facts = loan("KE-BODA", "KES", 4500000, 40, "0.30", "weekly", 16, 11, date(2026, 11, 29), BODA)
    return person(facts, "ke", 0, None), Situation("disaster", budget(600000, "monthly", 750000))


def p12() -> Person:
    """Aisha Begum: kept 30 times, wants the 9th instead of the 2nd."""
    facts = loan("IN-JLG", "INR", 3000000, 50, "0.24", "biweekly", 30, 0, date(2026, 12, 2), JLG)
    account = person(facts, "in", 40000, PayDay("weekly", weekday=3))
    return account, Situation(None, budget(260000, "weekly", 820000))


EVERYBODY = {
    "P1": p1, "P2": p2, "P3": p3, "P4": p4, "P5": p5, "P6": p6, "P7": p7, "P8": p8, "P9": p9, "P10": p10, "P11": p11,
    "P12": p12,
}  # fmt: skip
NO_WISH = Wishes()
