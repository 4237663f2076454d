"""Whether the cost of credit stays inside a limit. Limits are inputs; a rate equal to one is inside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from relief.arithmetic.rates import periodic_rate
from relief.arithmetic.roots import Flow, netted, no_rate
from relief.arithmetic.rounding import part_of
from relief.refusals import Refused

# A root found by iteration may lie this much above the cap and still be equal to it.
ROOT_TOLERANCE = Fraction(1, 10**12)

Verdict = dict[str, bool]


@dataclass(frozen=True, slots=True)
class FlowCost:
    """Nominal and effective yearly rate, each held against every cap."""

    nominal: Fraction
    effective: Fraction
    nominal_inside: Verdict
    effective_inside: Verdict


@dataclass(frozen=True, slots=True)
class SimpleCost:
    """Simple yearly rate, held against every cap, and the most charges (minor units) each cap would allow."""

    simple: Fraction
    inside: Verdict
    max_charges: dict[str, int]


def flow_cost(flows: Sequence[Flow], periods_per_year: int, caps: Mapping[str, Fraction]) -> FlowCost:
    """The cost in a row of payments. Refuses `no_rate`."""
    found = periodic_rate(flows, periods_per_year)
    return FlowCost(
        found.nominal,
        found.effective,
        {name: found.nominal - cap <= ROOT_TOLERANCE for name, cap in caps.items()},
        {name: found.effective - cap <= ROOT_TOLERANCE for name, cap in caps.items()},
    )


def nominal_within(flows: Sequence[Flow], periods_per_year: int, cap: Fraction) -> bool:
    """Whether the nominal rate of a loan is inside one cap: the verdict of `flow_cost` without finding the rate.

    For money that goes out first and then comes back, the present value falls as the rate rises, so its sign at the
    cap decides, in whole numbers. Refuses (`no_rate`) flows that never change sign; any other shape is judged by
    its rate.
    """
    cells = netted(flows)
    signs = [amount > 0 for _, amount in cells]
    if len(set(signs)) < 2:
        raise no_rate()
    rate = (cap + ROOT_TOLERANCE) / periods_per_year
    if signs != sorted(signs) or rate <= -1:
        return flow_cost(flows, periods_per_year, {"cap": cap}).nominal_inside["cap"]
    # Future value by Horner's rule, kept whole by multiplying with the denominator at every step.
    grown, plain = rate.numerator + rate.denominator, rate.denominator
    value, scale, reached = 0, 1, cells[0][0]
    for when, amount in cells:
        value *= grown ** (when - reached)
        scale *= plain ** (when - reached)
        value += amount * scale
        reached = when
    return value <= 0


def simple_cost(principal: int, charges: int, days: int, caps: Mapping[str, Fraction]) -> SimpleCost:
    """charges / principal × 365 / days, decided exactly."""
    if principal <= 0:
        raise Refused("amount_not_positive", "The principal must be more than zero.")
    simple = Fraction(charges * 365, principal * days)
    return SimpleCost(
        simple,
        {name: simple <= cap for name, cap in caps.items()},
        {name: max_charges(principal, days, cap) for name, cap in caps.items()},
    )


def max_charges(principal: int, days: int, cap: Fraction) -> int:
    """The most interest, penalty and fees together that a yearly cap allows over `days`, rounded DOWN."""
    return part_of(principal, cap * days / 365, "DOWN")
