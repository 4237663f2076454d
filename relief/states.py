"""What binds an account now: states that stop offers, reminders, accrual or talk of paying.

A state is entered with its source and evidence, and lifted by a person with a reason; nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from relief.dates import local_date
from relief.store.ids import new_id
from relief.store.records import BorrowerState, Freeze
from relief.store.uow import UnitOfWork


@dataclass(frozen=True)
class Effect:
    """What a state stops."""

    offers: bool = True
    reminders: bool = True
    accrual: bool = True
    payment_prompts: bool = True


EFFECTS: Mapping[str, Effect] = {
    "distress": Effect(accrual=False),
    "deceased": Effect(),
    "dispute": Effect(),
    "fraud": Effect(),
    "insolvent": Effect(),
    "breathing_space": Effect(),
    "wrong_person": Effect(accrual=False),
    "complaint": Effect(offers=False, accrual=False, payment_prompts=False),
    "represented": Effect(accrual=False),
    "ceased": Effect(offers=False, accrual=False, payment_prompts=False),
    "bereavement": Effect(offers=False, accrual=False),
    "disaster": Effect(offers=False, accrual=False),
    "vulnerable": Effect(offers=False, reminders=False, accrual=False, payment_prompts=False),
}


@dataclass(frozen=True)
class Holds:
    """What must not happen now, and the states that say so. False everywhere: nothing binds."""

    states: tuple[BorrowerState, ...]
    offers: bool
    reminders: bool
    accrual: bool
    payment_prompts: bool

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(state.state for state in self.states)


def holds(uow: UnitOfWork, borrower_id: str, loan_id: str | None, at: datetime) -> Holds:
    """What binds at the instant: states of the borrower, and of the loan when one is named."""
    binding = tuple(
        state for state in uow.states.current(borrower_id, at) if state.loan_id is None or state.loan_id == loan_id
    )
    effects = [EFFECTS[state.state] for state in binding]
    return Holds(
        states=binding,
        offers=any(effect.offers for effect in effects),
        reminders=any(effect.reminders for effect in effects),
        accrual=any(effect.accrual for effect in effects),
        payment_prompts=any(effect.payment_prompts for effect in effects),
    )


def enter(
    uow: UnitOfWork,
    borrower_id: str,
    state: str,
    *,
    now: datetime,
    source: str,
    loan_id: str | None = None,
    evidence: str | None = None,
    until: datetime | None = None,
) -> BorrowerState:
    """Enter a state; the same one again gives back the first. Where the state stops accrual, penalties freeze from
    the borrower's today on, for the loan or for all loans. Raises ValueError for an unknown state."""
    if state not in EFFECTS:
        raise ValueError(f"unknown state {state!r}; use one of {', '.join(sorted(EFFECTS))}")
    borrower = uow.borrowers.require(borrower_id, lock=True)
    for current in uow.states.current(borrower_id, now):
        if current.state == state and current.loan_id == loan_id:
            return current
    entered = BorrowerState(new_id("s"), borrower_id, loan_id, state, now, until, source, evidence, None, None, None)
    uow.states.add(entered)
    if EFFECTS[state].accrual:
        today = local_date(now, borrower.timezone)
        ends_on = local_date(until, borrower.timezone) if until else None
        for loan in uow.loans.of_borrower(borrower_id):
            if loan_id in (None, loan.id):
                uow.loans.add_freeze(Freeze(f"{entered.id}.{loan.id}"[:64], loan.id, today, ends_on, "all", state, now))
    uow.audit.append(
        actor=source, action="state.entered", subject=borrower_id, data={"state": state, "loan": loan_id}, at=now
    )
    return entered


def lift(uow: UnitOfWork, state: BorrowerState, *, by: str, why: str, now: datetime) -> None:
    """End a state. What accrued nothing in the meantime is not charged afterwards (P34)."""
    borrower = uow.borrowers.require(state.borrower_id)
    uow.states.lift(state.id, by=by, why=why, at=now)
    today = local_date(now, borrower.timezone)
    for loan in uow.loans.of_borrower(state.borrower_id):
        for freeze in uow.loans.freezes(loan.id):
            if freeze.id == f"{state.id}.{loan.id}"[:64] and freeze.ends_on is None:
                uow.loans.end_freeze(freeze.id, max(today, freeze.starts_on))
    uow.audit.append(actor=by, action="state.lifted", subject=state.borrower_id, data={"state": state.state}, at=now)
