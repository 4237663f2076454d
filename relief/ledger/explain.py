"""Why it is this much: dated rows whose sum is the difference between two days, to the unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from relief.dates import local_date
from relief.ledger.charges import ONE_DAY, Cell, Charges
from relief.ledger.replay import History, Replay, replay
from relief.store.records import Payment

RowKind = Literal[
    "instalment",
    "penalty",
    "late_fee",
    "payment",
    "reversal",
    "waiver",
    "reinstatement",
    "recalculated",
    "freeze",
    "moved",
]
_ORDER: dict[str, int] = {
    kind: at
    for at, kind in enumerate(
        (
            "reversal",
            "recalculated",
            "instalment",
            "moved",
            "late_fee",
            "penalty",
            "payment",
            "waiver",
            "reinstatement",
            "freeze",
        )
    )
}


@dataclass(frozen=True, slots=True)
class ExplainRow:
    """One reason. `amount` is in minor units, positive when it adds to what is owed.

    A penalty runs from `on` to `until` (both counted) on the overdue `base` of instalment `k` at `daily_rate`.
    A freeze has no amount: it says that nothing was added from `on` to `until` (None: still frozen).
    `recalculated` is what a reversal changes in the charges of the days before it.
    """

    kind: RowKind
    on: date
    amount: int
    k: int | None = None
    until: date | None = None
    days: int = 0
    base: int = 0
    daily_rate: Fraction = Fraction(0)
    payment: Payment | None = None
    why: str | None = None


def balance(history: History, day: date) -> int:
    """What has fallen due and accrued by the end of the day, less what was paid (see `Replay.balance`)."""
    return replay(history, day).balance


def explain(history: History, start: date, end: date) -> tuple[ExplainRow, ...]:
    """What changed after the day `start` up to and including `end`; raises ValueError when `end` is before it.

    The amounts sum to balance(end) − balance(start)."""
    if end < start:
        raise ValueError(f"cannot explain from {start} to {end}: the second day is before the first")
    rows = [*_instalment_rows(history, start, end), *_payment_rows(history, start, end)]
    # Between two reversals it is settled which payments count; each stretch is explained with those.
    turns = sorted({day for day, _ in _reversals(history) if start < day <= end})
    edges = [start, *(day - ONE_DAY for day in turns), end]
    for at, (first, last) in enumerate(pairwise(edges)):
        known = _known(history, start if not at else turns[at - 1])
        if at:
            before = _known(history, start if at == 1 else turns[at - 2])
            change = replay(known, first).charged - replay(before, first).charged
            if change:
                rows.append(ExplainRow("recalculated", turns[at - 1], change))
        if first < last:
            rows += _charge_rows(replay(known, last), first)
    rows += _freeze_rows(history, start, end)
    rows += _plan_rows(history, start, end)
    return tuple(sorted(rows, key=lambda row: (row.on, _ORDER[row.kind], row.k or 0)))


def _instalment_rows(history: History, start: date, end: date) -> Iterator[ExplainRow]:
    """What fell due. Of an instalment that an agreement took the place of before, only what had been paid ahead."""
    for cell in replay(history, end).cells:
        item = cell.instalment
        if start < item.due <= end:
            superseded = cell.closed_on is not None and cell.closed_on < item.due
            amount = cell.paid.total if superseded else item.principal + item.interest + item.fees
            if amount:
                yield ExplainRow("instalment", item.due, amount, k=item.k)


def _plan_rows(history: History, start: date, end: date) -> Iterator[ExplainRow]:
    """What had fallen due and went into an agreement."""
    for change, closed in replay(history, end).restructured:
        if closed and start < change.on <= end:
            yield ExplainRow("moved", change.on, -closed)


def _payment_rows(history: History, start: date, end: date) -> list[ExplainRow]:
    rows = [
        ExplainRow("payment", day, -payment.amount, payment=payment)
        for payment in history.payments
        if payment.kind == "payment" and payment.status == "booked"
        for day in (local_date(payment.paid_at, history.zone),)
        if start < day <= end
    ]
    rows += [
        ExplainRow("reversal", day, payment.amount, payment=payment)
        for day, payment in _reversals(history)
        if start < day <= end
    ]
    return rows


def _reversals(history: History) -> list[tuple[date, Payment]]:
    """Payments that were taken back, each with the day from which it no longer counts."""
    booked = [payment for payment in history.payments if payment.status == "booked"]
    undone = {payment.reverses: payment for payment in booked if payment.kind == "reversal"}
    return [
        (max(local_date(undone[payment.id].paid_at, history.zone), local_date(payment.paid_at, history.zone)), payment)
        for payment in booked
        if payment.kind == "payment" and payment.id in undone
    ]


def _known(history: History, day: date) -> History:
    """The history with the reversals up to the day carried out and the later ones not yet known."""
    gone = {payment.id for on, payment in _reversals(history) if on <= day}
    kept = [payment for payment in history.payments if payment.kind == "payment" and payment.id not in gone]
    return replace(history, payments=kept)


def _charge_rows(state: Replay, start: date) -> Iterator[ExplainRow]:
    """Charges and waivers after the day `start` up to the day of the replay."""
    charges = state.charges
    for cell in state.cells:
        if not cell.base or cell.instalment.due >= state.day:
            continue
        charged = cell.instalment.due + ONE_DAY
        fee = charges.fee(cell, min(state.day, cell.closed_on or state.day))
        if fee and start < charged:
            yield ExplainRow("late_fee", charged, fee, k=cell.instalment.k)
        yield from _penalty_rows(cell, charges, start, state.day)
    for adjustment, applied in state.adjusted:
        if start < adjustment.on_date and applied:
            if adjustment.kind == "waiver":
                yield ExplainRow("waiver", adjustment.on_date, -applied, why=adjustment.why)
            else:
                yield ExplainRow("reinstatement", adjustment.on_date, applied, why=adjustment.why)


def _penalty_rows(cell: Cell, charges: Charges, start: date, end: date) -> Iterator[ExplainRow]:
    """One row for each stretch of days with the same base and rate."""
    if not charges.rule.daily_rate:
        return
    begin = max(start, cell.instalment.due)
    end = min(end, cell.closed_on or end)
    if begin >= end:
        return
    edges = {begin, end}
    edges.update(part.date for part in cell.late if begin < part.date < end)
    for first, last in charges.frozen:
        edges.update(edge for edge in (first - ONE_DAY, last) if begin < edge < end)
    for before, until in pairwise(sorted(edges)):
        amount = charges.penalty_on(cell, until) - charges.penalty_on(cell, before)
        if amount:
            base = cell.base - sum(part.amount for part in cell.late if part.date <= before)
            yield ExplainRow(
                "penalty",
                before + ONE_DAY,
                amount,
                k=cell.instalment.k,
                until=until,
                days=(until - before).days,
                base=base,
                daily_rate=charges.rule.daily_rate,
            )


def _freeze_rows(history: History, start: date, end: date) -> Iterator[ExplainRow]:
    for freeze in history.freezes:
        if freeze.what in ("all", "penalty") and start < freeze.starts_on <= end:
            yield ExplainRow("freeze", freeze.starts_on, 0, until=freeze.ends_on, why=freeze.why)
