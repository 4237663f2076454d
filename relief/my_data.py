"""Everything that is held about one borrower, as a document: what a copy of one's own data is made of.

Third parties stay out of it: free texts pass `cover`, and people of the lender are named by their role only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from relief.money import Money
from relief.store import tables
from relief.store.records import Borrower, Conversation
from relief.store.uow import UnitOfWork

Cover = Callable[[str], str]
FORMAT = "evenkeel-my-data/1"
_LENDER = "lender"


def collect(uow: UnitOfWork, borrower_id: str, now: datetime, cover: Cover) -> dict[str, Any]:
    """The whole copy, JSON all through: amounts as decimal strings with their currency, instants in UTC.

    Raises MissingRecord for an unknown borrower."""
    borrower = uow.borrowers.require(borrower_id)
    talks = conversations_of(uow, borrower_id)
    return {
        "format": FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "person": _person(uow, borrower),
        "loans": [_loan(uow, loan) for loan in uow.loans.of_borrower(borrower_id)],
        "events": _events(uow, borrower_id),
        "plans": [
            {
                **_plain(plan, "id", "kind", "status", "currency", "proposed_at", "accepted_at", "ended_at", "end_reason"),
                "payments": [
                    {"due": row.due.isoformat(), "amount": _amount(row.amount, plan.currency)}
                    for row in uow.plans.instalments(plan.id)
                ],
            }
            for plan in uow.plans.of_borrower(borrower_id)
        ],
        "promises": [
            {**_plain(row, "promised_for", "made_at", "status", "currency"), "amount": _amount(row.amount, row.currency)}
            for row in _rows(uow, "promises", borrower_id)
        ],
        "decisions": [
            {**_plain(row, "id", "at", "today"), "outcome": _json(row.output)} for row in _rows(uow, "decisions", borrower_id)
        ],
        "told_us": {
            "situations": [
                {**_plain(row, "at", "reason", "consent_at"), "words": cover(row.words or "")}
                for row in _rows(uow, "situations", borrower_id)
            ],
            "budgets": [
                {**_plain(row, "at", "currency", "source", "consent_at"), "items": _items(row["items"], row.currency)}
                for row in _rows(uow, "budgets", borrower_id)
            ],
            "lessons": [
                {
                    **_plain(row, "lesson", "status", "started_at", "finished_at"),
                    "answers": [_plain(one, "item", "moment", "right", "at") for one in uow.lesson_answers.of_progress(row.id)],
                }
                for row in uow.lesson_progress.of(borrower_id, None)
            ],
        },
        "contact": _contact(uow, borrower_id),
        "states": [
            {**_plain(state, "state", "since", "until", "lifted_at"), "source": state.source}
            for state in uow.states.of_borrower(borrower_id)
        ],
        "cases": [_case(uow, case, cover) for case in uow.cases.of_borrower(borrower_id)],
        "conversations": [_conversation(uow, talk, cover) for talk in talks],
        "requests": [_plain(one, "kind", "status", "created_at", "completed_at") for one in uow.data_requests.of_borrower(borrower_id)],
    }  # fmt: skip


def conversations_of(uow: UnitOfWork, borrower_id: str) -> list[Conversation]:
    """The conversations in which the borrower was proven to be there: bound or verified now, or by what was kept of them then."""
    talks = tables.conversations
    found: dict[str, Conversation] = {}
    query = (
        select(talks)
        .where((talks.c.bound_borrower_id == borrower_id) | (talks.c.verified_borrower_id == borrower_id))
        .order_by(talks.c.created_at)
    )
    for row in uow.connection.execute(query):
        found[row[0]] = Conversation(*row)
    for name in ("situations", "decisions", "promises", "payment_requests", "consents"):
        table = tables.metadata.tables[name]
        ids = select(table.c.conversation_id).where(
            table.c.borrower_id == borrower_id, table.c.conversation_id.is_not(None)
        )
        for (talk,) in uow.connection.execute(ids.distinct()):
            one = found.get(talk) or uow.conversations.get(talk)
            if one is not None and one.bound_borrower_id in (None, borrower_id):
                found[talk] = one
    return list(found.values())


def _person(uow: UnitOfWork, borrower: Borrower) -> dict[str, Any]:
    kept = _plain(
        borrower, "reference", "full_name", "native_name", "date_of_birth", "language", "timezone", "jurisdiction",
        "currency", "pay_day", "created_at",
    )  # fmt: skip
    kept["minimum_surplus"] = _amount(borrower.minimum_surplus, borrower.currency)
    kept["income"] = _items(borrower.income, borrower.currency)
    kept["essentials"] = None if borrower.essentials is None else _amount(borrower.essentials, borrower.currency)
    kept["contacts"] = [
        _plain(contact, "kind", "value", "is_primary", "confirmed_at")
        for contact in uow.borrowers.contacts(borrower.id)
    ]
    return kept


def _loan(uow: UnitOfWork, loan: Any) -> dict[str, Any]:
    kept = _plain(
        loan, "reference", "book", "currency", "annual_rate", "n", "frequency", "first_due", "disbursed_on", "status"
    )
    kept["principal"] = _amount(loan.principal, loan.currency)
    kept["instalments"] = [
        {
            "due": row.due.isoformat(),
            **{name: _amount(getattr(row, name), loan.currency) for name in ("principal", "interest", "fees")},
        }
        for row in uow.loans.instalments(loan.id)
    ]
    kept["payments"] = [
        {
            **_plain(row, "paid_at", "reference", "channel", "kind", "status"),
            "amount": _amount(row.amount, row.currency),
        }
        for row in uow.payments.of_loan(loan.id)
    ]
    kept["freezes"] = [_plain(row, "starts_on", "ends_on", "why") for row in uow.loans.freezes(loan.id)]
    kept["adjustments"] = [
        {**_plain(row, "on_date", "kind", "component"), "amount": _amount(row.amount, loan.currency)}
        for row in uow.loans.adjustments(loan.id)
    ]
    return kept


def _contact(uow: UnitOfWork, borrower_id: str) -> dict[str, Any]:
    wish = uow.contacts_log.preference(borrower_id)
    return {
        "wishes": _plain(wish, "opted_out", "window_from", "window_to", "preferred_channel", "days", "updated_at") if wish else None,
        "consents": [
            _plain(row, "at", "purpose", "channel", "granted", "wording", "language") for row in _rows(uow, "consents", borrower_id)
        ],
        "written_first": [_plain(row, "at", "channel", "purpose", "outcome") for row in _rows(uow, "contacts_log", borrower_id)],
    }  # fmt: skip


def _case(uow: UnitOfWork, case: Any, cover: Cover) -> dict[str, Any]:
    kept = _plain(case, "number", "kind", "opened_at", "due_on", "status", "closed_at")
    kept["notes"] = [
        {"at": _json(note.at), "from": note.author if note.author == "borrower" else _LENDER, "text": cover(note.text)}
        for note in uow.cases.notes(case.id)
    ]
    kept["files"] = [_plain(one, "name", "type", "size", "at") for one in uow.uploads.of_case(case.id)]
    return kept


def _conversation(uow: UnitOfWork, talk: Conversation, cover: Cover) -> dict[str, Any]:
    lines = [line for line in uow.messages.after(talk.id) if not line.payload.get("hidden")]
    return {
        **_plain(talk, "channel", "created_at", "last_inbound_at"),
        "lines": [
            {"at": _json(line.at), "from": line.sender, "text": cover(line.text) if line.sender != "bot" else line.text}
            for line in lines
        ],
        "files": [_plain(one, "name", "type", "size", "at") for one in uow.uploads.of_conversation(talk.id)],
    }


def _rows(uow: UnitOfWork, name: str, borrower_id: str) -> list[Any]:
    table = tables.metadata.tables[name]
    order = table.c.made_at if name == "promises" else table.c.at
    query = select(table).where(table.c.borrower_id == borrower_id).order_by(order)
    return [_Row(row) for row in uow.connection.execute(query).mappings()]


class _Row:
    """A row of a table that can be read by name, and by item where the name is taken."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._row = dict(row)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._row[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> Any:
        return self._row[name]


def _items(items: Any, currency: str) -> Any:
    """Parts of an income or a budget, their amounts as decimal strings."""
    return [
        {name: _amount(value, currency) if name == "amount" else _json(value) for name, value in item.items()}
        for item in items or ()
    ]


def _events(uow: UnitOfWork, borrower_id: str) -> list[dict[str, Any]]:
    return [_plain(row, "at", "kind", "data") for row in _rows(uow, "loan_events", borrower_id)]


def _plain(record: Any, *names: str) -> dict[str, Any]:
    return {name: _json(getattr(record, name)) for name in names}


def _amount(minor: int, currency: str) -> str:
    return Money(minor, currency).to_decimal_string()


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _json(one) for name, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_json(one) for one in value]
    if is_dataclass(value):
        return {field.name: _json(getattr(value, field.name)) for field in fields(value)}
    return value
