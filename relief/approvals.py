"""What a person must agree to: asked for with the offer as it was computed, decided with a reason, taken by the borrower.

pending → approved → taken by the borrower's yes; or refused; or expired with the offer. Whose yes it needs, and whether of two people,
is what the packs said when the offer was made. While it waits nothing is added to the debt: waiting for us costs nobody anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from relief import agreements
from relief.agreements import Decided, account_hash, offer_of, propose
from relief.cases import close_case, open_case
from relief.dates import local_date
from relief.facts import account_facts
from relief.policy.outcome import Offer
from relief.policy.parameters import Rules
from relief.policy.specs import ROLES
from relief.states import holds
from relief.store.ids import new_id
from relief.store.records import Approval, Borrower, Case, Freeze, Loan, Plan
from relief.store.repositories.base import MissingRecord
from relief.store.uow import UnitOfWork

Cannot = Literal["unknown", "decided", "no_reason", "role_too_low", "held", "ran_out", "account_changed", "plan_ended"]


class CannotDecide(ValueError):
    """Nothing was changed; `code` says why, the text what to do."""

    def __init__(self, code: Cannot, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Waiting:
    """An approval with everything that a page or a table shows of it. `missing` people still have to say yes."""

    approval: Approval
    borrower: Borrower
    loan: Loan
    plan: Plan
    offer: Offer
    case: Case

    @property
    def missing(self) -> int:
        return self.approval.people - len(self.approval.votes)


def request(
    uow: UnitOfWork, decided: Decided, offer: Offer, *, key: str, now: datetime, conversation_id: str | None = None
) -> Approval:
    """Put an offer before a person. The same key, or the same offer while it waits, gives the same approval.

    Raises ValueError for an offer that needs nobody."""
    if offer.needs is None:
        raise ValueError(
            f"the {offer.kind} of loan {offer.loan} needs nobody's approval: book it with agreements.accept"
        )
    borrower_id = decided.decision.borrower
    for earlier in uow.approvals.of_borrower(borrower_id):
        same = earlier.fingerprint == offer.fingerprint and earlier.status in ("pending", "approved")
        if earlier.idempotency_key == key or same:
            return earlier
    plan = propose(uow, decided, offer, key=f"{key}:plan", now=now)
    approval_id = new_id("q")
    case = open_case(
        uow,
        "settlement" if offer.kind == "settlement" else "approval",
        idempotency_key=f"{key}:case",
        now=now,
        borrower_id=borrower_id,
        loan_id=offer.loan,
        conversation_id=conversation_id,
        summary={
            "approval": approval_id,
            "decision": decided.id,
            "offer": offer.kind,
            "fingerprint": offer.fingerprint,
            "role": offer.needs.role,
        },
    )
    approval = Approval(
        approval_id, borrower_id, offer.loan, conversation_id, plan.id, case.id, offer.kind, offer.fingerprint,
        offer.needs.role, offer.needs.why, offer.needs.people, (), "pending", now, offer.valid_until, None, None,
        False, key,
    )  # fmt: skip
    uow.approvals.add(approval)
    uow.loans.add_freeze(
        Freeze(
            _freeze_of(approval), offer.loan, decided.decision.today + timedelta(days=1), offer.valid_until, "penalty",
            "approval", now,
        )
    )  # fmt: skip
    _write(uow, "assistant", "approval.requested", approval, now, role=approval.role, people=approval.people)
    return uow.approvals.require(approval.id)


def pending(uow: UnitOfWork) -> list[Waiting]:
    """Everything that waits for a decision, what runs out first at the beginning."""
    return [_waiting(uow, approval) for approval in uow.approvals.pending()]


def details(uow: UnitOfWork, approval_id: str) -> Waiting:
    """One approval, decided or not. Raises MissingRecord."""
    return _waiting(uow, uow.approvals.require(approval_id))


def approve(uow: UnitOfWork, approval_id: str, staff: str, role: str, reason: str, now: datetime) -> Approval:
    """One person's yes. With the last one that is needed the borrower may take the offer, for some days at least.

    The same person's second yes changes nothing. Raises CannotDecide."""
    approval = _open(uow, approval_id, staff, reason, voted_is_fine=True)
    if any(vote["staff"] == staff for vote in approval.votes):
        return approval
    _check_account(uow, approval, now)
    votes = [*approval.votes, _vote(staff, role, reason, now)]
    if approval.people == 1 or len(votes) == approval.people:
        _check_role(approval, [str(vote["role"]) for vote in votes])
    elif _rank(role) < _rank("collector"):
        raise _too_low(approval, role)
    if len(votes) < approval.people:
        uow.approvals.change(approval.id, votes=votes)
        _write(uow, staff, "approval.first_yes", approval, now, role=role, reason=reason)
        return uow.approvals.require(approval.id)
    until = max(approval.expires_on, _today(uow, approval, now) + timedelta(days=_stands(uow, approval)))
    uow.approvals.change(
        approval.id, votes=votes, status="approved", decided_at=now, reason=reason.strip(), expires_on=until
    )
    uow.loans.end_freeze(_freeze_of(approval), until)
    _write(uow, staff, "approval.approved", approval, now, role=role, reason=reason)
    _close_case(uow, approval, "approved", staff, now)
    return uow.approvals.require(approval.id)


def refuse(uow: UnitOfWork, approval_id: str, staff: str, role: str, reason: str, now: datetime) -> Approval:
    """One person's no ends it; the same no again changes nothing. Raises CannotDecide."""
    current = uow.approvals.get(approval_id)
    if current is not None and current.status == "refused" and any(v["staff"] == staff for v in current.votes):
        return current
    approval = _open(uow, approval_id, staff, reason)
    if _rank(role) < _rank("collector"):
        raise _too_low(approval, role)
    votes = [*approval.votes, _vote(staff, role, reason, now)]
    _finish(uow, approval, "refused", staff, now, votes=votes, decided_at=now, reason=reason.strip())
    _write(uow, staff, "approval.refused", approval, now, role=role, reason=reason)
    return uow.approvals.require(approval.id)


def expire(uow: UnitOfWork, now: datetime) -> int:
    """End what has run out, with its proposal; how many. Called by the daily job."""
    ended = 0
    for approval in uow.approvals.pending():
        if _ran_out(uow, approval, now):
            _finish(uow, approval, "expired", "daily", now, decided_at=now)
            _write(uow, "daily", "approval.expired", approval, now)
            ended += 1
    return ended


def ready(uow: UnitOfWork, borrower_id: str, now: datetime) -> list[Waiting]:
    """What people have agreed to and the borrower may still take, the latest first."""
    found = [approval for approval in uow.approvals.of_borrower(borrower_id) if approval.status == "approved"]
    waiting = [_waiting(uow, approval) for approval in found]
    return [
        one
        for one in waiting
        if one.plan.status == "proposed" and _today(uow, one.approval, now) <= agreements.last_day(uow, one.plan, now)
    ]


def strongest(roles: Iterable[str]) -> str:
    """The role with the most authority among a person's roles; "" when none of them may decide anything."""
    return max((role for role in roles if role in ROLES), key=ROLES.index, default="")


def _open(uow: UnitOfWork, approval_id: str, staff: str, reason: str, *, voted_is_fine: bool = False) -> Approval:
    try:
        approval = uow.approvals.require(approval_id, lock=True)
    except MissingRecord:
        raise CannotDecide("unknown", f"There is no approval {approval_id!r}; list them first.") from None
    repeated = voted_is_fine and approval.status == "approved" and any(v["staff"] == staff for v in approval.votes)
    if approval.status != "pending" and not repeated:
        raise CannotDecide("decided", f"Approval {approval_id} is {approval.status} already; nothing was changed.")
    if not reason.strip():
        raise CannotDecide("no_reason", "A decision needs a reason: write in a few words why.")
    return approval


def _check_account(uow: UnitOfWork, approval: Approval, now: datetime) -> None:
    """Only what is still as it was computed can be agreed to."""
    plan = uow.plans.require(approval.plan_id)
    if plan.status != "proposed":
        raise CannotDecide("plan_ended", f"The proposal {plan.id} is {plan.status}; ask the borrower for new offers.")
    if holds(uow, approval.borrower_id, approval.loan_id, now).offers:
        raise CannotDecide("held", "Something binds this account, so no offer is made now; settle that first.")
    if _ran_out(uow, approval, now):
        raise CannotDecide(
            "ran_out", f"The offer stood until {approval.expires_on.isoformat()}; new offers are needed."
        )
    account = account_facts(uow, approval.borrower_id, approval.loan_id, now, changing=plan.terms["changing"])
    if account_hash(account) != plan.terms["account"]:
        raise CannotDecide(
            "account_changed", "The account has changed since the offer was made; new offers are needed."
        )


def _check_role(approval: Approval, roles: list[str]) -> None:
    if max(_rank(role) for role in roles) < _rank(approval.role):
        raise _too_low(approval, roles[-1])


def _too_low(approval: Approval, role: str) -> CannotDecide:
    return CannotDecide(
        "role_too_low", f"This needs a {approval.role}; {role or 'nobody here'} may not decide it. Pass it on to one."
    )


def _rank(role: str) -> int:
    return ROLES.index(role) if role in ROLES else -1


def _finish(uow: UnitOfWork, approval: Approval, status: str, by: str, now: datetime, **values: Any) -> None:
    uow.approvals.change(approval.id, status=status, **values)
    uow.loans.end_freeze(_freeze_of(approval), max(_today(uow, approval, now), _requested_on(uow, approval)))
    plan = uow.plans.require(approval.plan_id)
    if plan.status == "proposed":
        agreements.end(uow, plan, "expired", f"approval {status}", now=now, actor=by)
    _close_case(uow, approval, status, by, now)


def _close_case(uow: UnitOfWork, approval: Approval, outcome: str, by: str, now: datetime) -> None:
    case = uow.cases.require(approval.case_id)
    if case.status != "closed":
        close_case(uow, case, outcome=outcome, by=by, now=now)


def _stands(uow: UnitOfWork, approval: Approval) -> int:
    plan = uow.plans.require(approval.plan_id)
    stored = uow.decisions.require(plan.decision_id or "")
    return Rules.from_json(stored.inputs["rules"], plan.currency).approval_offer_stands_days


def _ran_out(uow: UnitOfWork, approval: Approval, now: datetime) -> bool:
    plan = uow.plans.require(approval.plan_id)
    return _today(uow, approval, now) > agreements.last_day(uow, plan, now)


def _today(uow: UnitOfWork, approval: Approval, now: datetime) -> date:
    return local_date(now, uow.borrowers.require(approval.borrower_id).timezone)


def _requested_on(uow: UnitOfWork, approval: Approval) -> date:
    return _today(uow, approval, approval.requested_at)


def _freeze_of(approval: Approval) -> str:
    return f"f_{approval.id}"[:64]


def _vote(staff: str, role: str, reason: str, now: datetime) -> Mapping[str, Any]:
    return {"staff": staff, "role": role, "at": now.isoformat(), "reason": reason.strip()}


def _waiting(uow: UnitOfWork, approval: Approval) -> Waiting:
    plan = uow.plans.require(approval.plan_id)
    return Waiting(
        approval,
        uow.borrowers.require(approval.borrower_id),
        uow.loans.require(approval.loan_id),
        plan,
        offer_of(plan),
        uow.cases.require(approval.case_id),
    )


def _write(uow: UnitOfWork, actor: str, action: str, approval: Approval, now: datetime, **data: Any) -> None:
    kept = {"plan": approval.plan_id, "kind": approval.kind, "hash": approval.fingerprint, **data}
    uow.audit.append(actor=actor, action=action, subject=approval.id, data=kept, at=now)
