"""Erasure on request: what goes at once, what stays, why, and until when.

Words, files and memory go: transcripts, buttons, one-time codes, what was told of a household, notes and files of cases that are
answered. What the law makes a lender keep stays: the account with its payments and agreements, and the proof of how it was dealt
with; the packs say for how long. What lies outside the database (files, Rasa's memory) is written down in the request and carried
out by the gateway, so that nothing is lost when a process dies in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Table, delete, select, update

from relief.cases import close_case
from relief.dates import local_date
from relief.my_data import conversations_of
from relief.protection_rules import years_kept
from relief.store import tables
from relief.store.ids import new_id
from relief.store.records import Borrower, Conversation, DataRequest
from relief.store.uow import UnitOfWork

KEPT_BY_CONVERSATION = frozenset(
    {"conversations", "uploads", "cases", "handoffs", "situations", "decisions", "promises", "consents", "payment_requests",
     "data_requests"}
)  # fmt: skip
"""Tables whose rows name a conversation and are dealt with one by one, or stay; rows of all others go with the conversation."""
OF_THE_CHANNEL = frozenset({"channel_links", "telegram_chats"})
"""Where a conversation is held: stays for the one that asks, and goes with every other."""
DELETABLE = timedelta(hours=47)
"""Telegram lets a bot delete its messages for 48 hours (core.telegram.org/bots/api#deletemessage)."""

HELD_BY_PEOPLE = ("waiting", "person")

What = Literal["account", "dealings", "open_cases", "record"]


@dataclass(frozen=True)
class Stays:
    """Something that is not erased. `years` run from the end of the account; None: `cases` says until when."""

    what: What
    years: int | None = None
    source: str = ""
    cases: tuple[str, ...] = ()


def what_stays(uow: UnitOfWork, borrower: Borrower, now: datetime) -> tuple[Stays, ...]:
    """What the packs and open cases keep, in the order in which it is told."""
    today = local_date(now, borrower.timezone)
    account, dealings = (years_kept(name, borrower.jurisdiction, today) for name in ("account", "dealings"))
    open_cases = tuple(
        case.number
        for case in uow.cases.of_borrower(borrower.id)
        if case.status != "closed" and case.kind != "documents"
    )
    kept = [Stays("account", *account), Stays("dealings", *dealings)]
    if open_cases:
        kept.append(Stays("open_cases", cases=open_cases))
    return (*kept, Stays("record"))


def erase(
    uow: UnitOfWork,
    borrower_id: str,
    *,
    key: str,
    now: datetime,
    conversation_id: str | None = None,
    message_id: str | None = None,
) -> DataRequest:
    """Erase what may go, once for each key. In the conversation that asks, the asking message keeps its empty row, so that it can be
    answered. A conversation that a person works on is erased when they have finished (`finish`)."""
    earlier = uow.data_requests.by_key(key)
    if earlier is not None:
        return earlier
    borrower = uow.borrowers.require(borrower_id, lock=True)
    work = _Work(uow, borrower, now, conversation_id, message_id)
    later = []
    for talk in conversations_of(uow, borrower_id):
        if talk.state in HELD_BY_PEOPLE:
            later.append(talk.id)
        else:
            work.conversation(talk)
    work.household()
    todo = {"files": work.files, "memories": work.memories, "chats": work.chats, "later": later}
    request = DataRequest(
        new_id("q"), borrower_id, conversation_id, "erasure", "pending", now, None, None, todo, key
    )  # fmt: skip
    uow.data_requests.add(request)
    uow.audit.append(
        actor="borrower",
        action="data.erased",
        subject=borrower_id,
        data={
            "request": request.id,
            "rows": work.counts,
            "files": len(work.files),
            "later": later,
            "stays": [one.what for one in what_stays(uow, borrower, now)],
        },
        at=now,
    )
    return request


def finish(uow: UnitOfWork, request: DataRequest, now: datetime) -> DataRequest:
    """Erase the conversations that people have finished with since. What is then `todo` is for whoever holds files and memories."""
    borrower = uow.borrowers.require(request.borrower_id, lock=True)
    work = _Work(uow, borrower, now, None, None)
    later: list[str] = []
    for talk_id in request.todo.get("later", ()):
        talk = uow.conversations.get(talk_id, lock=True)
        if talk is not None and talk.state in HELD_BY_PEOPLE:
            later.append(talk_id)
        elif talk is not None:
            work.conversation(talk)
    todo = {
        "files": [*request.todo.get("files", ()), *work.files],
        "memories": [*request.todo.get("memories", ()), *work.memories],
        "chats": {**request.todo.get("chats", {}), **work.chats},
        "later": later,
    }
    if todo != dict(request.todo):
        uow.data_requests.change(request.id, todo=todo)
    return replace(request, todo=todo)


def carried_out(uow: UnitOfWork, request: DataRequest, now: datetime) -> None:
    """Files and memories are gone; with nothing left for later the request is done."""
    left = list(request.todo.get("later", ()))
    values: dict[str, Any] = {"todo": {"files": [], "memories": [], "chats": {}, "later": left}}
    if not left:
        values |= {"status": "done", "completed_at": now}
        uow.audit.append(
            actor="gateway",
            action="data.erasure_done",
            subject=request.borrower_id,
            data={"request": request.id},
            at=now,
        )
    uow.data_requests.change(request.id, **values)


class _Work:
    """One erasure being carried out in the database."""

    def __init__(
        self, uow: UnitOfWork, borrower: Borrower, now: datetime, current: str | None, message_id: str | None
    ) -> None:
        self._uow = uow
        self._borrower = borrower
        self._now = now
        self._current = current
        self._message_id = message_id
        self.counts: dict[str, int] = {}
        self.files: list[str] = []
        self.memories: list[str] = []
        self.chats: dict[str, list[int]] = {}
        """By Telegram chat: the numbers of what we wrote there and may still be deleted."""

    def conversation(self, talk: Conversation) -> None:
        """The words of a conversation and all that hangs on them."""
        here = talk.id == self._current
        lines = select(tables.messages.c.id).where(tables.messages.c.conversation_id == talk.id)
        for part in self._uow.telegram_parts.sent_since(talk.id, self._now - DELETABLE):
            self.chats.setdefault(part.chat_id, []).append(part.message_id or 0)
        for table in reversed(tables.metadata.sorted_tables):
            if table is tables.messages:
                continue
            for column in table.columns:
                if any(key.column is tables.messages.c.id for key in column.foreign_keys):
                    self._delete(table, column.in_(lines))
            if "conversation_id" in table.columns and table.name not in KEPT_BY_CONVERSATION:
                if here and table.name in OF_THE_CHANNEL:
                    continue  # the channel in which this is being answered
                self._delete(table, table.c.conversation_id == talk.id)
        self._lines(talk.id)
        self._uploads(tables.uploads.c.conversation_id == talk.id)
        handoffs = tables.metadata.tables.get("handoffs")
        if handoffs is not None:
            self._run(update(handoffs).where(handoffs.c.conversation_id == talk.id).values(summary=None), "handoffs")
        values: dict[str, Any] = {"data": {}, "crisis_at": None}
        if not here:
            values |= {
                "verified_borrower_id": None, "verified_until": None, "bound_borrower_id": None, "verification_step": None,
                "forgotten_at": self._now, "token_version": talk.token_version + 1,
            }  # fmt: skip
        self._run(
            update(tables.conversations).where(tables.conversations.c.id == talk.id).values(values), "conversations"
        )
        self.memories.append(talk.id)

    def household(self) -> None:
        """What was told about a life: reasons, budgets, decisions that led to nothing, notes and files of answered cases."""
        mine = self._borrower.id
        for case in self._uow.cases.of_borrower(mine):
            if case.kind == "documents" and case.status != "closed":
                close_case(self._uow, case, outcome="the files were erased on request", by="borrower", now=self._now)
        self._delete(tables.situations, tables.situations.c.borrower_id == mine)
        self._delete(tables.budgets, tables.budgets.c.borrower_id == mine)
        self._delete(tables.lesson_progress, tables.lesson_progress.c.borrower_id == mine)  # answers go with it
        self._delete(tables.lesson_offers, tables.lesson_offers.c.borrower_id == mine)
        decisions = tables.decisions
        self._delete(decisions, decisions.c.borrower_id == mine, *self._unused(decisions))
        answered = select(tables.cases.c.id).where(
            tables.cases.c.borrower_id == mine, tables.cases.c.status == "closed"
        )
        self._delete(
            tables.case_notes, tables.case_notes.c.case_id.in_(answered), tables.case_notes.c.author == "borrower"
        )
        self._uploads(tables.uploads.c.case_id.in_(answered))
        self._run(update(tables.cases).where(tables.cases.c.id.in_(answered)).values(summary={}), "cases")
        contacts = [contact.value for contact in self._uow.borrowers.contacts(mine)]
        notices = tables.notices
        self._run(
            update(notices).where(notices.c.to.in_(contacts), notices.c.status != "waiting").values(text=""), "notices"
        )
        wishes = tables.contact_preferences
        self._run(update(wishes).where(wishes.c.borrower_id == mine).values(special_category={}), "contact_preferences")

    def _lines(self, talk_id: str) -> None:
        messages = tables.messages
        keep = self._message_id if talk_id == self._current else None
        self._delete(messages, messages.c.conversation_id == talk_id, messages.c.id != (keep or ""))
        if keep:
            empty = {"text": "", "payload": {"hidden": True}, "understood": None}
            self._run(update(messages).where(messages.c.id == keep).values(empty), "messages")

    def _uploads(self, *where: Any) -> None:
        """Files, but for the evidence of cases that are not answered yet."""
        uploads, cases = tables.uploads, tables.cases
        waits = (
            select(cases.c.id)
            .where(cases.c.id == uploads.c.case_id, cases.c.status != "closed", cases.c.kind != "documents")
            .exists()
        )
        found = self._uow.connection.execute(select(uploads.c.id, uploads.c.path).where(*where, ~waits)).all()
        self.files += [path for _, path in found]
        self._delete(uploads, uploads.c.id.in_([upload_id for upload_id, _ in found]))

    def _unused(self, table: Table) -> Sequence[Any]:
        """Rows that no row of another table points to."""
        pointers = [
            column
            for other in tables.metadata.tables.values()
            for column in other.columns
            if any(key.column is table.c.id for key in column.foreign_keys)
        ]
        return [~select(column).where(column == table.c.id).exists() for column in pointers]

    def _delete(self, table: Table, *where: Any) -> None:
        self._run(delete(table).where(*where), table.name)

    def _run(self, statement: Any, name: str) -> None:
        changed = int(self._uow.connection.execute(statement).rowcount)
        if changed:
            self.counts[name] = self.counts.get(name, 0) + changed


def pending(uow: UnitOfWork) -> Iterable[DataRequest]:
    """Erasures of which something lies outside the database still."""
    return uow.data_requests.pending()
