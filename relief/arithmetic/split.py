"""Dividing an amount into interest-free instalments."""

from __future__ import annotations

from typing import Literal

from relief.arithmetic.rounding import Rounding, divide
from relief.arithmetic.schedules import check_amount, check_payments, check_units

RemainderOn = Literal["last", "first", "spread_first"]


def split(amount: int, n: int, base_rounding: Rounding = "DOWN", remainder_on: RemainderOn = "last") -> list[int]:
    """n parts that sum to the amount: the rounded base, and the rest where `remainder_on` puts it.

    A building block: parts may be zero or negative here (interest of a few units over many rows).
    """
    base = divide(amount, n, base_rounding)
    rest = amount - n * base
    parts = [base] * n
    if remainder_on == "last":
        parts[-1] += rest
    elif remainder_on == "first":
        parts[0] += rest
    else:
        step = 1 if rest > 0 else -1
        for at in range(abs(rest)):
            parts[at] += step
    return parts


def interest_free_plan(
    amount: int, n: int, base_rounding: Rounding = "DOWN", remainder_on: RemainderOn = "last"
) -> list[int]:
    """The split as a plan somebody pays: refuses an amount that is not positive, n below one, and empty instalments."""
    check_amount(amount)
    check_units(amount, n)
    parts = split(amount, n, base_rounding, remainder_on)
    check_payments(parts)
    return parts


def split_extremes(amount: int, n: int) -> tuple[int, int]:
    """Smallest and largest part of split(amount, n, DOWN, last) without listing the parts (amount ≥ 0)."""
    base, rest = divmod(amount, n)
    return (base if n > 1 else amount), base + rest
