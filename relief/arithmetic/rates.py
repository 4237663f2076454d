"""The rate in a row of payments: per period, by days (actual/365), and the US annual percentage rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from relief.arithmetic.penalty import DatedAmount
from relief.arithmetic.roots import (
    KEPT_DECIMALS,
    Curve,
    Flow,
    discounted,
    exp_root,
    growth,
    no_rate,
    working_context,
)
from relief.refusals import Refused

_DERIVED_DECIMALS = 30
_LARGEST_EFFECTIVE = 20_000


@dataclass(frozen=True, slots=True)
class PeriodicRate:
    """The rate of one period, × periods a year (nominal), and compounded over a year (effective)."""

    periodic: Fraction
    nominal: Fraction
    effective: Fraction


def periodic_rate(flows: Sequence[Flow], periods_per_year: int) -> PeriodicRate:
    """x > −1 with Σ amount / (1+x)^when = 0; flows as the lender sees them. Refuses `no_rate`."""
    factor = growth(flows)
    periodic = Fraction(factor) - 1
    return PeriodicRate(periodic, periodic * periods_per_year, _compounded(factor, periods_per_year) - 1)


def _compounded(factor: Decimal, times: int) -> Fraction:
    if not factor:
        return Fraction(0)
    magnitude = abs(factor.adjusted()) + 1
    with localcontext(working_context(KEPT_DECIMALS)):
        digits = abs(factor.ln() * times / Decimal(10).ln())
    if digits > _LARGEST_EFFECTIVE:
        raise Refused("no_rate", "The effective rate is too large to be written.")
    with localcontext(working_context(2 * KEPT_DECIMALS + magnitude + int(digits))):
        return Fraction((factor**times).quantize(Decimal(1).scaleb(-_DERIVED_DECIMALS)))


def xirr_actual_365(flows: Sequence[DatedAmount]) -> Fraction:
    """x with Σ amount / (1+x)^(days since the first flow / 365) = 0. Refuses `no_rate`."""
    return Fraction(growth([Flow(flow.date.toordinal(), flow.amount) for flow in flows], steps=365)) - 1


def reg_z_apr_percent(
    advance: int, payments: Sequence[int], whole_first: int, fraction: Fraction, periods_per_year: int
) -> Fraction:
    """The annual percentage rate, in percent, of 12 CFR 1026 Appendix J (actuarial method).

    x ≥ 0 with Σ paymentⱼ / ((1 + f·x)(1+x)^(t+j)) = advance, where `whole_first` is t, the whole unit periods to
    the first payment, and `fraction` is f, the part of one before them. Refuses `no_rate` when the payments are
    less than the advance, or nothing is owed for any time.
    """
    cells = [(whole_first + at, amount) for at, amount in enumerate(payments) if amount]
    if any(amount < 0 for _, amount in cells):
        raise Refused("amount_not_positive", "A payment cannot be negative.")
    at_once = cells[0][1] if cells and not cells[0][0] and not fraction else 0
    if advance <= at_once or sum(amount for _, amount in cells) < advance:
        raise no_rate()
    if sum(amount for _, amount in cells) == advance:
        return Fraction(0)
    curve = _appendix_j(advance, cells, fraction)
    high = Decimal(1)
    with localcontext(working_context(KEPT_DECIMALS)):
        while curve(high)[0] > 0:
            high *= 2
            if high > _LARGEST_EFFECTIVE:
                raise Refused("no_rate", "The rate of these payments is too large to be written.")
    x = Fraction(exp_root(curve, Decimal(0), high)) - 1
    exact = x * periods_per_year * 100
    return Fraction(round(exact * 10**_DERIVED_DECIMALS), 10**_DERIVED_DECIMALS)


def _appendix_j(advance: int, cells: list[tuple[int, int]], fraction: Fraction) -> Curve:
    """ln of both sides' ratio against y = ln(1+x), with its slope."""

    def curve(y: Decimal) -> tuple[Decimal, Decimal]:
        grown = y.exp()
        part = Decimal(fraction.numerator) / fraction.denominator
        odd_days = 1 + part * (grown - 1)
        total, mean = discounted(cells, 1 / grown)
        return (total / (odd_days * advance)).ln(), -mean - part * grown / odd_days

    return curve
