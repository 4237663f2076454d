"""Reads what the figures are made from: a few statements, however many items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from relief.arithmetic.days_past_due import bucket_of
from relief.books import BUCKETS
from relief.store import tables
from relief.store.uow import UnitOfWork
from relief.team.model import ALONE, UNKNOWN, Item, Money, Paid, Span

COMPLAINTS = ("complaint", "harassment")
REVERSAL = "reversal"
MADE = ("accepted", "kept", "broken", "replaced", "cancelled")


def read(uow: UnitOfWork, span: Span) -> list[Item]:
    """Everything that a figure of the span may count."""
    talks = _talks(uow, span)
    return [*talks, *_agreements(uow, span), *_complaints(uow, span)]


def received(uow: UnitOfWork, span: Span) -> list[Money]:
    """Money that came in, by currency: payments less reversals, by the day on which they were paid;
    what could not be matched with a loan is left out."""
    p = tables.payments.c
    query = (
        select(p.currency, p.kind, func.sum(p.amount), func.count(func.distinct(p.borrower_id)))
        .where(*_booked(span))
        .group_by(p.currency, p.kind)
    )
    amounts: dict[str, int] = {}
    payers: dict[str, int] = {}
    for currency, kind, amount, people in uow.connection.execute(query):
        amounts[currency] = amounts.get(currency, 0) + _signed(kind, int(amount))
        if kind != REVERSAL:
            payers[currency] = int(people)
    return [Money(currency, amounts[currency], payers.get(currency, 0)) for currency in sorted(amounts)]


def payments(uow: UnitOfWork, span: Span, currency: str) -> list[Paid]:
    """The bookings that `received` adds up, the latest first."""
    p, loan = tables.payments.c, tables.loans.c
    rows = uow.connection.execute(
        select(p.id, p.paid_at, p.amount, p.currency, p.kind, p.channel, loan.reference, p.borrower_id)
        .select_from(tables.payments.join(tables.loans, loan.id == p.loan_id))
        .where(*_booked(span), p.currency == currency)
        .order_by(p.paid_at.desc(), p.id)
    )
    return [
        Paid(r.id, r.paid_at, _signed(r.kind, r.amount), r.currency, r.kind, r.channel, r.reference, r.borrower_id)
        for r in rows
    ]


def _booked(span: Span) -> tuple[Any, ...]:
    p = tables.payments.c
    return (p.paid_at >= span.start, p.paid_at < span.end, p.status == "booked")


def _signed(kind: str, amount: int) -> int:
    return -amount if kind == REVERSAL else amount


def _talks(uow: UnitOfWork, span: Span) -> list[Item]:
    h, s = tables.handoffs.c, tables.surveys.c
    rows = uow.connection.execute(
        select(
            h.id, h.asked_at, h.reason, h.language, h.bucket, h.channel, h.priority, h.conversation_id, h.borrower_id, h.owner,
            h.reply_due, h.resolve_due, h.first_reply_at, h.ended_at, h.how, h.outcome, s.solved,
        )
        .select_from(tables.handoffs.outerjoin(tables.surveys, s.handoff_id == h.id))
        .where(h.asked_at >= span.start, h.asked_at < span.end)
    )  # fmt: skip
    return [
        Item(
            "talk", r.id, r.asked_at, _group(r.reason, r.language, r.bucket, r.channel, r.priority, r.owner), r.conversation_id,
            r.borrower_id, r.reply_due, r.resolve_due, r.first_reply_at, r.ended_at, r.how, r.outcome, r.solved,
        )
        for r in rows
    ]  # fmt: skip


def _agreements(uow: UnitOfWork, span: Span) -> list[Item]:
    p, d, q, c, b = tables.plans.c, tables.decisions.c, tables.promises.c, tables.conversations.c, tables.borrowers.c
    language = func.coalesce(c.language, b.language).label("language")
    plans = uow.connection.execute(
        select(p.id, p.accepted_at, p.ended_at, p.status, p.borrower_id, p.loan_id, d.conversation_id, d.inputs, language, c.channel)
        .select_from(
            tables.plans.join(tables.borrowers, b.id == p.borrower_id)
            .outerjoin(tables.decisions, d.id == p.decision_id)
            .outerjoin(tables.conversations, c.id == d.conversation_id)
        )
        .where(p.status.in_(MADE), p.accepted_at.is_not(None), _touches(p.accepted_at, p.ended_at, span))
    ).all()  # fmt: skip
    promises = uow.connection.execute(
        select(q.id, q.made_at, q.ended_at, q.status, q.borrower_id, q.loan_id, q.conversation_id, language, c.channel)
        .select_from(
            tables.promises.join(tables.borrowers, b.id == q.borrower_id).outerjoin(
                tables.conversations, c.id == q.conversation_id
            )
        )
        .where(_touches(q.made_at, q.ended_at, span))
    ).all()  # fmt: skip
    found = [
        Item(
            "plan", r.id, r.accepted_at, _group(ALONE, r.language, _bucket(r.inputs, r.loan_id), r.channel), r.conversation_id,
            r.borrower_id, ended_at=r.ended_at, status=r.status,
        )
        for r in plans
    ]  # fmt: skip
    found += [
        Item(
            "promise", r.id, r.made_at, _group(ALONE, r.language, None, r.channel), r.conversation_id, r.borrower_id,
            ended_at=r.ended_at, status=r.status,
        )
        for r in promises
    ]  # fmt: skip
    return _with_people(uow, found)


def _complaints(uow: UnitOfWork, span: Span) -> list[Item]:
    k, c = tables.cases.c, tables.conversations.c
    rows = uow.connection.execute(
        select(k.id, k.number, k.opened_at, k.closed_at, k.priority, k.conversation_id, k.borrower_id, c.language, c.channel)
        .select_from(tables.cases.outerjoin(tables.conversations, c.id == k.conversation_id))
        .where(k.kind.in_(COMPLAINTS), k.opened_at >= span.start, k.opened_at < span.end)
    ).all()  # fmt: skip
    found = [
        Item(
            "complaint", r.id, r.opened_at, _group(ALONE, r.language, None, r.channel, r.priority), r.conversation_id,
            r.borrower_id, ended_at=r.closed_at, status="closed" if r.closed_at else "open", number=r.number,
        )
        for r in rows
    ]  # fmt: skip
    return _with_people(uow, found)


def _with_people(uow: UnitOfWork, items: Sequence[Item]) -> list[Item]:
    """The reason, bucket, priority and owner of the talk with people that was last begun before, in the same conversation."""
    ids = sorted({item.conversation_id for item in items if item.conversation_id})
    h = tables.handoffs.c
    talks: dict[str, list[tuple[datetime, str, str | None, str, str | None]]] = {}
    for start in range(0, len(ids), 500):
        for r in uow.connection.execute(
            select(h.conversation_id, h.asked_at, h.reason, h.bucket, h.priority, h.owner)
            .where(h.conversation_id.in_(ids[start : start + 500]))
            .order_by(h.asked_at)
        ):
            talks.setdefault(r.conversation_id, []).append((r.asked_at, r.reason, r.bucket, r.priority, r.owner))
    found = []
    for item in items:
        known = talks.get(item.conversation_id or "", [])
        earlier = [one for one in known if one[0] <= item.at] or (known[:1] if item.kind == "complaint" else [])
        if earlier:
            _, reason, bucket, priority, owner = earlier[-1]
            group = {**item.group, "reason": reason, "priority": priority, "owner": owner or UNKNOWN}
            if item.group["bucket"] == UNKNOWN and bucket:
                group["bucket"] = bucket
            item = replace(item, group=group)
        found.append(item)
    return found


def _group(
    reason: str | None,
    language: str | None,
    bucket: str | None,
    channel: str | None,
    priority: str | None = None,
    owner: str | None = None,
) -> Mapping[str, str]:
    return {
        "reason": reason or UNKNOWN,
        "language": language or UNKNOWN,
        "bucket": bucket or UNKNOWN,
        "channel": channel or UNKNOWN,
        "priority": priority or UNKNOWN,
        "owner": owner or UNKNOWN,
    }


def _touches(made: Any, ended: Any, span: Span) -> Any:
    return or_(and_(made >= span.start, made < span.end), and_(ended >= span.start, ended < span.end))


def _bucket(inputs: Mapping[str, Any] | None, loan_id: str) -> str | None:
    """How late the loan was when the plan was decided."""
    if not inputs:
        return None
    today = datetime.fromisoformat(str(inputs["today"])).date()
    for loan in inputs["account"]["loans"]:
        if loan["id"] == loan_id:
            due = [datetime.fromisoformat(str(owed["due"])).date() for owed in loan.get("overdue") or ()]
            return bucket_of(max(0, (today - min(due)).days) if due else 0, BUCKETS)
    return None
