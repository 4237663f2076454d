"""The daily job: what became of plans and promises. Safe to run twice or after a gap: everything is computed from events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Engine

from relief import agreements, approvals
from relief.accounts import history_of
from relief.arithmetic.penalty import DatedAmount
from relief.arithmetic.promises import judge_promise
from relief.dates import local_date, zone
from relief.ledger.replay import received_by
from relief.states import paused_for
from relief.store import tables
from relief.store.records import Borrower, Plan
from relief.store.uow import UnitOfWork


@dataclass(frozen=True)
class Done:
    """What one run changed."""

    kept: int = 0
    broken: int = 0
    expired: int = 0
    promises_kept: int = 0
    promises_broken: int = 0


def run(engine: Engine, now: datetime) -> Done:
    """Go through every open plan and promise, each in a transaction of its own."""
    counts: dict[str, int] = {}
    for plan_id in _ids(engine, "plans", ("proposed", "accepted")):
        with UnitOfWork(engine) as uow:
            _count(counts, _plan(uow, uow.plans.require(plan_id, lock=True), now))
            uow.commit()
    for promise_id in _ids(engine, "promises", ("open",)):
        with UnitOfWork(engine) as uow:
            _count(counts, _promise(uow, promise_id, now))
            uow.commit()
    with UnitOfWork(engine) as uow:
        approvals.expire(uow, now)
        uow.commit()
    return Done(**counts)


def _count(counts: dict[str, int], name: str | None) -> None:
    if name:
        counts[name] = counts.get(name, 0) + 1


def _ids(engine: Engine, name: str, statuses: Sequence[str]) -> list[str]:
    table = tables.metadata.tables[name]
    with UnitOfWork(engine, readonly=True) as uow:
        query = select(table.c.id).where(table.c.status.in_(statuses)).order_by(table.c.id)
        return [row[0] for row in uow.connection.execute(query)]


def _plan(uow: UnitOfWork, plan: Plan, now: datetime) -> str | None:
    borrower = uow.borrowers.require(plan.borrower_id)
    today = local_date(now, borrower.timezone)
    if plan.status == "proposed":
        if "offer" in plan.terms and today > agreements.last_day(uow, plan, now):
            agreements.end(uow, plan, "expired", "not taken up", now=now, actor="daily")
            return "expired"
        return None
    if plan.status != "accepted" or not {"restructure", "settles"} & plan.terms.keys():
        return None
    if agreements.settle_up(uow, plan, now):
        return "kept"
    state = agreements.progress(uow, plan, now)
    if not state.left:
        agreements.end(uow, plan, "kept", "paid", now=now, actor="daily")
        return "kept"
    due = state.open[0].due
    grace = int(plan.terms["grace_days"])
    if due + timedelta(days=grace + _rested(uow, borrower, plan.loan_id, due, now)) < today:
        agreements.end(uow, plan, "broken", f"what was due on {due.isoformat()} was not paid", now=now, actor="daily")
        return "broken"
    return None


def _rested(uow: UnitOfWork, borrower: Borrower, loan_id: str, due: date, now: datetime) -> int:
    """Days since the due day on which nobody might ask for money, begun ones whole: a crisis or a dispute breaks nothing."""
    since = datetime.combine(due, time(), zone(borrower.timezone))
    return -(-paused_for(uow, borrower.id, loan_id, min(since, now), now) // timedelta(days=1))


def _promise(uow: UnitOfWork, promise_id: str, now: datetime) -> str | None:
    promise = uow.promises.require(promise_id, lock=True)
    if promise.status != "open":
        return None
    borrower = uow.borrowers.require(promise.borrower_id)
    today = local_date(now, borrower.timezone)
    history = history_of(uow, uow.loans.require(promise.loan_id))
    paid = [DatedAmount(item.day, item.payment.amount) for item in received_by(history, today)]
    grace = promise.grace_days + _rested(uow, borrower, promise.loan_id, promise.promised_for, now)
    outcome = judge_promise(promise.amount, promise.promised_for, promise.made_on, grace, paid, today)
    if outcome.status == "open":
        return None
    uow.promises.change(promise.id, status=outcome.status, ended_at=now)
    uow.audit.append(
        actor="daily", action=f"promise.{outcome.status}", subject=promise.id, data={"paid": outcome.paid}, at=now
    )
    return "promises_kept" if outcome.status == "kept" else "promises_broken"
