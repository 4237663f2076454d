"""Which debts a payment covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from relief.arithmetic.components import COMPONENTS, Component, Components

AllocationMode = Literal["by_instalment", "by_component"]


@dataclass(frozen=True, slots=True)
class Allocation:
    """What went where: one entry an instalment, in the order given; `unallocated` is left over."""

    allocated: tuple[Components, ...]
    remaining: tuple[Components, ...]
    totals: Components
    unallocated: int


def allocate(
    payment: int, instalments: Sequence[Components], order: Sequence[Component], mode: AllocationMode
) -> Allocation:
    """Fill the cells one after the other, each with the smaller of what is left and what is due.

    `by_instalment` walks through `order` within the first instalment, then the next; `by_component` walks through
    the instalments for the first component, then the next. `order` names each component once.
    """
    given: list[dict[Component, int]] = [dict.fromkeys(COMPONENTS, 0) for _ in instalments]
    at_all = range(len(instalments))
    if mode == "by_instalment":
        cells = [(at, component) for at in at_all for component in order]
    else:
        cells = [(at, component) for component in order for at in at_all]
    left = payment
    for at, component in cells:
        if not left:
            break
        part = min(left, instalments[at].get(component))
        given[at][component] = part
        left -= part
    allocated = tuple(Components.of(cell) for cell in given)
    remaining = tuple(due - part for due, part in zip(instalments, allocated, strict=True))
    return Allocation(allocated, remaining, sum(allocated, Components()), left)
