"""Finding the growth factor in a row of payments, right to far more than twenty decimals.

For flows that change sign once, y = ln(growth factor) is the only root of
G(y) = ln Σ_later |a|·e^(−y·k) − ln Σ_earlier |a|·e^(−y·k), which falls steadily with a slope of at least the gap
between the two groups. |G(0)| / gap therefore bounds the root, and Newton's steps inside that bracket
(halving when one leaves it) cannot fail. Decimal arithmetic throughout, no floats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from itertools import pairwise

from relief.refusals import Refused

# Decimals of a found rate that are kept. Rounding here, far below the twenty that are promised, gives rates
# that are exact decimals (0.02) back as such, so that a tie is seen as a tie.
KEPT_DECIMALS = 40
_GUARD = 30
_ROUGH = 28
_MAX_STEPS = 5000
_MAX_MAGNITUDE = 20_000

# Value and slope of a falling function.
Curve = Callable[[Decimal], tuple[Decimal, Decimal]]


@dataclass(frozen=True, slots=True)
class Flow:
    """An amount (minor units; out negative, in positive) at a whole number of steps (periods or days)."""

    when: int
    amount: int


def working_context(precision: int) -> Context:
    """Decimal arithmetic with exponents that do not run out."""
    return Context(prec=precision, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[DivisionByZero, InvalidOperation, Overflow])


def no_rate() -> Refused:
    return Refused("no_rate", "These flows have no rate: they never change sign.")


def netted(flows: Iterable[Flow]) -> list[tuple[int, int]]:
    """(when, amount) in order of time, flows of one moment added up, zeros dropped."""
    sums: dict[int, int] = {}
    for flow in flows:
        sums[flow.when] = sums.get(flow.when, 0) + flow.amount
    return sorted((when, amount) for when, amount in sums.items() if amount)


def growth(flows: Iterable[Flow], steps: int = 1) -> Decimal:
    """g > 0 with Σ amount · g^(−when/steps) = 0, so that the rate of `steps` steps is g − 1.

    Right to KEPT_DECIMALS decimals. Refuses (`no_rate`) flows that never change sign, or have no root.
    """
    cells = netted(flows)
    changes = sum((before[1] > 0) != (after[1] > 0) for before, after in pairwise(cells))
    if not changes:
        raise no_rate()
    cells = [(when - cells[0][0], amount) for when, amount in cells]
    if changes == 1:
        at = next(at for at in range(1, len(cells)) if (cells[at][1] > 0) != (cells[0][1] > 0))
        curve = _log_ratio(cells[at:], cells[:at])
        with localcontext(working_context(_ROUGH)):
            value = curve(Decimal(0))[0]
            reach = abs(value) / (cells[at][0] - cells[at - 1][0])
            low, high = (Decimal(0), reach) if value >= 0 else (-reach, Decimal(0))
    else:
        curve, low, high = _bracketed(cells)
    return exp_root(curve, low, high, steps)


def exp_root(curve: Curve, low: Decimal, high: Decimal, steps: int = 1) -> Decimal:
    """e^(steps·y) for the root y of a falling curve between low and high, to KEPT_DECIMALS decimals."""
    with localcontext(working_context(_ROUGH)):
        rough = falling_root(curve, low, high, (low + high) / 2, _ROUGH - 8)
        magnitude = abs(int(rough * steps / Decimal(10).ln())) + 1
    if magnitude > _MAX_MAGNITUDE:
        raise Refused("no_rate", "The rate of these flows is too large to be written.")
    precision = KEPT_DECIMALS + _GUARD + magnitude
    with localcontext(working_context(precision)):
        margin = Decimal(1).scaleb(-15)
        root = falling_root(curve, rough - margin, rough + margin, rough, KEPT_DECIMALS + 10 + magnitude)
        return (root * steps).exp().quantize(Decimal(1).scaleb(-KEPT_DECIMALS))


def falling_root(curve: Curve, low: Decimal, high: Decimal, start: Decimal, digits: int) -> Decimal:
    """Newton inside a bracket, until a step is below 10^(−digits)."""
    smallest = Decimal(1).scaleb(-digits)
    y = start
    for _ in range(_MAX_STEPS):
        value, slope = curve(y)
        if not value:
            return y
        low, high = (y, high) if value > 0 else (low, y)
        following = y - value / slope if slope else low - 1
        if abs(following - y) < smallest:
            return following
        y = following if low < following < high else (low + high) / 2
        if high - low < smallest:
            return y
    return y


def _log_ratio(later: list[tuple[int, int]], earlier: list[tuple[int, int]]) -> Curve:
    def curve(y: Decimal) -> tuple[Decimal, Decimal]:
        step = (-y).exp()
        late, late_mean = discounted(later, step)
        early, early_mean = discounted(earlier, step)
        return (late / early).ln(), early_mean - late_mean

    return curve


def discounted(cells: list[tuple[int, int]], step: Decimal) -> tuple[Decimal, Decimal]:
    """Σ |amount|·step^when, and the mean of `when` weighted with these terms."""
    total, weighted = Decimal(0), Decimal(0)
    power, reached = Decimal(1), 0
    for when, amount in cells:
        gap = when - reached
        if gap:
            power *= step if gap == 1 else step**gap
            reached = when
        term = power * abs(amount)
        total += term
        weighted += term * when
    return total, weighted / total


def _bracketed(cells: list[tuple[int, int]]) -> tuple[Curve, Decimal, Decimal]:
    """For flows that change sign more than once: the bracket nearest to a rate of zero, if there is one."""

    def value(y: Decimal) -> Decimal:
        step = (-y).exp()
        power, reached, total = Decimal(1), 0, Decimal(0)
        for when, amount in cells:
            power *= step ** (when - reached)
            reached = when
            total += power * amount
        return total

    span = Decimal(cells[-1][0])
    with localcontext(working_context(_ROUGH)):
        at_zero = value(Decimal(0))
        inner = Decimal(0)
        below = above = at_zero
        for turn in range(1, 200):
            outer = Decimal(turn) * (1 + Decimal(turn) / 10) / 20 / span
            up, down = value(outer), value(-outer)
            if not at_zero or up * above <= 0:
                return _by_sign(value, falling=above >= 0), inner if at_zero else -outer, outer
            if down * below <= 0:
                return _by_sign(value, falling=down >= 0), -outer, -inner
            above, below, inner = up, down, outer
    raise Refused("no_rate", "These flows change sign more than once, and no rate was found.")


def _by_sign(value: Callable[[Decimal], Decimal], falling: bool) -> Curve:
    """A curve without a slope, so that the bracket is halved."""

    def curve(y: Decimal) -> tuple[Decimal, Decimal]:
        return (value(y) if falling else -value(y)), Decimal(0)

    return curve
