"""Equal payments, equal principal and flat interest at equal periods, and their building blocks.

The level payment is the exact present-value formula in whole numbers: with a period rate p/q no
fraction is built, so several hundred periods stay cheap.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import repeat

from relief.arithmetic.rounding import Rounding, divide, part_of
from relief.arithmetic.schedules import Row, Schedule, check_amount, check_payments, check_units
from relief.arithmetic.split import RemainderOn, split
from relief.refusals import Refused

LONGEST_SAME_INSTALMENT = 600


def level_payment(principal: int, period_rate: Fraction, n: int, rounding: Rounding) -> int:
    """P·r / (1 − (1+r)⁻ⁿ) at n equal periods, at rate zero P / n; rounded once."""
    p, q = period_rate.numerator, period_rate.denominator
    if not p:
        return divide(principal, n, rounding)
    grown, plain = (p + q) ** n, q**n
    return divide(principal * p * grown, q * (grown - plain), rounding)


def level_payment_at(principal: int, period_rates: Sequence[Fraction], rounding: Rounding) -> int:
    """P / (v₁ + … + vₙ) with a rate of its own for each period; rounded once."""
    # v₁ + … + vₙ = (1 + (1 + …)/(1+r₂)) / (1+r₁), from the inside out as numerator / denominator.
    numerator, denominator = 0, 1
    for rate in reversed(period_rates):
        numerator = rate.denominator * (denominator + numerator)
        denominator *= rate.denominator + rate.numerator
    return divide(principal * denominator, numerator, rounding)


def level_rows(principal: int, period_rates: Sequence[Fraction], level: int, rounding: Rounding) -> tuple[Row, ...]:
    """One row a period with payment `level`; the last pays the whole balance and its interest."""
    rows = []
    balance, last = principal, len(period_rates)
    for k, rate in enumerate(period_rates, start=1):
        interest = divide(balance * rate.numerator, rate.denominator, rounding)
        part = balance if k == last else level - interest
        balance -= part
        rows.append(Row(k, part + interest, interest, part, balance))
    return tuple(rows)


def equal_payments(principal: int, period_rate: Fraction, n: int, rounding: Rounding) -> Schedule:
    """Level rows at one rate a period. Refuses fewer units than instalments and empty instalments."""
    check_units(principal, n)
    level = level_payment(principal, period_rate, n, rounding)
    rows = level_rows(principal, tuple(repeat(period_rate, n)), level, rounding)
    check_payments(row.payment for row in rows)
    return Schedule(rows, level)


def annuity(principal: int, annual_rate: Fraction, n: int, periods_per_year: int, rounding: Rounding) -> Schedule:
    """Equal payments at equal periods; the period rate is annual_rate / periods_per_year, never rounded."""
    check_amount(principal)
    return equal_payments(principal, annual_rate / periods_per_year, n, rounding)


def level_extremes(principal: int, period_rate: Fraction, n: int, rounding: Rounding) -> tuple[int, int]:
    """Smallest and largest payment of the equal-payment plan, whatever their sign (principal > 0)."""
    level = level_payment(principal, period_rate, n, rounding)
    p, q = period_rate.numerator, period_rate.denominator
    balance = principal
    for _ in range(n - 1):
        balance -= level - divide(balance * p, q, rounding)
    last = balance + divide(balance * p, q, rounding)
    return (last, last) if n == 1 else (min(level, last), max(level, last))


def equal_principal(
    principal: int, annual_rate: Fraction, n: int, periods_per_year: int, remainder_on: RemainderOn, rounding: Rounding
) -> Schedule:
    """Principal split evenly (base DOWN), interest on the falling balance."""
    check_amount(principal)
    check_units(principal, n)
    rate = annual_rate / periods_per_year
    rows = []
    balance = principal
    for k, part in enumerate(split(principal, n, "DOWN", remainder_on), start=1):
        interest = part_of(balance, rate, rounding)
        balance -= part
        rows.append(Row(k, part + interest, interest, part, balance))
    return Schedule(tuple(rows))


def flat(
    principal: int, annual_rate: Fraction, n: int, periods_per_year: int, remainder_on: RemainderOn, rounding: Rounding
) -> Schedule:
    """Interest on the first amount for the whole term, split like the principal."""
    check_amount(principal)
    check_units(principal, n)
    interest_parts = split(part_of(principal, annual_rate * n / periods_per_year, rounding), n, "DOWN", remainder_on)
    rows = []
    balance = principal
    for k, part in enumerate(split(principal, n, "DOWN", remainder_on), start=1):
        balance -= part
        interest = interest_parts[k - 1]
        rows.append(Row(k, part + interest, interest, part, balance))
    return Schedule(tuple(rows))


def same_instalment_rows(
    balance: int, period_rate: Fraction, level: int, min_tail: int, rounding: Rounding
) -> tuple[Row, ...]:
    """Rows with payment `level` until the balance is gone; a rest below `min_tail` goes with the last one.

    Refuses (`instalment_does_not_cover_interest`) when the instalment does not exceed the interest, or when
    more than 600 rows would be needed.
    """
    if min_tail < 0:
        raise Refused("amount_not_positive", "The smallest rest cannot be negative.")
    rows: list[Row] = []
    while balance > 0:
        interest = part_of(balance, period_rate, rounding)
        if level <= interest or len(rows) == LONGEST_SAME_INSTALMENT:
            raise Refused(
                "instalment_does_not_cover_interest", "The instalment does not cover the interest in reasonable time."
            )
        part = balance if balance + interest - level < min_tail else level - interest
        balance -= part
        rows.append(Row(len(rows) + 1, part + interest, interest, part, balance))
    return tuple(rows)
