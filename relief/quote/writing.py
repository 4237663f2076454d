"""Writing results as JSON values: amounts with their decimals, rates with six, rows as objects."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from relief.arithmetic.components import COMPONENTS, Components
from relief.arithmetic.rounding import Rounding, round_fraction
from relief.arithmetic.schedules import Row, Schedule
from relief.money import text_from_minor

Answer = dict[str, object]


def amounts(units: Iterable[int], decimals: int) -> list[str]:
    return [text_from_minor(amount, decimals) for amount in units]


def component_amounts(components: Components, decimals: int) -> dict[str, str]:
    return {name: text_from_minor(components.get(name), decimals) for name in COMPONENTS}


def decimal_text(value: Fraction, decimals: int, rounding: Rounding) -> str:
    return text_from_minor(round_fraction(value * 10**decimals, rounding), decimals)


def rate_text(rate: Fraction) -> str:
    """Six decimals, HALF_EVEN, from the unrounded rate."""
    return decimal_text(rate, 6, "HALF_EVEN")


def schedule(plan: Schedule, decimals: int) -> Answer:
    """`schedule` and `totals`."""
    return {"schedule": [row(line, decimals) for line in plan.rows], "totals": totals(plan, decimals)}


def totals(plan: Schedule, decimals: int) -> dict[str, str]:
    """The sums of the columns."""
    return {
        "payments": text_from_minor(plan.payments, decimals),
        "interest": text_from_minor(plan.interest, decimals),
        "principal": text_from_minor(plan.principal, decimals),
    }


def row(line: Row, decimals: int) -> Answer:
    """One instalment, with its date where it has one."""
    written: Answer = {
        "k": line.k,
        "payment": text_from_minor(line.payment, decimals),
        "interest": text_from_minor(line.interest, decimals),
        "principal": text_from_minor(line.principal, decimals),
        "balance": text_from_minor(line.balance, decimals),
    }
    if line.due is not None:
        written["due"] = line.due.isoformat()
    return written
