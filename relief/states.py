"""What binds an account now: states that stop offers, reminders, accrual or talk of paying.

What a state stops, and which counts first, is data of the policy packs. A state is entered with its source and evidence, and
lifted by somebody who may, with a reason; nothing is deleted, both ends stand in the audit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from relief import protection_rules as rules
from relief.dates import local_date
from relief.policy.specs import STATES
from relief.store.ids import new_id
from relief.store.records import BorrowerState, Freeze
from relief.store.uow import UnitOfWork

MACHINES = frozenset({"assistant", "gateway", "system", "borrower"})
"""Actors that are no person of the lender."""


class MayNotLift(PermissionError):
    """The state is lifted by a person; the text names the state and who tried."""


@dataclass(frozen=True)
class Effect:
    """What a state stops."""

    offers: bool = True
    reminders: bool = True
    accrual: bool = True
    payment_prompts: bool = True
    enforcement: bool = False


def effect_of(state: str, jurisdiction: str | None = None) -> Effect:
    """What the state stops at that place. Raises KeyError for a state that no pack knows."""
    stops = rules.stops(state, jurisdiction)
    return Effect(
        offers="offers" in stops,
        reminders="contact" in stops,
        accrual=bool({"interest", "charges"} & stops),
        payment_prompts="payment_prompts" in stops,
        enforcement="enforcement" in stops,
    )


class _BaseEffects(Mapping[str, Effect]):
    """What each state stops by the base pack, which holds everywhere; read when first asked for."""

    def __getitem__(self, state: str) -> Effect:
        return effect_of(state)

    def __iter__(self) -> Iterator[str]:
        return iter(STATES)

    def __len__(self) -> int:
        return len(STATES)


EFFECTS: Mapping[str, Effect] = _BaseEffects()


@dataclass(frozen=True)
class Holds:
    """What must not happen now, and the states that say so, the one that counts first at the beginning. False everywhere:
    nothing binds."""

    states: tuple[BorrowerState, ...]
    offers: bool
    reminders: bool
    accrual: bool
    payment_prompts: bool
    enforcement: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(state.state for state in self.states)

    @property
    def first(self) -> BorrowerState | None:
        """The state that counts first (P32: a crisis before everything)."""
        return self.states[0] if self.states else None


def holds(uow: UnitOfWork, borrower_id: str, loan_id: str | None, at: datetime) -> Holds:
    """What binds at the instant: states of the borrower, and of the loan when one is named."""
    binding = [
        state for state in uow.states.current(borrower_id, at) if state.loan_id is None or state.loan_id == loan_id
    ]
    if not binding:
        return Holds((), False, False, False, False)
    binding.sort(key=lambda state: _rank(state.state))
    borrower = uow.borrowers.get(borrower_id)
    place = borrower.jurisdiction if borrower else None
    effects = [effect_of(state.state, place) for state in binding]
    return Holds(
        states=tuple(binding),
        offers=any(effect.offers for effect in effects),
        reminders=any(effect.reminders for effect in effects),
        accrual=any(effect.accrual for effect in effects),
        payment_prompts=any(effect.payment_prompts for effect in effects),
        enforcement=any(effect.enforcement for effect in effects),
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
    begins_on: date | None = None,
) -> BorrowerState:
    """Enter a state; the same one again gives back the first. Where the state stops accrual, penalties freeze from
    the borrower's today on, for the loan or for all loans; from `begins_on` when that is earlier, so that what accrued since (a death)
    falls away. Without `until` the pack says how long it lasts. Raises ValueError for an unknown state."""
    if state not in EFFECTS:
        raise ValueError(f"unknown state {state!r}; use one of {', '.join(sorted(EFFECTS))}")
    borrower = uow.borrowers.require(borrower_id, lock=True)
    for current in uow.states.current(borrower_id, now):
        if current.state == state and current.loan_id == loan_id:
            return current
    length = rules.days(state, borrower.jurisdiction)
    if until is None and length is not None:
        until = now + timedelta(days=length)
    entered = BorrowerState(new_id("s"), borrower_id, loan_id, state, now, until, source, evidence, None, None, None)
    uow.states.add(entered)
    if effect_of(state, borrower.jurisdiction).accrual:
        today = local_date(now, borrower.timezone)
        begins = min(begins_on, today) if begins_on else today
        ends_on = local_date(until, borrower.timezone) if until else None
        for loan in uow.loans.of_borrower(borrower_id):
            if loan_id in (None, loan.id):
                uow.loans.add_freeze(
                    Freeze(f"{entered.id}.{loan.id}"[:64], loan.id, begins, ends_on, "all", state, now)
                )
    data = {"state": state, "loan": loan_id}
    if begins_on is not None:
        data["from"] = begins_on.isoformat()
    uow.audit.append(actor=source, action="state.entered", subject=borrower_id, data=data, at=now)
    return entered


def lift(uow: UnitOfWork, state: BorrowerState, *, by: str, why: str, now: datetime) -> None:
    """End a state. What accrued nothing in the meantime is not charged afterwards (P34).

    Raises MayNotLift when a machine or the borrower ends what only a person may end, ValueError without a reason."""
    if by in MACHINES and not rules.lifted_by_borrower(state.state):
        raise MayNotLift(f"{state.state} is lifted by a person with a reason, not by {by!r}")
    if not why.strip():
        raise ValueError(f"{state.state} needs a reason when it is lifted; give `why`")
    borrower = uow.borrowers.require(state.borrower_id)
    uow.states.lift(state.id, by=by, why=why, at=now)
    today = local_date(now, borrower.timezone)
    for loan in uow.loans.of_borrower(state.borrower_id):
        for freeze in uow.loans.freezes(loan.id):
            runs_on = freeze.ends_on is None or freeze.ends_on > today
            if freeze.id == f"{state.id}.{loan.id}"[:64] and runs_on:
                uow.loans.end_freeze(freeze.id, max(today, freeze.starts_on))
    uow.audit.append(actor=by, action="state.lifted", subject=state.borrower_id, data={"state": state.state}, at=now)


def paused_for(uow: UnitOfWork, borrower_id: str, loan_id: str | None, since: datetime, now: datetime) -> timedelta:
    """For how long between the two instants offers rested. An offer's last day moves on by that: a crisis or a dispute
    never makes it run out."""
    borrower = uow.borrowers.require(borrower_id)
    spans: list[tuple[datetime, datetime]] = []
    for state in uow.states.of_borrower(borrower_id):
        if state.loan_id not in (None, loan_id) or not effect_of(state.state, borrower.jurisdiction).offers:
            continue
        ends = min(one for one in (now, state.until, state.lifted_at) if one is not None)
        if (begins := max(since, state.since)) < ends:
            spans.append((begins, ends))
    total, reached = timedelta(), since
    for begins, ends in sorted(spans):
        if ends > reached:
            total += ends - max(begins, reached)
            reached = ends
    return total


def _rank(state: str) -> int:
    order = rules.precedence()
    return order.index(state) if state in order else len(order)
