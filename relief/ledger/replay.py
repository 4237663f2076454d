"""A loan's life replayed to a day: which payment covered what, and what lateness has cost.

Nothing is stored but the events, so the same events give the same figures for any day, for ever.

Where money goes (the order is the lender's policy, chosen so that one late payment never makes the next one late):
1. what has fallen due, the oldest instalment first, interest before principal;
2. late charges, the oldest first, fees before penalty;
3. instalments that have not fallen due, in their order.
When nothing has fallen due, the running instalment comes before the charges. What is left over stays unallocated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from relief.arithmetic.allocation import allocate
from relief.arithmetic.components import Component, Components
from relief.books import LateRule, book_of, late_rule
from relief.dates import local_date, zone
from relief.ledger.charges import ONE_DAY, Cell, Charges, charges_with, frozen_ranges, merged
from relief.ledger.restructure import Restructure, apply
from relief.store.records import Adjustment, Freeze, Instalment, Loan, Payment

ORDER: tuple[Component, ...] = ("interest", "principal", "fees", "penalty")


@dataclass(frozen=True)
class History:
    """All events of one loan, as they are stored."""

    loan: Loan
    timezone: str
    instalments: Sequence[Instalment]
    payments: Sequence[Payment] = ()
    freezes: Sequence[Freeze] = ()
    adjustments: Sequence[Adjustment] = ()
    restructures: Sequence[Restructure] = ()

    @property
    def zone(self) -> ZoneInfo:
        return zone(self.timezone)

    @property
    def rule(self) -> LateRule:
        return late_rule(self.loan)


@dataclass(frozen=True)
class Received:
    """A payment that counts, on the borrower's local day."""

    day: date
    payment: Payment


@dataclass(frozen=True, slots=True)
class Replay:
    """The loan at the end of `day`."""

    day: date
    cells: tuple[Cell, ...]
    charges: Charges
    received: tuple[Received, ...]
    adjusted: tuple[tuple[Adjustment, int], ...]
    unallocated: int
    restructured: tuple[tuple[Restructure, int], ...] = ()

    @property
    def charged(self) -> int:
        """Late charges accrued so far, less what was waived of them."""
        total = 0
        for cell in self.cells:
            if cell.base and cell.instalment.due < self.day:
                total += self.charges.accrued(cell, self.day).total - cell.waived.total
        return total

    @property
    def balance(self) -> int:
        """What has fallen due and accrued, less what was paid: negative when more was paid than is due yet."""
        fallen_due = sum(_whole(cell.instalment) for cell in self.cells if cell.instalment.due <= self.day)
        fallen_due -= sum(
            _whole(cell.instalment) - cell.paid.total
            for cell in self.cells
            if cell.closed_on and cell.instalment.due <= self.day
        )
        return fallen_due + self.charged - sum(item.payment.amount for item in self.received)


def _whole(instalment: Instalment) -> int:
    return instalment.principal + instalment.interest + instalment.fees


def replay(history: History, day: date) -> Replay:
    """Apply every event up to and including the borrower's `day`."""
    charges = charges_of(history, day)
    return _replay(history, day, charges)


def _replay(history: History, day: date, charges: Charges) -> Replay:
    cells = [Cell(instalment) for instalment in history.instalments]
    received = received_by(history, day)
    events: list[tuple[date, int, Received | Adjustment | Restructure]] = [
        (*_counts_from(history, item), item) for item in received
    ]
    unallocated = sum(item.payment.amount for on, _, item in events if on > day and isinstance(item, Received))
    events = [event for event in events if event[0] <= day]
    events += [(item.on_date, 1, item) for item in history.adjustments if item.on_date <= day]
    events += [(item.on, 2, item) for item in history.restructures if item.on <= day]
    events.sort(key=lambda event: event[:2])
    adjusted: list[tuple[Adjustment, int]] = []
    restructured: list[tuple[Restructure, int]] = []
    first = 0
    for on, _, event in events:
        while first < len(cells) and _settled(cells[first]):
            first += 1
        if isinstance(event, Received):
            unallocated += _pay(cells, first, charges, on, event.payment.amount)
        elif isinstance(event, Restructure):
            cells, closed = apply(cells, event)
            restructured.append((event, closed))
            first = 0
        else:
            adjusted.append((event, _adjust(cells, charges, on, event)))
    return Replay(day, tuple(cells), charges, received, tuple(adjusted), unallocated, tuple(restructured))


def _counts_from(history: History, item: Received) -> tuple[date, int]:
    """The day on which a payment is spread, and its place in that day: behind an agreement that did not know of it. Until then it
    lies unspread, so that what had accrued by the agreement stays as it was agreed."""
    unknown = [change.on for change in history.restructures if item.day <= change.on and not change.knew(item.payment)]
    return (max(unknown), 3) if unknown else (item.day, 0)


def _settled(cell: Cell) -> bool:
    """Nothing more can ever go to this instalment: it was paid in time, so it bears no charge."""
    return not cell.base and not cell.left


def received_by(history: History, day: date) -> tuple[Received, ...]:
    """Booked payments up to the local day, without those that were taken back by then; in the order they came."""
    dated = [
        Received(local_date(payment.paid_at, history.zone), payment)
        for payment in history.payments
        if payment.status == "booked"
    ]
    undone = {item.payment.reverses for item in dated if item.payment.kind == "reversal" and item.day <= day}
    kept = [
        item for item in dated if item.payment.kind == "payment" and item.day <= day and item.payment.id not in undone
    ]
    return tuple(sorted(kept, key=lambda item: (item.payment.paid_at, item.payment.recorded_at, item.payment.id)))


def _pay(cells: Sequence[Cell], first: int, charges: Charges, day: date, amount: int) -> int:
    """Spread one payment over the cells from `first` on; gives back what nothing was left to cover."""
    left = amount
    something_due = False
    at = first
    while at < len(cells) and cells[at].instalment.due <= day:
        if cells[at].left:
            something_due = True
            left = _cover(cells[at], day, left)
        at += 1
    if not something_due:
        while at < len(cells) and not cells[at].left:
            at += 1
        if at < len(cells):
            left = _cover(cells[at], day, left)
    for cell in islice(cells, first, at):
        if not left or cell.instalment.due >= day:
            break
        if cell.base:
            result = allocate(left, [charges.open(cell, day)], ORDER, "by_instalment")
            cell.paid_charges = cell.paid_charges + result.totals
            left = result.unallocated
    while left and at < len(cells):
        left = _cover(cells[at], day, left)
        at += 1
    return left


def _cover(cell: Cell, day: date, amount: int) -> int:
    if not amount or not cell.left:
        return amount
    if amount >= cell.left:
        amount -= cell.left
        cell.pay(day, cell.open)
        return amount
    result = allocate(amount, [cell.open], ORDER, "by_instalment")
    cell.pay(day, result.totals)
    return result.unallocated


def _adjust(cells: Iterable[Cell], charges: Charges, day: date, adjustment: Adjustment) -> int:
    """A waiver takes charges off, the oldest instalment first; a reinstatement puts back what a waiver took.

    Gives back how much it moved: a waiver never exceeds what has accrued (P50)."""
    component = adjustment.component
    if component not in ("penalty", "fees"):
        raise ValueError(f"adjustment {adjustment.id}: only penalty and fees can be waived, not {component!r}")
    left = adjustment.amount
    for cell in cells:
        if not left:
            break
        waiving = adjustment.kind == "waiver"
        source = charges.open(cell, day) if waiving else cell.waived
        part = min(left, source.penalty if component == "penalty" else source.fees)
        moved = Components(penalty=part) if component == "penalty" else Components(fees=part)
        cell.waived = cell.waived + moved if waiving else cell.waived - moved
        left -= part
    return adjustment.amount - left


def charges_of(history: History, day: date) -> Charges:
    """The late rule with its freezes up to the day, and with the stop that the in duplum rule sets."""
    frozen = frozen_ranges(history.freezes)
    charges = charges_with(history.rule, frozen)
    if not book_of(history.loan.book).in_duplum or not (charges.rule.daily_rate or charges.rule.late_fee):
        return charges
    stop = _in_duplum_stop(history, charges, day)
    return charges if stop is None else charges_with(history.rule, merged([*frozen, (stop, date.max - ONE_DAY)]))


def _in_duplum_stop(history: History, charges: Charges, day: date) -> date | None:
    """The first day on which interest and charges together would pass the principal; None while they do not.

    All the interest of the schedule counts from the start, which stops a little earlier than the law does."""
    room = max(0, history.loan.principal - sum(item.interest for item in history.instalments))
    # A payment that was taken back by `day` never counted: with it the sum would fall and rise again, and have no first day.
    history = replace(history, payments=[item.payment for item in received_by(history, day)])

    def total(on: date) -> int:
        state = _replay(history, on, charges)
        return sum(charges.accrued(cell, on).total for cell in state.cells)

    if not history.instalments or total(day) <= room:
        return None
    low, high = history.instalments[0].due, day  # total(low) is nothing: the due date itself is never late
    while (high - low).days > 1:
        middle = low + (high - low) // 2
        low, high = (middle, high) if total(middle) <= room else (low, middle)
    return high
