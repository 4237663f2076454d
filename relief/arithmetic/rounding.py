"""Rounding an exact quotient to a whole unit: the one place where a fraction is given up."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

Rounding = Literal["HALF_UP", "HALF_EVEN", "DOWN", "UP"]


def divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    """numerator / denominator to a whole number; the denominator is positive.

    HALF_UP sends a tie away from zero, HALF_EVEN to the even unit, DOWN goes towards zero, UP away from it.
    Whether something is a tie is decided on the exact value.
    """
    quotient, rest = divmod(numerator, denominator)
    if not rest:
        return quotient
    if rounding == "HALF_UP":
        return quotient + (2 * rest > denominator or (2 * rest == denominator and numerator > 0))
    if rounding == "DOWN":
        return quotient + (numerator < 0)
    if rounding == "UP":
        return quotient + (numerator > 0)
    return quotient + (2 * rest > denominator or (2 * rest == denominator and quotient % 2 == 1))


def round_fraction(value: Fraction, rounding: Rounding) -> int:
    """An exact value to a whole number."""
    return divide(value.numerator, value.denominator, rounding)


def part_of(amount: int, rate: Fraction, rounding: Rounding) -> int:
    """amount × rate, multiplied exactly and rounded once."""
    return divide(amount * rate.numerator, rate.denominator, rounding)


def percent_of(amount: int, percent: Fraction, rounding: Rounding) -> int:
    """amount × percent / 100, multiplied exactly and rounded once."""
    return divide(amount * percent.numerator, percent.denominator * 100, rounding)
