"""What an offer costs beside paying as contracted and beside doing nothing, and whether it stays inside the cap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from relief.arithmetic.rounding import divide, part_of
from relief.policy.model import PER_YEAR, LoanFacts, Owed
from relief.policy.outcome import Payment
from relief.policy.rhythm import length, periods, step

# Balances are carried in billionths of a unit, so that a cost that equals the cap is seen as equal.
_FINE = 10**9


def as_contracted(loan: LoanFacts) -> int:
    """Everything still to be paid when the arrears are cleared today and the rest is paid as agreed."""
    return sum(owed.total for owed in loan.overdue) + sum(owed.total for owed in loan.upcoming)


def doing_nothing(loan: LoanFacts, today: date, until: date, contract: int) -> int:
    """What would be owed by `until` if nothing were paid: all of it, and the charges that being late adds by then."""
    charge = loan.late_charge
    if charge.kind == "none":
        return contract
    if charge.kind == "per_instalment":
        return contract + charge.fee * sum(owed.due < until for owed in loan.upcoming)
    p, q = charge.daily_rate.numerator, charge.daily_rate.denominator
    added = 0
    for owed in loan.overdue:
        base = owed.contract * p
        late = (until - owed.due).days
        added += divide(base * late, q, "HALF_UP") - divide(base * (today - owed.due).days, q, "HALF_UP")
    for owed in loan.upcoming:
        late = (until - owed.due).days
        if late > 0:
            added += divide(owed.contract * p * late, q, "HALF_UP")
    return contract + added


def interest_limit(loan: LoanFacts, percent: Fraction | None) -> int | None:
    """The most interest that may still be asked for where interest stops at a part of the principal owed."""
    return None if percent is None else part_of(loan.principal_left, percent / 100, "DOWN")


def inside_cap(loan: LoanFacts, payments: Iterable[Payment], cap: Fraction) -> bool:
    """Whether interest, penalty and fees of these payments together stay within a yearly cap.

    Counted from the last day on which the account was in order, so that past lateness is in it: at the cap's rate
    a period (nominal), the payments must not come to more than the principal that is left. Equal is inside.
    """
    oldest = loan.overdue[0].due if loan.overdue else loan.upcoming[0].due
    start = step(oldest, -1, loan.frequency)
    rate = cap / PER_YEAR[loan.frequency]
    balance, at = loan.principal_left * _FINE, (0, 0)
    period = length(loan.frequency)
    rows = sorted(payments, key=lambda payment: payment.due)
    for payment in rows:
        when = periods(start, payment.due, loan.frequency)
        whole, days = when[0] - at[0], when[1] - at[1]
        if days < 0:
            whole, days = whole - 1, days + period
        if whole:
            balance = balance * (rate.numerator + rate.denominator) ** whole // rate.denominator**whole
        if days:
            balance += balance * rate.numerator * days // (rate.denominator * period)
        balance -= payment.amount * _FINE
        at = when
    # Each row of a schedule is rounded to a unit, which may have taken half a unit each.
    return 2 * balance >= -_FINE * len(rows)


def owed_parts(owed: Sequence[Owed]) -> tuple[int, int, int, int]:
    """Fees, penalty, interest (deferred included) and principal of several instalments."""
    fees = penalty = interest = principal = 0
    for item in owed:
        fees += item.fees
        penalty += item.penalty
        interest += item.interest + item.deferred
        principal += item.principal
    return fees, penalty, interest, principal
