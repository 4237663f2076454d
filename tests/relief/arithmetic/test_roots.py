"""Flows that change sign more than once: the rate nearest to zero, on either side of it, whoever pays first."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest

from relief.arithmetic.roots import Flow, growth
from relief.refusals import Refused

RISING = [(0, -100), (1, 160), (2, -20), (3, 30)]
FALLING = [(0, -100), (1, 60), (2, -10), (3, 30)]
SLOW = [(0, -1000), (2, 900), (5, -200), (9, 310)]


def turned(flows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(when, -amount) for when, amount in flows]


def worth(flows: list[tuple[int, int]], factor: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return sum((amount / factor**when for when, amount in flows), Decimal(0))


@pytest.mark.parametrize(
    ("flows", "above_zero"),
    [
        (RISING, True),
        (turned(RISING), True),
        (FALLING, False),
        (turned(FALLING), False),
        (SLOW, True),
        (turned(SLOW), True),
    ],
)
def test_the_rate_brings_the_flows_to_nothing(flows: list[tuple[int, int]], above_zero: bool) -> None:
    factor = growth(Flow(when, amount) for when, amount in flows)
    assert (factor > 1) == above_zero
    assert abs(worth(flows, factor)) < Decimal("1e-30")


@pytest.mark.parametrize("flows", [RISING, FALLING, SLOW])
def test_who_pays_whom_does_not_change_the_rate(flows: list[tuple[int, int]]) -> None:
    assert growth(Flow(*flow) for flow in flows) == growth(Flow(*flow) for flow in turned(flows))


def test_of_several_rates_the_one_nearest_to_zero_counts() -> None:
    # (x − 1.1)(x − 1.3)(x − 2) has three roots; 1.1 is the nearest to a rate of zero.
    flows = [(0, 1000), (1, -4400), (2, 6230), (3, -2860)]
    assert growth(Flow(*flow) for flow in flows) == Decimal("1.1")


def test_where_the_sum_is_nothing_the_rate_is_zero() -> None:
    assert growth([Flow(0, -100), Flow(1, 150), Flow(2, -100), Flow(3, 50)]) == 1


def test_flows_without_a_rate_are_refused_in_so_many_words() -> None:
    with pytest.raises(Refused) as caught:
        growth([Flow(0, -100), Flow(1, 150), Flow(2, -100)])
    assert caught.value.code == "no_rate"
    assert str(caught.value) == "These flows change sign more than once, and no rate was found."
