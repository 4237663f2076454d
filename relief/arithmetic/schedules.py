"""Rows of a plan and their sums, and what every plan must satisfy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from relief.refusals import Refused

# More rows than any loan has; a request beyond it is a slip of the keyboard or an attack, not a plan.
LARGEST_PLAN = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One instalment; payment = principal + interest + deferred_interest, `balance` is principal after it."""

    k: int
    payment: int
    interest: int
    principal: int
    balance: int
    due: date | None = None
    deferred_interest: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """A plan row by row. `level_payment` is the equal instalment, where the plan has one."""

    rows: tuple[Row, ...]
    level_payment: int | None = None

    @property
    def payments(self) -> int:
        return sum(row.payment for row in self.rows)

    @property
    def interest(self) -> int:
        return sum(row.interest for row in self.rows)

    @property
    def principal(self) -> int:
        return sum(row.principal for row in self.rows)

    @property
    def deferred_interest(self) -> int:
        return sum(row.deferred_interest for row in self.rows)


def check_count(n: int) -> None:
    """Refuses (`n_out_of_range`) a number of instalments below one, or beyond what can be listed at all."""
    if n < 1:
        raise Refused("n_out_of_range", "At least one instalment is needed.")
    if n > LARGEST_PLAN:
        raise Refused("n_out_of_range", f"More than {LARGEST_PLAN} instalments cannot be listed.")


def check_amount(amount: int) -> None:
    """Refuses (`amount_not_positive`) a plan for nothing."""
    if amount <= 0:
        raise Refused("amount_not_positive", "The amount must be more than zero.")


def check_units(amount: int, n: int) -> None:
    """Refuses (`instalment_below_minimum`) fewer units than instalments, before any row is made (P04)."""
    if 1 <= n and amount < n:
        raise Refused("instalment_below_minimum", "The amount is too small for so many instalments.")
    check_count(n)


def check_payments(payments: Iterable[int]) -> None:
    """Refuses (`instalment_below_minimum`) a plan in which an instalment is zero or negative (P04)."""
    if min(payments, default=1) <= 0:
        raise Refused("instalment_below_minimum", "An instalment would come out as zero or less.")


def renumbered(rows: Sequence[Row], first: int) -> tuple[Row, ...]:
    """The same rows with k running from `first`."""
    return tuple(
        Row(first + at, row.payment, row.interest, row.principal, row.balance, row.due, row.deferred_interest)
        for at, row in enumerate(rows)
    )
