"""What an agreement changes in the books: charges dropped or taken over, its payments by component, a settlement's freeze."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from relief.ledger.replay import Replay
from relief.ledger.restructure import PLAN_ROWS_FROM
from relief.policy.outcome import Offer
from relief.store.ids import new_id
from relief.store.records import Adjustment, Freeze, Plan
from relief.store.uow import UnitOfWork


def begin_settlement(uow: UnitOfWork, plan: Plan, offer: Offer, today: date, now: datetime) -> dict[str, Any]:
    """Nothing is forgiven before the money is there; nothing is added while there is still time for it."""
    until = offer.ends_on + timedelta(days=int(plan.terms["grace_days"]))
    uow.loans.add_freeze(
        Freeze(freeze_of(plan), plan.loan_id, today + timedelta(days=1), until, "penalty", "settlement", now)
    )
    return {"settles": offer.total}


def freeze_of(plan: Plan) -> str:
    """The id of the freeze that a settlement brings."""
    return f"f_{plan.id}"[:64]


def waive(uow: UnitOfWork, plan: Plan, offer: Offer, state: Replay, today: date, now: datetime) -> None:
    """Charges that the plan drops, and those that it takes over into its own payments."""
    if offer.kind == "move_date":
        return
    penalty = fees = 0
    for cell in state.cells:
        left = state.charges.open(cell, today)
        penalty, fees = penalty + left.penalty, fees + left.fees
    adjust(uow, plan, "waiver", "penalty", offer.waived.penalty, "plan", today, now)
    adjust(uow, plan, "waiver", "fees", offer.waived.fees, "plan", today, now)
    adjust(uow, plan, "waiver", "penalty", penalty - offer.waived.penalty, "in_plan", today, now)
    adjust(uow, plan, "waiver", "fees", fees - offer.waived.fees, "in_plan", today, now)


def adjust(
    uow: UnitOfWork, plan: Plan, kind: str, component: str, amount: int, why: str, today: date, now: datetime
) -> None:
    """A waiver or a reinstatement in the books; nothing for an amount of zero."""
    if amount > 0:
        uow.loans.add_adjustment(
            Adjustment(new_id("j"), plan.loan_id, plan.id, today, kind, component, amount, why, now)
        )


def restructure(
    uow: UnitOfWork, plan: Plan, offer: Offer, state: Replay, today: date, running: Plan | None
) -> dict[str, Any]:
    """The plan's payments by component. Raises ValueError when they are not what is open: then nothing is booked."""
    replaces = running.id if running is not None and plan.terms["changing"] else None
    first = PLAN_ROWS_FROM * (1 + sum(1 for one in uow.plans.of_loan(plan.loan_id) if "restructure" in one.terms))
    if offer.schedule:
        rows = [
            [first + k, owed.due.isoformat(), owed.principal, owed.interest + owed.deferred, owed.fees + owed.penalty]
            for k, owed in enumerate(offer.schedule)
        ]
        return {"on": today.isoformat(), "until": None, "rows": rows}
    overdue = [
        cell.open
        for cell in state.cells
        if cell.left and (cell.instalment.due < today or (replaces and cell.plan == replaces))
    ]
    interest = sum(part.interest + part.fees for part in overdue) - offer.waived.interest
    principal = sum(part.principal for part in overdue)
    charges = offer.total - interest - principal
    if charges < 0:
        raise ValueError(f"the offer asks for {offer.total}, {interest + principal} is overdue: it was not for today")
    rows = []
    for k, payment in enumerate(offer.payments):
        left = payment.amount
        of_interest = min(left, interest)
        of_principal = min(left - of_interest, principal)
        of_charges = left - of_interest - of_principal
        interest, principal = interest - of_interest, principal - of_principal
        rows.append([first + k, payment.due.isoformat(), of_principal, of_interest, of_charges])
    return {"on": today.isoformat(), "until": today.isoformat(), "replaces": replaces, "rows": rows}
