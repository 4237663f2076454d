"""The four components of a debt, in whole minor units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Component = Literal["fees", "penalty", "interest", "principal"]
COMPONENTS: tuple[Component, ...] = get_args(Component)


@dataclass(frozen=True, slots=True)
class Components:
    """Fees, penalty, interest and principal of one debt or one instalment."""

    fees: int = 0
    penalty: int = 0
    interest: int = 0
    principal: int = 0

    @classmethod
    def of(cls, amounts: Mapping[Component, int]) -> Components:
        return cls(*(amounts.get(name, 0) for name in COMPONENTS))

    def get(self, component: Component) -> int:
        return int(getattr(self, component))

    @property
    def total(self) -> int:
        return self.fees + self.penalty + self.interest + self.principal

    def __add__(self, other: Components) -> Components:
        return Components(
            self.fees + other.fees,
            self.penalty + other.penalty,
            self.interest + other.interest,
            self.principal + other.principal,
        )

    def __sub__(self, other: Components) -> Components:
        return Components(
            self.fees - other.fees,
            self.penalty - other.penalty,
            self.interest - other.interest,
            self.principal - other.principal,
        )
