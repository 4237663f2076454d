"""Agreements of the past: kept, changed in time, or broken. None is running on the demo's day."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta

from relief.arithmetic.split import split
from relief.dates import add_months
from relief.ledger import loan_view
from relief.portfolio.histories import Story
from relief.portfolio.lender import local
from relief.portfolio.payer import Payer, whole
from relief.store.records import Adjustment, Freeze, Plan, PlanInstalment

KEPT, CHANGED, BROKEN = 0.78, 0.09, 0.13
"""What became of accepted plans after 90 days."""


def finished_plan(story: Story, payer: Payer, k: int, *, changed: bool) -> int:
    """Instalment `k` is missed; what is overdue is paid in three parts beside the next instalments, and the late charges
    are waived. Gives back the first instalment after the plan. The loan is straight when it ends."""
    missed = payer.instalments[k - 1]
    running = payer.instalments[k : k + 3]
    accepted = missed.due + timedelta(days=payer.rng.randint(8, 16))
    plan_id = story.batch.id("a")
    charges = loan_view(payer.history(), accepted)
    parts = split(whole(missed), 3, "DOWN", "last")
    _waive(story, payer, plan_id, accepted, charges.penalty, charges.fees)
    last = running[-1].due
    payer.freezes.append(
        Freeze(
            story.batch.id("f"),
            story.loan.id,
            accepted + timedelta(days=1),
            last,
            "penalty",
            "plan",
            _noon(story, accepted),
        )
    )
    for item, part in zip(running, parts, strict=True):
        payer.last_evening(item) if payer.rng.random() < 0.2 else payer.pay(item.due, whole(item))
        payer.pay(item.due, part)
    dates = [item.due for item in running]
    status = "replaced" if changed else "kept"
    _record(
        story, plan_id, "instalments", status, accepted, last, list(zip(dates, parts, strict=True)), charges.charges
    )
    story.event(accepted - timedelta(days=1), "offer_shown", {"kind": "instalments", "amount": whole(missed)})
    story.event(accepted - timedelta(days=1), "offer_begun", {"kind": "instalments"})
    story.event(accepted, "plan_accepted", {"plan": plan_id})
    if changed:
        story.event(running[0].due + timedelta(days=2), "plan_changed", {"plan": plan_id})
    story.event(last, "plan_completed", {"plan": plan_id})
    return k + 4


def broken_plan(story: Story, payer: Payer, oldest: date) -> bool:
    """A plan over what is overdue now that broke: what was waived has come back. False when there was no time for one."""
    if (story.today - oldest).days < 50:
        return False
    accepted = oldest + timedelta(days=payer.rng.randint(7, 14))
    first = accepted + timedelta(days=14)
    broke = first + timedelta(days=payer.rng.randint(8, 12))
    view = loan_view(payer.history(), accepted)
    if not view.charges or not view.overdue:
        return False
    plan_id = story.batch.id("a")
    parts = split(view.overdue, 4, "DOWN", "last")
    _waive(story, payer, plan_id, accepted, view.penalty, view.fees)
    _waive(story, payer, plan_id, broke, view.penalty, view.fees, kind="reinstatement")
    rows = [(add_months(first, at), part) for at, part in enumerate(parts)]
    _record(story, plan_id, "instalments", "broken", accepted, broke, rows, view.charges)
    story.event(accepted, "offer_shown", {"kind": "instalments", "amount": view.overdue}, hour=9)
    story.event(accepted, "offer_begun", {"kind": "instalments"}, hour=9)
    story.event(accepted, "plan_accepted", {"plan": plan_id}, hour=10)
    story.event(broke, "plan_broken", {"plan": plan_id})
    return True


def six_instalments_two_paid(story: Story, payer: Payer) -> None:
    """P5: six monthly instalments moved from the 10th to the 25th before the sixth one was due. Two were paid so; with the
    third it broke, and the penalty that had been waived for it came back."""
    batch, items = story.batch, payer.instalments
    sixth, seventh, eighth = items[5], items[6], items[7]
    asked = sixth.due - timedelta(days=2)
    plan_id = batch.id("a")
    freeze_until = eighth.due - timedelta(days=1)
    payer.freezes.append(
        Freeze(batch.id("f"), story.loan.id, sixth.due, freeze_until, "penalty", "plan", _noon(story, asked))
    )
    moved = timedelta(days=15)
    for item in (sixth, seventh):
        payer.pay(item.due + moved, whole(item))
    waived_on, broke = eighth.due + moved, eighth.due + moved + timedelta(days=8)
    waived = loan_view(payer.history(), waived_on).lines[-1].penalty
    _waive(story, payer, plan_id, waived_on, waived, 0)
    _waive(story, payer, plan_id, broke, waived, 0, kind="reinstatement")
    rows = [(item.due + moved, whole(item)) for item in items[5:11]]
    _record(story, plan_id, "instalments", "broken", asked, broke, rows, waived)
    for day, kind in ((asked, "offer_shown"), (asked, "offer_begun"), (asked, "plan_accepted"), (broke, "plan_broken")):
        story.event(day, kind, {"plan": plan_id, "kind": "instalments"}, hour=12)


def _waive(story: Story, payer: Payer, plan_id: str, day: date, penalty: int, fees: int, kind: str = "waiver") -> None:
    for component, amount in (("penalty", penalty), ("fees", fees)):
        if amount:
            adjustment = Adjustment(
                story.batch.id("d"), story.loan.id, plan_id, day, kind, component, amount, "plan", _noon(story, day)
            )
            payer.adjustments.append(adjustment)


def _record(
    story: Story,
    plan_id: str,
    kind: str,
    status: str,
    accepted: date,
    ended: date,
    rows: list[tuple[date, int]],
    waived: int,
) -> None:
    terms = {"amount": sum(amount for _, amount in rows), "waived": waived, "parts": len(rows)}
    digest = hashlib.sha256(f"{plan_id}{rows}".encode()).hexdigest()
    at = _noon(story, accepted)
    story.batch.add(
        Plan(
            id=plan_id,
            borrower_id=story.borrower.id,
            loan_id=story.loan.id,
            decision_id=None,
            kind=kind,
            status=status,
            proposal_hash=digest,
            terms=terms,
            currency=story.loan.currency,
            proposed_at=at,
            accepted_at=at,
            ended_at=_noon(story, ended),
            end_reason={"kept": "paid", "replaced": "changed in time, then paid", "broken": "not paid"}[status],
            version=3,
            idempotency_key=f"demo:{plan_id}",
        )
    )
    for k, (due, amount) in enumerate(rows, start=1):
        story.batch.add(PlanInstalment(plan_id, k, due, amount))


def _noon(story: Story, day: date) -> datetime:
    return local(day, time(12), story.borrower.timezone)
