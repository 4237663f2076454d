"""What a loan owes on a day, in the words that people ask with: overdue, charges, next, left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from relief.arithmetic.days_past_due import Open, bucket_of, days_past_due
from relief.books import BUCKETS
from relief.ledger.replay import History, Replay, replay
from relief.store.records import Loan, Payment

LAST_PAYMENTS = 5


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One instalment that is overdue or due today, or that has charges left; amounts in minor units."""

    k: int
    due: date
    days_late: int
    interest: int
    principal: int
    instalment_fees: int
    late_fee: int
    penalty: int

    @property
    def instalment(self) -> int:
        """Open of the instalment itself."""
        return self.interest + self.principal + self.instalment_fees

    @property
    def total(self) -> int:
        return self.instalment + self.late_fee + self.penalty


@dataclass(frozen=True, slots=True)
class LoanView:
    """A loan on the borrower's day `today`. Amounts are minor units of `currency`.

    `overdue` was due before today, `due_today` is due today, `fees` and `penalty` are open late charges;
    `total_due` is their sum: what makes the loan straight. `principal_left` is all principal not yet paid;
    `next_due`/`next_amount` the first instalment from today on that still has something open;
    `instalment` the usual size of an instalment; `ahead` was paid on instalments that are not due yet.
    """

    loan: Loan
    today: date
    currency: str
    overdue: int
    overdue_interest: int
    overdue_principal: int
    due_today: int
    fees: int
    penalty: int
    days_late: int
    bucket: str
    principal_left: int
    interest_left: int
    next_due: date | None
    next_amount: int
    instalment: int
    instalments_paid: int
    instalments_missed: int
    instalments_left: int
    ahead: int
    unallocated: int
    frozen: bool
    lines: tuple[OpenLine, ...]
    last_payments: tuple[Payment, ...]

    @property
    def charges(self) -> int:
        return self.fees + self.penalty

    @property
    def total_due(self) -> int:
        return self.overdue + self.due_today + self.charges

    @property
    def is_late(self) -> bool:
        return self.overdue > 0

    @property
    def payoff(self) -> int:
        """Everything that is left by the schedule, with open charges, less what is not allocated."""
        return self.principal_left + self.interest_left + self.charges - self.unallocated


def loan_view(history: History, today: date) -> LoanView:
    """Replay the loan to the end of the borrower's day `today`."""
    return view_of(history.loan, replay(history, today))


def view_of(loan: Loan, state: Replay) -> LoanView:
    today, charges = state.day, state.charges
    lines: list[OpenLine] = []
    opens: list[Open] = []
    principal_left = interest_left = ahead = paid = missed = left = 0
    next_due: date | None = None
    next_amount = late_before = 0
    for cell in state.cells:
        item, outstanding = cell.instalment, cell.left
        if cell.closed_on:
            charged = charges.open(cell, today)
            if charged.total:
                lines.append(OpenLine(item.k, item.due, 0, 0, 0, 0, charged.fees, charged.penalty))
            continue
        if not outstanding and not cell.base and item.due <= today:
            paid += 1
            continue
        open_parts = cell.open
        principal_left += open_parts.principal
        interest_left += open_parts.interest + open_parts.fees
        if item.due > today:
            ahead += cell.paid.total
        if outstanding:
            left += 1
            opens.append(Open(item.due, outstanding))
            if cell.late_before:
                late_before = max(late_before, cell.late_before + max((today - item.due).days, 0))
            missed += item.due < today
            if item.due >= today and next_due is None:
                next_due, next_amount = item.due, outstanding
        else:
            paid += 1
        late = charges.open(cell, today)
        if item.due <= today and (outstanding or late.total):
            lines.append(
                OpenLine(
                    k=item.k,
                    due=item.due,
                    days_late=(today - item.due).days if outstanding else 0,
                    interest=open_parts.interest,
                    principal=open_parts.principal,
                    instalment_fees=open_parts.fees,
                    late_fee=late.fees,
                    penalty=late.penalty,
                )
            )
    overdue = [line for line in lines if line.due < today]
    dpd = max(days_past_due(today, opens), late_before)
    return LoanView(
        loan=loan,
        today=today,
        currency=loan.currency,
        overdue=sum(line.instalment for line in overdue),
        overdue_interest=sum(line.interest for line in overdue),
        overdue_principal=sum(line.principal for line in overdue),
        due_today=sum(line.instalment for line in lines if line.due == today),
        fees=sum(line.late_fee for line in lines),
        penalty=sum(line.penalty for line in lines),
        days_late=dpd,
        bucket=bucket_of(dpd, BUCKETS),
        principal_left=principal_left,
        interest_left=interest_left,
        next_due=next_due,
        next_amount=next_amount,
        instalment=_usual(state),
        instalments_paid=paid,
        instalments_missed=missed,
        instalments_left=left,
        ahead=ahead,
        unallocated=state.unallocated,
        frozen=any(first <= today <= last for first, last in charges.frozen),
        lines=tuple(lines),
        last_payments=tuple(item.payment for item in state.received[: -LAST_PAYMENTS - 1 : -1]),
    )


def _usual(state: Replay) -> int:
    """The first instalment: with equal payments all but the last are like it."""
    if not state.cells:
        return 0
    first = state.cells[0].instalment
    return first.principal + first.interest + first.fees
