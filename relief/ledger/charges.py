"""Late charges of one instalment: what accrues, on which days nothing does, what was waived and paid of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from relief.arithmetic.components import Components
from relief.arithmetic.penalty import DatedAmount, PenaltyTerms, RateChange, penalty
from relief.books import LateRule
from relief.store.records import Freeze, Instalment

ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Cell:
    """One instalment and what happened to it. `left` is what is open of it, without charges; `base` what was open of
    interest and principal when its due date ended; `late` are the parts paid after that. `plan` is the agreement that it
    belongs to, with the days late before that; `closed_on` the day on which an agreement took its place."""

    instalment: Instalment
    paid: Components = field(default_factory=Components)
    paid_charges: Components = field(default_factory=Components)
    base: int = 0
    late: list[DatedAmount] = field(default_factory=list)
    waived: Components = field(default_factory=Components)
    left: int = 0
    plan: str | None = None
    late_before: int = 0
    closed_on: date | None = None

    def __post_init__(self) -> None:
        self.base = self.instalment.principal + self.instalment.interest
        self.left = self.base + self.instalment.fees

    @property
    def open(self) -> Components:
        item = self.instalment
        return Components(
            fees=item.fees - self.paid.fees,
            interest=item.interest - self.paid.interest,
            principal=item.principal - self.paid.principal,
        )

    def pay(self, day: date, part: Components) -> None:
        self.paid = self.paid + part
        self.left -= part.total
        bearing = part.interest + part.principal
        if day <= self.instalment.due:
            self.base -= bearing
        elif bearing:
            self.late.append(DatedAmount(day, bearing))


@dataclass(frozen=True, slots=True)
class Charges:
    """How lateness is charged on this loan: the penalty's terms with its freezes, the fee, and the days without."""

    rule: LateRule
    penalty: PenaltyTerms
    frozen: tuple[tuple[date, date], ...]

    def fee(self, cell: Cell, day: date) -> int:
        """The charge for a missed instalment falls on the day after its due date, unless that day is frozen."""
        if not self.rule.late_fee or not cell.base or cell.instalment.due >= day:
            return 0
        charged = cell.instalment.due + ONE_DAY
        return 0 if any(first <= charged <= last for first, last in self.frozen) else self.rule.late_fee

    def penalty_on(self, cell: Cell, day: date) -> int:
        """Simple, on what is overdue, rounded once for the instalment."""
        if not self.rule.daily_rate or not cell.base or cell.instalment.due >= day:
            return 0
        return penalty(cell.base, cell.instalment.due, day, self.penalty, cell.late).penalty

    def accrued(self, cell: Cell, day: date) -> Components:
        """Nothing is added to an instalment after an agreement took its place."""
        day = min(day, cell.closed_on or day)
        return Components(fees=self.fee(cell, day), penalty=self.penalty_on(cell, day))

    def open(self, cell: Cell, day: date) -> Components:
        """Accrued, less what was waived and what was paid."""
        if not cell.base or cell.instalment.due >= day:
            return Components()
        return self.accrued(cell, day) - cell.waived - cell.paid_charges


def frozen_ranges(freezes: Iterable[Freeze]) -> tuple[tuple[date, date], ...]:
    """The days on which nothing accrues, first and last, without overlaps."""
    return merged(
        (freeze.starts_on, freeze.ends_on or date.max - ONE_DAY)
        for freeze in freezes
        if freeze.what in ("all", "penalty")
    )


def merged(ranges: Iterable[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    result: list[tuple[date, date]] = []
    for first, last in sorted(ranges):
        if last < first:
            continue
        if result and first <= result[-1][1] + ONE_DAY:
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return tuple(result)


def charges_with(rule: LateRule, frozen: tuple[tuple[date, date], ...]) -> Charges:
    """The rule with a rate of zero on the frozen days."""
    changes: list[RateChange] = []
    for first, last in frozen:
        changes.append(RateChange(first, rule.daily_rate * 0))
        changes.append(RateChange(last + ONE_DAY, rule.daily_rate))
    return Charges(rule, PenaltyTerms(rule.daily_rate, basis=1, rate_changes=tuple(changes)), frozen)
