"""Charges dropped, wholly or in part; never principal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from relief.arithmetic.components import COMPONENTS, Component, Components
from relief.arithmetic.rounding import Rounding, percent_of
from relief.refusals import Refused


@dataclass(frozen=True, slots=True)
class Waiver:
    """What is waived and what remains to be paid, by component."""

    waived: Components
    remaining: Components


@dataclass(frozen=True, slots=True)
class BrokenWaiver:
    """After its condition was broken: exactly the waived amount is back, and what was paid stays paid."""

    reinstated: int
    owed: int


def check_waivable(on: Sequence[str]) -> None:
    """Refuses a waiver of principal, of something unknown, and of the same component twice."""
    if "principal" in on:
        raise Refused("waiver_of_principal", "Principal cannot be waived.")
    if any(name not in COMPONENTS for name in on):
        raise Refused("value_not_allowed", "Only fees, penalty and interest can be waived.")
    if len(set(on)) != len(on):
        raise Refused("value_not_allowed", "A component can be waived only once.")


def check_percent(percent: Fraction) -> None:
    """Refuses (`percent_out_of_range`) what is not between 0 and 100 per hundred."""
    if not 0 <= percent <= 100:
        raise Refused("percent_out_of_range", "A percentage must lie between 0 and 100.")


def waive(
    components: Components, on: Sequence[Component], percent: Fraction, rounding: Rounding, cap: int | None = None
) -> Waiver:
    """`percent` of each component of `on`, in that order; `cap` fills from the first named on."""
    check_percent(percent)
    check_waivable(on)
    waived: dict[Component, int] = {}
    left = cap
    for name in on:
        owed = components.get(name)
        part = min(percent_of(owed, percent, rounding), owed)
        if left is not None:
            part = min(part, left)
            left -= part
        waived[name] = part
    dropped = Components.of(waived)
    return Waiver(dropped, components - dropped)


def break_waiver(components: Components, waiver: Waiver, paid_before_break: int) -> BrokenWaiver:
    """Undo a waiver whose condition was broken; no charge is added."""
    return BrokenWaiver(waiver.waived.total, components.total - paid_before_break)
