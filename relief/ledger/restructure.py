"""What a plan does to what is due: open instalments close on the day of the agreement, and the plan's own take their place.

Late charges of a closed instalment stop on that day: what had accrued stays with it, so that a waiver takes exactly that
off and a broken plan puts exactly that back. Days late are kept as they were on the day: they neither rise while the plan
is kept (P93) nor fall because it was agreed (P91).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from relief.ledger.charges import Cell
from relief.store.records import Instalment, Payment

PLAN_ROWS_FROM = 1000
"""Numbers of plan instalments begin here, so that they never meet those of the loan."""


@dataclass(frozen=True, slots=True)
class Restructure:
    """From `on` the open instalments due before `until` (all of them when None), and all of the plan that it `replaces`, give way
    to `rows`. Money that was not in the books `at` that instant counts for what was agreed, whenever it was paid."""

    plan: str
    on: date
    until: date | None
    rows: tuple[Instalment, ...]
    replaces: str | None = None
    at: datetime | None = None

    def knew(self, payment: Payment) -> bool:
        """Whether the payment was in the books when the agreement was made."""
        return self.at is None or payment.recorded_at <= self.at


def of_terms(plan: str, loan: str, terms: Mapping[str, Any], at: datetime | None = None) -> Restructure | None:
    """What an accepted plan's terms say; None for one that changes nothing of what is due."""
    data = terms.get("restructure")
    if data is None:
        return None
    rows = tuple(
        Instalment(loan, k, date.fromisoformat(due), principal, interest, fees)
        for k, due, principal, interest, fees in data["rows"]
    )
    until = data["until"]
    if "at" in data:
        at = datetime.fromisoformat(data["at"])
    return Restructure(
        plan, date.fromisoformat(data["on"]), until and date.fromisoformat(until), rows, data.get("replaces"), at
    )


def apply(cells: Iterable[Cell], change: Restructure) -> tuple[list[Cell], int]:
    """The cells after the change in the order of their days, and how much of what had fallen due was closed."""
    after: list[Cell] = []
    closed = late = 0
    for cell in cells:
        due = cell.instalment.due
        replaced = change.replaces is not None and cell.plan == change.replaces
        if cell.left and (change.until is None or due < change.until or replaced):
            late = max(late, cell.late_before + max((change.on - due).days, 0))
            if due <= change.on:
                closed += cell.left
            cell.closed_on = change.on
            cell.left = 0
        after.append(cell)
    after += [Cell(row, plan=change.plan, late_before=late) for row in change.rows]
    return sorted(after, key=lambda cell: (cell.instalment.due, cell.instalment.k)), closed
