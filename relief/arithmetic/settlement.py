"""A debt closed with less than is owed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from relief.arithmetic.components import Component, Components
from relief.arithmetic.rounding import Rounding, percent_of
from relief.arithmetic.schedules import check_payments, check_units
from relief.arithmetic.split import split
from relief.arithmetic.waiver import check_percent

FORGIVEN_IN_ORDER: tuple[Component, ...] = ("penalty", "fees", "interest", "principal")


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is paid, in how many instalments, and what is forgiven of each component."""

    settlement: int
    forgiven: Components
    instalments: tuple[int, ...]


def settle(
    components: Components, pay_percent: Fraction, principal_floor_percent: Fraction, n: int, rounding: Rounding
) -> Settlement:
    """The larger of `pay_percent` of everything and the floor on principal (rounded UP).

    The rest is forgiven from penalty, fees, interest and then principal, each to its end.
    """
    check_percent(pay_percent)
    check_percent(principal_floor_percent)
    amount = max(
        percent_of(components.total, pay_percent, rounding),
        percent_of(components.principal, principal_floor_percent, "UP"),
    )
    check_units(amount, n)
    left = components.total - amount
    forgiven: dict[Component, int] = {}
    for name in FORGIVEN_IN_ORDER:
        forgiven[name] = min(left, components.get(name))
        left -= forgiven[name]
    instalments = split(amount, n, "DOWN", "last")
    check_payments(instalments)
    return Settlement(amount, Components.of(forgiven), tuple(instalments))
