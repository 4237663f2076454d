"""The daily job: what became of plans and promises. Safe to run twice or after a gap: everything is computed from events."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

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
    """What one run changed. `late` counts days of payment that have passed and are still within grace."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    expired: int = 0
    promises_kept: int = 0
    promises_late: int = 0
    promises_broken: int = 0


@dataclass(frozen=True)
class Step:
    """One thing to look at, in a transaction of its own: an open plan, an open promise, or all that waits for a person."""

    kind: Literal["plan", "promise", "approvals"]
    id: str = ""

    def take(self, uow: UnitOfWork, now: datetime) -> str | None:
        """Do it; the member of `Done` that counts it, or None when nothing changed. The caller commits."""
        if self.kind == "plan":
            return _plan(uow, uow.plans.require(self.id, lock=True), now)
        if self.kind == "promise":
            return _promise(uow, self.id, now)
        approvals.expire(uow, now)
        return None


def steps(uow: UnitOfWork) -> list[Step]:
    """What a run goes through."""
    plans = [Step("plan", id) for id in _ids(uow, "plans", ("proposed", "accepted"))]
    promises = [Step("promise", id) for id in _ids(uow, "promises", ("open",))]
    return [*plans, *promises, Step("approvals")]


def run(engine: Engine, now: datetime) -> Done:
    """Go through every open plan and promise, each in a transaction of its own."""
    counts: Counter[str] = Counter()
    with UnitOfWork(engine, readonly=True) as uow:
        found = steps(uow)
    for step in found:
        with UnitOfWork(engine) as uow:
            counts[step.take(uow, now) or ""] += 1
            uow.commit()
    del counts[""]
    return Done(**counts)


def _ids(uow: UnitOfWork, name: str, statuses: Sequence[str]) -> list[str]:
    table = tables.metadata.tables[name]
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
    rested = _rested(uow, borrower, plan.loan_id, due, now)
    if due + timedelta(days=int(plan.terms["grace_days"]) + rested) < today:
        agreements.end(uow, plan, "broken", f"what was due on {due.isoformat()} was not paid", now=now, actor="daily")
        return "broken"
    return "late" if due + timedelta(days=rested) < today and _note_late(uow, "plan", plan.id, due, now) else None


def _note_late(uow: UnitOfWork, kind: str, id: str, due: date, now: datetime) -> bool:
    """Write down, once, that a day has passed without its money. It changes nothing: grace is still running."""
    token = hashlib.sha256(f"late:{kind}:{id}:{due.isoformat()}".encode()).hexdigest()
    if not uow.used_tokens.use(token, "late", now):
        return False
    uow.audit.append(actor="daily", action=f"{kind}.late", subject=id, data={"due": due.isoformat()}, at=now)
    return True


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
    rested = _rested(uow, borrower, promise.loan_id, promise.promised_for, now)
    grace = promise.grace_days + rested
    outcome = judge_promise(promise.amount, promise.promised_for, promise.made_on, grace, paid, today)
    if outcome.status == "open":
        late = promise.promised_for + timedelta(days=rested) < today
        return "promises_late" if late and _note_late(uow, "promise", promise.id, promise.promised_for, now) else None
    uow.promises.change(promise.id, status=outcome.status, ended_at=now)
    uow.audit.append(
        actor="daily", action=f"promise.{outcome.status}", subject=promise.id, data={"paid": outcome.paid}, at=now
    )
    return "promises_kept" if outcome.status == "kept" else "promises_broken"
