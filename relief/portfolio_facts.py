"""The whole portfolio as facts, borrower after borrower, a page at a time: memory does not grow with its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from relief.accounts import histories
from relief.dates import local_date
from relief.facts import account_of, budget_on_file, loan_facts, plan_facts, promise_facts
from relief.ledger.replay import replay
from relief.policy.model import Account, Situation
from relief.states import EFFECTS
from relief.store import tables
from relief.store.records import Borrower, BorrowerState, Plan, Promise
from relief.store.records import Situation as Told
from relief.store.uow import UnitOfWork

PAGE = 200
_PLAN_STATUSES = ("accepted", "kept", "broken", "replaced", "cancelled")


def size(uow: UnitOfWork) -> int:
    """How many active loans there are."""
    loans = tables.loans
    return int(uow.connection.execute(select(func.count()).where(loans.c.status == "active")).scalar_one())


def portfolio(uow: UnitOfWork, now: datetime) -> Iterator[tuple[Account, Situation, date]]:
    """Every active loan in focus once, with what is known of the household and the borrower's day."""
    after = ""
    borrowers = tables.borrowers
    while True:
        query = select(borrowers).where(borrowers.c.id > after).order_by(borrowers.c.id).limit(PAGE)
        page = [Borrower(*row) for row in uow.connection.execute(query)]
        if not page:
            return
        after = page[-1].id
        ids = [borrower.id for borrower in page]
        plans = _of(uow, tables.plans, Plan, ids)
        promises = _of(uow, tables.promises, Promise, ids)
        states = _of(uow, tables.borrower_states, BorrowerState, ids)
        told = _of(uow, tables.situations, Told, ids)
        for borrower in page:
            today = local_date(now, borrower.timezone)
            found = [loan_facts(history, replay(history, today)) for history in histories(uow, borrower)]
            reasons = sorted(told[borrower.id], key=lambda record: record.at)
            situation = Situation(reasons[-1].reason if reasons else None, budget_on_file(borrower))
            agreed = [
                plan_facts(plan, [row.amount for row in uow.plans.instalments(plan.id)], borrower.timezone)
                for plan in plans[borrower.id]
                if plan.status in _PLAN_STATUSES and plan.kind != "move_date"
            ]
            for loan in found:
                account = account_of(
                    borrower,
                    loan.id,
                    found,
                    plans=agreed,
                    promises=[promise_facts(promise) for promise in promises[borrower.id]],
                    binding=[state.state for state in states[borrower.id] if _binds(state, loan.id, now)],
                )
                yield account, situation, today


def _binds(state: BorrowerState, loan_id: str, now: datetime) -> bool:
    return (
        EFFECTS[state.state].offers
        and state.since <= now
        and (state.until is None or state.until > now)
        and (state.lifted_at is None or state.lifted_at > now)
        and state.loan_id in (None, loan_id)
    )


def _of(uow: UnitOfWork, table: Any, record: Any, ids: list[str]) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in uow.connection.execute(select(table).where(table.c.borrower_id.in_(ids))):
        item = record(*row)
        found[item.borrower_id].append(item)
    return found
