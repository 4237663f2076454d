"""Work for a person: every case has a number that can be quoted and a day by which it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from relief import protection_rules
from relief.dates import is_weekday, local_date
from relief.store.ids import new_id
from relief.store.records import Case, CaseNote
from relief.store.repositories.base import StaleRecord
from relief.store.uow import UnitOfWork

Priority = Literal["crisis", "urgent", "normal"]


@dataclass(frozen=True)
class CaseKind:
    """`letter` begins the number; `days` are working days until the answer is due (0 = the same day)."""

    letter: str
    days: int
    priority: Priority


KINDS: Mapping[str, CaseKind] = {
    "crisis": CaseKind("K", 0, "crisis"),
    "handoff": CaseKind("H", 1, "normal"),
    "request": CaseKind("R", 2, "normal"),
    "dispute": CaseKind("D", 5, "urgent"),
    "fraud": CaseKind("F", 2, "urgent"),
    "complaint": CaseKind("C", 5, "urgent"),
    "harassment": CaseKind("C", 1, "urgent"),
    "wrong_person": CaseKind("W", 2, "normal"),
    "deceased": CaseKind("B", 3, "urgent"),
    "insolvency": CaseKind("I", 3, "normal"),
    "hardship": CaseKind("S", 2, "normal"),
    "approval": CaseKind("A", 1, "normal"),
    "settlement": CaseKind("A", 2, "normal"),
    "payment": CaseKind("P", 2, "normal"),
    "documents": CaseKind("E", 3, "normal"),
    "data": CaseKind("T", 10, "normal"),
}
"""Our own promise of how soon a person answers; a policy pack may only shorten it."""


def open_case(
    uow: UnitOfWork,
    kind: str,
    *,
    idempotency_key: str,
    now: datetime,
    borrower_id: str | None = None,
    loan_id: str | None = None,
    conversation_id: str | None = None,
    priority: Priority | None = None,
    summary: Mapping[str, Any] | None = None,
    due_on: date | None = None,
    actor: str = "assistant",
) -> Case:
    """Open a case, or give back the one that was opened under this key. Raises ValueError for an unknown kind."""
    known = KINDS.get(kind)
    if known is None:
        raise ValueError(f"unknown kind of case {kind!r}; use one of {', '.join(sorted(KINDS))}")
    earlier = uow.cases.by_key(idempotency_key)
    if earlier is not None:
        return earlier
    counter = f"{known.letter}-{now.year}"
    case = Case(
        id=new_id("k"),
        number=f"{counter}-{uow.cases.next_number(counter):06d}",
        kind=kind,
        priority=priority or known.priority,
        borrower_id=borrower_id,
        loan_id=loan_id,
        conversation_id=conversation_id,
        opened_at=now,
        due_on=due_on or due_date(uow, kind, borrower_id, now),
        status="open",
        summary=dict(summary or {}),
        idempotency_key=idempotency_key,
        assigned_to=None,
        closed_at=None,
        outcome=None,
    )
    if not uow.cases.add_once(case):  # another process was faster
        return _existing(uow, idempotency_key)
    uow.audit.append(
        actor=actor,
        action="case.opened",
        subject=case.id,
        data={"number": case.number, "kind": kind, "priority": case.priority, "due_on": case.due_on.isoformat()},
        at=now,
    )
    return case


def due_date(uow: UnitOfWork, kind: str, borrower_id: str | None, now: datetime) -> date:
    """The day by which a case opened now is answered: our own promise, or the pack's limit where that is shorter."""
    borrower = uow.borrowers.get(borrower_id) if borrower_id else None
    today = local_date(now, borrower.timezone) if borrower else now.date()
    promised = working_days_after(today, KINDS[kind].days)
    limit = protection_rules.answer_days(kind, borrower.jurisdiction if borrower else None, today)
    return promised if limit is None else min(promised, today + timedelta(days=limit))


def close_case(uow: UnitOfWork, case: Case, *, outcome: str, by: str, now: datetime) -> Case:
    """Close it with what came out. Closing a closed case raises StaleRecord."""
    current = uow.cases.require(case.id, lock=True)
    if current.status == "closed":
        raise StaleRecord(f"case {case.number} was closed already")
    uow.cases.change(case.id, status="closed", closed_at=now, outcome=outcome)
    uow.audit.append(actor=by, action="case.closed", subject=case.id, data={"outcome": outcome}, at=now)
    return replace(current, status="closed", closed_at=now, outcome=outcome)


def add_note(uow: UnitOfWork, case_id: str, *, author: str, text: str, now: datetime) -> CaseNote:
    note = CaseNote(new_id("n"), case_id, author, now, text)
    uow.cases.add_note(note)
    return note


def working_days_after(start: date, days: int) -> date:
    """Mondays to Fridays; the day itself when `days` is 0."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_weekday(day)
    return day


def _existing(uow: UnitOfWork, idempotency_key: str) -> Case:
    case = uow.cases.by_key(idempotency_key)
    if case is None:
        raise StaleRecord(f"a case with the key {idempotency_key!r} is being opened elsewhere; try again")
    return case
