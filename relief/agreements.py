"""Agreements: an offer is proposed, accepted once, and from then on it is what is due.

proposed → accepted → kept, broken, replaced, cancelled; a proposal that is not taken expires. Each step is one line of the
audit. What is booked has the fingerprint of what was shown (P98); a loan has one accepted plan at most (P99).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from relief.accounts import history_of
from relief.dates import local_date
from relief.facts import account_facts, situation_facts
from relief.ledger.replay import History, received_by, replay
from relief.plan_books import adjust, begin_settlement, freeze_of, restructure, waive
from relief.policy import codec
from relief.policy.engine import decide_by, inputs_to_json
from relief.policy.model import Account, Situation, Wishes
from relief.policy.outcome import Decision, Offer
from relief.policy.resolve import Packs
from relief.states import holds, paused_for
from relief.store.ids import new_id
from relief.store.records import Decision as Stored
from relief.store.records import Plan, PlanInstalment, Promise
from relief.store.uow import UnitOfWork

Why = Literal["expired", "account_changed", "held", "needs_person", "ended"]


@dataclass(frozen=True)
class Decided:
    """A decision as it is stored, and the account that it was made from."""

    id: str
    decision: Decision
    account: Account
    situation: Situation
    wishes: Wishes
    changing: bool = False


@dataclass(frozen=True)
class Booked:
    """The agreement in the books; `new` is False when it was there already."""

    plan: Plan
    new: bool


@dataclass(frozen=True)
class NotBooked:
    """Nothing was changed, and why."""

    why: Why
    plan: Plan


def decide_for(
    uow: UnitOfWork, borrower_id: str, loan_id: str, wishes: Wishes, packs: Packs, now: datetime, *,
    conversation_id: str | None = None, without_budget: bool = False, situation: Situation | None = None,
    changing: bool = False,
) -> Decided:  # fmt: skip
    """Decide on today's account and keep everything it was made from. `changing`: what is left of the running plan is agreed
    anew. Raises what `account_facts` raises."""
    borrower = uow.borrowers.require(borrower_id)
    account = account_facts(uow, borrower_id, loan_id, now, changing=changing)
    known = situation or situation_facts(uow, borrower)
    if without_budget:
        known = replace(known, budget=None)
    today = local_date(now, borrower.timezone)
    loan = account.loan
    rules = packs.rules(account.jurisdictions, loan.product, loan.currency, today)
    decision = decide_by(account, known, wishes, rules, today)
    output = decision.to_json()
    inputs = {**inputs_to_json(account, known, wishes, rules, today), "changing": changing}
    stored = Stored(
        new_id("d"), borrower_id, conversation_id, now, today, inputs, output, {"versions": output["versions"]}, output["trace"],
    )  # fmt: skip
    uow.decisions.add(stored)
    return Decided(stored.id, decision, account, known, wishes, changing)


def account_hash(account: Account) -> str:
    """The account as it stands, as a hash: any payment, charge, plan, promise or state changes it."""
    return hashlib.sha256(json.dumps(codec.to_json(account), sort_keys=True).encode()).hexdigest()


def propose(uow: UnitOfWork, decided: Decided, offer: Offer, *, key: str, now: datetime) -> Plan:
    """Put an offer up for a yes; the same key gives the same proposal."""
    earlier = uow.plans.by_key(key)
    if earlier is not None:
        return earlier
    terms = {
        "offer": offer.to_json(),
        "account": account_hash(decided.account),
        "waived": offer.waived.penalty + offer.waived.fees,
        "months": offer.months,
        "frequency": offer.frequency,
        "grace_days": _grace_days(uow, decided.id),
        "changing": decided.changing,
    }
    plan = Plan(
        new_id("a"), decided.decision.borrower, offer.loan, decided.id, offer.kind, "proposed", offer.fingerprint, terms,
        offer.currency, now, None, None, None, 1, key,
    )  # fmt: skip
    uow.plans.add(plan)
    _write(uow, "assistant", "plan.proposed", plan, now, decision=decided.id, hash=offer.fingerprint)
    return plan


def accept(uow: UnitOfWork, plan_id: str, *, shown: str, now: datetime, actor: str = "borrower") -> Booked | NotBooked:
    """Book a proposal once, however often it is said (P97). `shown` is the fingerprint of what the borrower saw.

    What needs a person is booked once `relief.approvals` has their yes, as it was approved.

    Raises ValueError when that is another proposal's."""
    plan = uow.plans.require(plan_id, lock=True)
    if plan.proposal_hash != shown:
        raise ValueError(f"plan {plan_id} was proposed as {plan.proposal_hash[:12]}, not as {shown[:12]}")
    if plan.accepted_at is not None:
        return Booked(plan, new=False)
    if plan.status != "proposed":
        return NotBooked("ended", plan)
    offer = offer_of(plan)
    borrower = uow.borrowers.require(plan.borrower_id, lock=True)
    today = local_date(now, borrower.timezone)
    approval = uow.approvals.of_plan(plan.id)
    approved = approval is not None and approval.status == "approved"
    if offer.kind == "promise" or (offer.needs is not None and not approved):
        return NotBooked("needs_person", plan)
    if holds(uow, plan.borrower_id, plan.loan_id, now).offers:
        return NotBooked("held", plan)
    if today > last_day(uow, plan, now):
        return NotBooked("expired", plan)
    account = account_facts(uow, plan.borrower_id, plan.loan_id, now, changing=plan.terms["changing"])
    if account_hash(account) != plan.terms["account"]:
        return NotBooked("account_changed", plan)
    terms = {**plan.terms, **_take_effect(uow, plan, offer, today, now)}
    if approval is not None and approval.decided_at is not None:
        terms["approved_at"] = approval.decided_at.isoformat()
        uow.approvals.change(approval.id, status="taken")
    uow.plans.add_instalments(
        PlanInstalment(plan.id, k, payment.due, payment.amount) for k, payment in enumerate(offer.payments, start=1)
    )
    uow.plans.move(plan, "accepted", accepted_at=now, terms=terms)
    booked = uow.plans.require(plan.id)
    _write(uow, actor, "plan.accepted", booked, now, decision=plan.decision_id, hash=shown)
    if offer.kind == "move_date":  # nothing remains to be kept beyond the loan itself
        end(uow, booked, "kept", "the new day applies", now=now, actor="assistant")
        booked = uow.plans.require(plan.id)
    return Booked(booked, new=True)


def _take_effect(uow: UnitOfWork, plan: Plan, offer: Offer, today: date, now: datetime) -> dict[str, Any]:
    """What the yes changes in the books, as terms of the plan."""
    state = replay(history_of(uow, uow.loans.require(plan.loan_id)), today)
    running = uow.plans.active(plan.loan_id)
    restores = _replace_running(uow, plan, running, now)
    if offer.kind == "settlement":
        return begin_settlement(uow, plan, offer, today, now)
    waive(uow, plan, offer, state, today, now)
    return {
        "restructure": restructure(uow, plan, offer, state, today, running),
        "restores": {
            "penalty": restores.get("penalty", 0) + offer.waived.penalty,
            "fees": restores.get("fees", 0) + offer.waived.fees,
        },
    }


def settle_up(uow: UnitOfWork, plan: Plan, now: datetime) -> bool:
    """Close the loan when all of a settlement has been paid: what is left is forgiven, line by line. Safe to call twice."""
    if plan.status != "accepted" or "settles" not in plan.terms or progress(uow, plan, now).left:
        return False
    borrower = uow.borrowers.require(plan.borrower_id, lock=True)
    today = local_date(now, borrower.timezone)
    state = replay(history_of(uow, uow.loans.require(plan.loan_id)), today)
    left = [state.charges.open(cell, today) for cell in state.cells]
    adjust(uow, plan, "waiver", "penalty", sum(part.penalty for part in left), "settled", today, now)
    adjust(uow, plan, "waiver", "fees", sum(part.fees for part in left), "settled", today, now)
    closing: dict[str, Any] = {"on": today.isoformat(), "at": now.isoformat(), "until": None, "rows": []}
    uow.plans.move(plan, plan.status, terms={**plan.terms, "restructure": closing})
    end(uow, uow.plans.require(plan.id), "kept", "paid", now=now, actor="assistant")
    return True


def end(uow: UnitOfWork, plan: Plan, status: str, why: str, *, now: datetime, actor: str) -> None:
    """kept, broken, replaced, cancelled or expired. A broken condition puts back exactly what was waived (P52)."""
    if status in ("broken", "cancelled") and plan.accepted_at is not None:
        borrower = uow.borrowers.require(plan.borrower_id)
        today = local_date(now, borrower.timezone)
        for component, amount in plan.terms.get("restores", {}).items():
            adjust(uow, plan, "reinstatement", component, amount, "plan", today, now)
        if "settles" in plan.terms:
            uow.loans.end_freeze(freeze_of(plan), today)
    uow.plans.move(plan, status, ended_at=now, end_reason=why)
    _write(uow, actor, f"plan.{status}", plan, now, why=why)


def last_day(uow: UnitOfWork, plan: Plan, now: datetime) -> date:
    """The last day on which the proposal may be taken: the one that was shown, moved on by every day, begun days whole, on which
    offers rested. A crisis or a dispute makes nothing run out."""
    rested = paused_for(uow, plan.borrower_id, plan.loan_id, plan.proposed_at, now)
    approval = uow.approvals.of_plan(plan.id)
    shown = offer_of(plan).valid_until
    until = max(shown, approval.expires_on) if approval and approval.status == "approved" else shown
    return until + timedelta(days=-(-rested // timedelta(days=1)))


def offer_of(plan: Plan) -> Offer:
    """What was proposed, as it was shown."""
    return Offer.from_json(plan.terms["offer"])


@dataclass(frozen=True)
class Row:
    """A payment of the plan with what is still open of it."""

    due: date
    amount: int
    left: int


@dataclass(frozen=True)
class Progress:
    """How far a plan has come."""

    plan: Plan
    today: date
    rows: tuple[Row, ...]

    @property
    def open(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.left)

    @property
    def left(self) -> int:
        return sum(row.left for row in self.rows)

    @property
    def next(self) -> Row | None:
        return next(iter(self.open), None)


def progress(uow: UnitOfWork, plan: Plan, now: datetime) -> Progress:
    """The plan's payments matched with the money that came in, by the ledger."""
    borrower = uow.borrowers.require(plan.borrower_id)
    today = local_date(now, borrower.timezone)
    history = history_of(uow, uow.loans.require(plan.loan_id))
    if "settles" in plan.terms:
        return Progress(plan, today, _settlement_rows(uow, plan, history, today))
    state = replay(history, today)
    rows = tuple(
        Row(item.due, item.principal + item.interest + item.fees, cell.left)
        for cell in state.cells
        for item in (cell.instalment,)
        if cell.plan == plan.id
    )
    return Progress(plan, today, rows)


def _settlement_rows(uow: UnitOfWork, plan: Plan, history: History, today: date) -> tuple[Row, ...]:
    """Everything that came in since the yes counts for the settlement, the earliest part first."""
    since = plan.accepted_at
    paid = sum(
        item.payment.amount for item in received_by(history, today) if since is None or item.payment.paid_at >= since
    )
    rows = []
    for due in uow.plans.instalments(plan.id):
        part = min(paid, due.amount)
        paid -= part
        rows.append(Row(due.due, due.amount, due.amount - part))
    return tuple(rows)


def promise(
    uow: UnitOfWork, borrower_id: str, offer: Offer, *, grace_days: int, key: str, now: datetime,
    conversation_id: str | None = None,
) -> Promise:  # fmt: skip
    """A promise to pay, or the open one of the loan changed: until its day it may move freely."""
    earlier = uow.promises.by_key(key)
    if earlier is not None:
        return earlier
    borrower = uow.borrowers.require(borrower_id, lock=True)
    today = local_date(now, borrower.timezone)
    payment = offer.payments[0]
    data = {"amount": payment.amount, "currency": offer.currency, "for": payment.due.isoformat()}
    for running in uow.promises.open_of(borrower_id):
        if running.loan_id == offer.loan:
            if (running.amount, running.promised_for) != (payment.amount, payment.due):
                uow.promises.change(running.id, amount=payment.amount, promised_for=payment.due)
                uow.audit.append(actor="borrower", action="promise.changed", subject=running.id, data=data, at=now)
            return uow.promises.require(running.id)
    made = Promise(
        new_id("o"), borrower_id, offer.loan, conversation_id, payment.amount, offer.currency, payment.due, today,
        grace_days, "open", now, None, key,
    )  # fmt: skip
    uow.promises.add(made)
    uow.audit.append(actor="borrower", action="promise.made", subject=made.id, data=data, at=now)
    return made


def _grace_days(uow: UnitOfWork, decision_id: str) -> int:
    """How long a payment of the plan may be late before the plan counts as broken, by the rules of the decision."""
    rules = uow.decisions.require(decision_id).inputs["rules"]
    return next(int(rule["value"]) for rule in rules if rule["name"] == "plans.grace_days")


def _replace_running(uow: UnitOfWork, plan: Plan, running: Plan | None, now: datetime) -> Mapping[str, int]:
    """End the plan that runs on the loan; what it would have put back goes over to the new one."""
    if running is None:
        return {}
    end(uow, running, "replaced", f"changed to {plan.id}", now=now, actor="borrower")
    restores: Mapping[str, int] = running.terms.get("restores", {})
    return restores


def _write(uow: UnitOfWork, actor: str, action: str, plan: Plan, now: datetime, **data: Any) -> None:
    uow.audit.append(
        actor=actor, action=action, subject=plan.id, data={"loan": plan.loan_id, "kind": plan.kind, **data}, at=now
    )


def stored(record: Stored) -> Decided:
    """A decision as it was kept, with what it was made from."""
    inputs = record.inputs
    return Decided(
        record.id,
        Decision.from_json(record.output),
        codec.from_json(Account, inputs["account"]),
        codec.from_json(Situation, inputs["situation"]),
        codec.from_json(Wishes, inputs["wishes"]),
        inputs["changing"],
    )
