"""From the store to what a decision is made from: the account on the borrower's day, and what is known of the household."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Literal, cast

from relief.accounts import histories
from relief.books import book_of
from relief.dates import date_from_text, local_date
from relief.ledger.replay import History, Replay, replay
from relief.policy.model import (
    Account,
    Budget,
    Frequency,
    Income,
    LateCharge,
    LoanFacts,
    Owed,
    PayDay,
    PlanFacts,
    PromiseFacts,
    Situation,
    Spending,
)
from relief.states import EFFECTS, holds
from relief.store.records import Borrower, Plan, Promise
from relief.store.uow import UnitOfWork

_STATUSES: Mapping[str, str] = {
    "accepted": "active",
    "kept": "kept",
    "broken": "broken",
    "replaced": "replaced",
    "cancelled": "cancelled",
}
"""Plans that were only proposed, or ran out as offers, are no plans."""


def account_facts(uow: UnitOfWork, borrower_id: str, loan_id: str, now: datetime, *, changing: bool = False) -> Account:
    """The borrower's account as it stands at the instant, with the loan `loan_id` in focus.

    `changing`: what is left of the loan's running plan counts as the overdue sum that it was made of, to be agreed anew.

    Raises MissingRecord for an unknown borrower, LookupError when the loan is not an active one of theirs."""
    borrower = uow.borrowers.require(borrower_id)
    today = local_date(now, borrower.timezone)
    found = histories(uow, borrower)
    states = holds(uow, borrower_id, loan_id, now).states
    plans = [
        (plan, uow.plans.instalments(plan.id) if plan.status == "accepted" else [])
        for plan in uow.plans.of_borrower(borrower_id)
    ]
    running = next((plan.id for plan, _ in plans if plan.loan_id == loan_id and _is_changed(plan)), None)
    running = running if changing else None
    promises = [promise for history in found for promise in uow.promises.of_loan(history.loan.id)]
    account = account_of(
        borrower,
        loan_id,
        [
            loan_facts(history, replay(history, today), running if history.loan.id == loan_id else None)
            for history in found
        ],
        plans=[
            plan_facts(plan, [row.amount for row in rows], borrower.timezone) for plan, rows in plans if _counts(plan)
        ],
        promises=[promise_facts(promise) for promise in promises],
        dates_moved=[
            local_date(plan.accepted_at, borrower.timezone)
            for plan, _ in plans
            if plan.kind == "move_date" and plan.loan_id == loan_id and plan.accepted_at
        ],
        binding=[state.state for state in states if EFFECTS[state.state].offers],
    )
    _ = account.loan  # raises when the loan is not among them
    return account


def account_of(
    borrower: Borrower,
    focus: str,
    loans: Sequence[LoanFacts],
    *,
    plans: Iterable[PlanFacts] = (),
    promises: Iterable[PromiseFacts] = (),
    dates_moved: Iterable[date] = (),
    binding: Iterable[str] = (),
) -> Account:
    """Put together without asking the store again. The packs are the borrower's place and that of the loan's book."""
    places = [borrower.jurisdiction.lower()]
    for loan in loans:
        if loan.id == focus:
            places.append(book_of(loan.product).jurisdiction)
    return Account(
        borrower.id,
        focus,
        tuple(loans),
        tuple(dict.fromkeys(places)),
        pay_day_facts(borrower.pay_day),
        borrower.minimum_surplus,
        tuple(plans),
        tuple(promises),
        tuple(dates_moved),
        tuple(dict.fromkeys(binding)),
    )


def _is_changed(plan: Plan) -> bool:
    return plan.status == "accepted" and plan.kind == "instalments"


def loan_facts(history: History, state: Replay, reopened: str | None = None) -> LoanFacts:
    """What is open of the loan at the end of the day `state` was replayed to; due today is not overdue yet.

    What is left of the plan `reopened` is overdue since the day on which its debt was."""
    loan, rule, today = history.loan, history.rule, state.day
    overdue: list[Owed] = []
    upcoming: list[Owed] = []
    for cell in state.cells:
        due = cell.instalment.due
        if cell.closed_on:
            left = state.charges.open(cell, today)
            if left.total:
                overdue.append(Owed(due, 0, 0, left.penalty, left.fees))
            continue
        if due >= today and reopened and cell.plan == reopened:
            if cell.left:
                part = cell.open
                since = today - timedelta(days=max(cell.late_before, 1))
                overdue.append(Owed(since, part.principal, part.interest + part.fees))
            continue
        if due >= today:
            if cell.left:
                part = cell.open
                # A service fee of the instalment itself is owed by contract, like its interest.
                upcoming.append(Owed(due, part.principal, part.interest + part.fees))
            continue
        late = state.charges.open(cell, today)
        if cell.left or late.total:
            part = cell.open
            overdue.append(Owed(due, part.principal, part.interest + part.fees, late.penalty, late.fees))
    first = history.instalments[0] if history.instalments else None
    usual = first.principal + first.interest + first.fees if first else 0
    if rule.daily_rate:
        charge = LateCharge("daily", rule.daily_rate)
    elif rule.late_fee:
        charge = LateCharge("per_instalment", fee=rule.late_fee)
    else:
        charge = LateCharge()
    return LoanFacts(
        loan.id, loan.reference, loan.book, loan.currency, Fraction(loan.annual_rate), cast(Frequency, loan.frequency),
        usual, loan.principal, tuple(overdue), tuple(upcoming), charge,
    )  # fmt: skip


def plan_facts(plan: Plan, amounts: Sequence[int], timezone: str) -> PlanFacts:
    """An agreement as the engine sees it; `amounts` are the instalments of an accepted one."""
    agreed = plan.accepted_at or plan.proposed_at
    return PlanFacts(
        plan.loan_id,
        plan.kind,
        cast(Literal["active", "kept", "broken", "replaced", "cancelled"], _STATUSES[plan.status]),
        local_date(agreed, timezone),
        local_date(plan.ended_at, timezone) if plan.ended_at else None,
        waived=int(plan.terms.get("waived", 0)),
        months=int(plan.terms.get("months", 0)),
        largest=max(amounts, default=0) if plan.kind in ("instalments", "settlement") else 0,
        frequency=cast(Frequency, plan.terms.get("frequency", "monthly")),
    )


def _counts(plan: Plan) -> bool:
    return plan.status in _STATUSES and plan.kind != "move_date"


def promise_facts(promise: Promise) -> PromiseFacts:
    status = promise.status if promise.status in ("open", "kept", "partly_kept") else "broken"
    return PromiseFacts(
        promise.loan_id,
        cast(Literal["open", "kept", "partly_kept", "broken"], status),
        promise.made_on,
        promise.promised_for,
    )


def pay_day_facts(data: Mapping[str, Any] | None) -> PayDay | None:
    """A pay-day rule as it is stored, such as `{"rule": "biweekly", "known_pay_day": "2026-11-20"}`."""
    if data is None:
        return None
    known = data.get("known_pay_day")
    return PayDay(data["rule"], int(data.get("day", 1)), int(data.get("weekday", 1)), known and date_from_text(known))


def budget_facts(items: Iterable[Mapping[str, Any]], cash: int = 0) -> Budget:
    """A stored budget: items `{"side": "income" | "essentials", "label", "amount", "every"}`, income with `next_on` where
    it does not come every month; the label of an essential is its group."""
    income: list[Income] = []
    spending: list[Spending] = []
    for item in items:
        if item["side"] == "income":
            next_on = item.get("next_on")
            income.append(Income(item["amount"], item["every"], date_from_text(next_on) if next_on else None))
        else:
            spending.append(Spending(item["amount"], item["every"], item.get("label") or "other_essential"))
    return Budget(tuple(income), tuple(spending), cash)


def budget_on_file(borrower: Borrower) -> Budget | None:
    """What is stated on file, where both sides are known; the borrower's own later figures come before it."""
    if not borrower.income or borrower.essentials is None:
        return None
    items = [{"side": "income", **item} for item in borrower.income]
    items.append({"side": "essentials", "label": "other_essential", "amount": borrower.essentials, "every": "monthly"})
    return budget_facts(items)


def situation_facts(uow: UnitOfWork, borrower: Borrower) -> Situation:
    """The last reason and the last budget that the borrower gave, else the budget on file."""
    told = uow.situations.latest(borrower.id)
    budget = uow.budgets.for_relief(borrower.id)
    return Situation(told.reason if told else None, budget_facts(budget.items) if budget else budget_on_file(borrower))
