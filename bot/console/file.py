"""Everything that is known of a borrower and a conversation, put together for the one card. Reading it is noted in the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.figures import of_account
from relief import contact
from relief.accounts import histories
from relief.agreements import offer_of, progress
from relief.dates import local_date, zone
from relief.ledger.replay import History
from relief.ledger.view import LoanView, loan_view
from relief.policy.outcome import Decision
from relief.states import Holds, holds
from relief.store.records import (
    Borrower,
    Budget,
    Case,
    Consent,
    Contact,
    Contacted,
    ContactPreference,
    Conversation,
    Handoff,
    Message,
    Onlooker,
    Plan,
    PrivateNote,
    Promise,
    RefusedDraft,
    Situation,
    Staff,
)
from relief.store.records import Decision as StoredDecision
from relief.store.uow import UnitOfWork
from words import charts
from words.charts import Bar
from words.compose import Writer
from words.decision import account_rows, because_lines, line, needs_person, offer_summary, refusal
from words.model import Both, Chart, Language

MONTHS = 12
LINES = 400
RECENT = timedelta(days=365)
GONE_AFTER = timedelta(seconds=45)
"""A page that has said nothing for so long is closed, or its machine sleeps."""

TEXTS: dict[str, Both] = {
    "history_title": Both(en="Days past due, loan {loan}", zh="逾期天数，贷款{loan}"),
    "history_text": Both(
        en="At the end of each month, and today: {now} days now, {most} at most.",
        zh="每月末和今天的逾期天数：目前{now}天，最多{most}天。",
    ),
    "history_when": Both(en="When", zh="时间"),
    "history_days": Both(en="Days past due", zh="逾期天数"),
}


@dataclass(frozen=True)
class LoanCard:
    view: LoanView
    chart: Chart


@dataclass(frozen=True)
class OfferLine:
    """An offer of a decision: what it says, why, and whether somebody has to approve it."""

    kind: str
    fingerprint: str
    summary: str
    because: tuple[str, ...]
    needs: str
    approved: bool
    valid_until: date


@dataclass(frozen=True)
class DecisionCard:
    """What the engine said on a day: offers, refusals with the smallest change, and the whole trace."""

    id: str
    at: datetime
    loan: str
    offers: tuple[OfferLine, ...]
    refusals: tuple[tuple[str, str], ...]
    nothing: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PlanCard:
    plan: Plan
    summary: str
    paid: int
    of: int


@dataclass(frozen=True)
class Account:
    """The borrower's side of the card. None of it exists while nobody knows who is there."""

    borrower: Borrower
    today: date
    local_time: datetime
    contacts: Sequence[Contact]
    loans: Sequence[LoanCard]
    situation: Situation | None
    budget: Budget | None
    decisions: Sequence[DecisionCard]
    plans: Sequence[PlanCard]
    promises: Sequence[Promise]
    cases: Sequence[Case]
    holds: Holds
    consents: Sequence[Consent]
    preference: ContactPreference | None
    window: tuple[str, str]
    may_write: contact.MayWrite
    contacted: Sequence[Contacted]
    earlier: Sequence[Handoff]
    sums: Sequence[str]


@dataclass(frozen=True)
class File:
    """One conversation with everything around it."""

    conversation: Conversation
    handoff: Handoff | None
    owner: Staff | None
    lines: Sequence[Message]
    notes: Sequence[PrivateNote]
    refused: Sequence[RefusedDraft]
    names: Mapping[str, str]
    verified: bool
    verified_how: str
    account: Account | None
    summary: Sequence[tuple[str, str]]
    others: Sequence[Staff]
    onlookers: Sequence[Onlooker]


def read(uow: UnitOfWork, conversation_id: str, language: Language, now: datetime) -> File | None:
    """The file of a conversation, with words in the language of whoever reads; None when there is no such conversation."""
    conversation = uow.conversations.get(conversation_id)
    if conversation is None:
        return None
    from bot.handoff import present

    verified_id = conversation.verified_as(now)
    borrower_id = verified_id or conversation.bound_borrower_id
    row = uow.handoffs.open_of(conversation.id)
    borrower_id = borrower_id or (row.borrower_id if row else None)
    lines = uow.messages.last(conversation.id, LINES)
    staff = uow.staff.all()
    here = present(uow, now)
    return File(
        conversation=conversation,
        handoff=row,
        owner=next((one for one in staff if one.id == conversation.owner), None),
        lines=[one for one in lines if not one.payload.get("hidden")],
        notes=uow.private_notes.of_conversation(conversation.id),
        refused=uow.refused_drafts.of_conversation(conversation.id),
        names={one.id: one.name for one in staff},
        verified=verified_id is not None,
        verified_how=_how(uow, conversation.id) if verified_id else "",
        account=account(uow, borrower_id, conversation_id, language, now) if borrower_id else None,
        summary=tuple(_summary(lines, conversation, row)),
        others=[one for one in staff if one.id in here and one.id != conversation.owner],
        onlookers=uow.onlookers.since(conversation_id, now - GONE_AFTER),
    )


def _how(uow: UnitOfWork, conversation_id: str) -> str:
    """How the borrower was confirmed last, as verification noted it: `code`, `link` …; empty when it says nothing."""
    found = [line for line in uow.audit.latest(100, subject=conversation_id) if line.action == "verified"]
    return str(found[0].data.get("how") or "") if found else ""


def note_reading(
    uow: UnitOfWork, reader: str, conversation_id: str, borrower_id: str | None, what: str, now: datetime
) -> None:
    """Every look into a borrower's file is a line of the record, under the borrower when it is known whose it is."""
    uow.audit.append(
        actor=reader, action="file.read", subject=borrower_id or conversation_id,
        data={"what": what, "conversation": conversation_id}, at=now,
    )  # fmt: skip


def account(uow: UnitOfWork, borrower_id: str, conversation_id: str, language: Language, now: datetime) -> Account:
    """Raises MissingRecord for an unknown borrower."""
    borrower = uow.borrowers.require(borrower_id)
    today = local_date(now, borrower.timezone)
    found = histories(uow, borrower)
    plans = [plan for plan in uow.plans.of_borrower(borrower_id) if plan.accepted_at is not None]
    preference = uow.contacts_log.preference(borrower_id)
    opens, closes = contact.window(contact.rules_for(uow, borrower, today), preference)
    approved = frozenset(one.fingerprint for one in uow.approvals.of_borrower(borrower_id) if one.status == "approved")
    references = {history.loan.id: history.loan.reference for history in found}
    conversation = uow.conversations.get(conversation_id)
    channel = conversation.channel if conversation else "web"
    return Account(
        borrower=borrower,
        today=today,
        local_time=now.astimezone(zone(borrower.timezone)),
        contacts=uow.borrowers.contacts(borrower_id),
        loans=[LoanCard(loan_view(history, today), _history(history, today, language)) for history in found],
        situation=uow.situations.latest(borrower_id),
        budget=uow.budgets.latest(borrower_id),
        decisions=[
            decision_card(one, references, language, approved) for one in uow.decisions.of_borrower(borrower_id, 4)
        ],
        plans=[_plan(uow, plan, language, now) for plan in plans],
        promises=[one for history in found for one in uow.promises.of_loan(history.loan.id)],
        cases=uow.cases.of_borrower(borrower_id),
        holds=holds(uow, borrower_id, None, now),
        consents=uow.consents.of_borrower(borrower_id),
        preference=preference,
        window=(f"{opens:%H:%M}", f"{closes:%H:%M}"),
        may_write=contact.may_write_now(uow, borrower_id, channel, now),
        contacted=list(reversed(uow.contacts_log.since(borrower_id, now - RECENT)))[:12],
        earlier=[one for one in uow.handoffs.of_borrower(borrower_id) if one.ended_at is not None],
        sums=of_account(uow, borrower_id, now),
    )


def decision_card(
    stored: StoredDecision, references: Mapping[str, str], language: Language, approved: frozenset[str] = frozenset()
) -> DecisionCard:
    """A stored decision in the words of whoever reads it."""
    decision = Decision.from_json(stored.output)
    currency = str(stored.inputs.get("currency") or _currency(stored))
    writer = Writer(language)
    return DecisionCard(
        stored.id,
        stored.at,
        references.get(decision.loan, decision.loan),
        tuple(
            OfferLine(
                offer.kind, offer.fingerprint, offer_summary(writer, offer), because_lines(writer, decision, offer, offer.currency),
                needs_person(writer, offer.needs) if offer.needs else "", offer.fingerprint in approved,
                offer.valid_until,
            )
            for offer in decision.offers
        ),
        tuple((one.kind, refusal(writer, decision, one, currency)) for one in decision.refusals),
        tuple(line(writer, one, currency) for one in decision.nothing_fits.because) if decision.nothing_fits else (),
        account_rows(writer, decision),
    )  # fmt: skip


def _currency(stored: StoredDecision) -> str:
    loans = stored.inputs["account"]["loans"]
    focus = stored.inputs["account"]["focus"]
    return str(next(loan["currency"] for loan in loans if loan["id"] == focus))


def _history(history: History, today: date, language: Language) -> Chart:
    """Days past due at the ends of the last months and today."""
    days = [day for day in _month_ends(today) if day >= history.loan.disbursed_on] + [today]
    late = [(day, loan_view(history, day).days_late) for day in days]
    most = max(days_late for _, days_late in late)
    writer = Writer(language)
    title = TEXTS["history_title"].in_language(language).format(loan=history.loan.reference)
    text = TEXTS["history_text"].in_language(language).format(now=late[-1][1], most=most)
    headings = (TEXTS["history_when"].in_language(language), TEXTS["history_days"].in_language(language))
    rows = [
        Bar(writer.show(day), str(days_late), days_late, tone="total" if day == today else "more")
        for day, days_late in late
    ]
    return charts.bars(title, text, headings, rows)


def _month_ends(today: date) -> Iterator[date]:
    first = today.replace(day=1)
    ends = []
    for _ in range(MONTHS - 1):
        end = first - timedelta(days=1)
        ends.append(end)
        first = end.replace(day=1)
    yield from reversed(ends)


def _plan(uow: UnitOfWork, plan: Plan, language: Language, now: datetime) -> PlanCard:
    summary = offer_summary(Writer(language), offer_of(plan))
    if plan.status != "accepted":
        return PlanCard(plan, summary, 0, 0)
    rows = progress(uow, plan, now).rows
    return PlanCard(plan, summary, sum(1 for row in rows if not row.left), len(rows))


def _summary(lines: Sequence[Message], conversation: Conversation, row: Handoff | None) -> Iterator[tuple[str, str]]:
    """What a colleague has to know to go on, as (kind, value): made from what was understood and said, so that nobody retells it."""
    mine = [one for one in lines if one.sender == "borrower" and not one.payload.get("hidden")]
    if row is not None:
        yield "reason", row.reason
    seen: dict[str, None] = {}
    values: dict[tuple[str, str], None] = {}
    for one in mine:
        read: Mapping[str, Any] = one.understood or {}
        intent = read.get("intent")
        if intent and intent not in ("affirm", "deny", "inform", "greet", "thank", "goodbye", "nlu_fallback", "cancel"):
            seen[str(intent)] = None
        for entity in read.get("entities") or ():
            values[(str(entity.get("entity")), str(entity.get("value")))] = None
    for intent in list(seen)[-6:]:
        yield "intent", intent
    for name, value in list(values)[-8:]:
        yield f"value.{name}", value
    told = [one.text for one in mine if len(one.text) > 12 and not one.payload.get("press")]
    for text in told[-3:]:
        yield "words", text[:400]
