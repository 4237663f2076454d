"""Cases, notices, uploads, payment requests, staff and the audit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, update

from relief import audit
from relief.store import tables
from relief.store.records import AuditLine, Case, CaseNote, Notice, PaymentRequest, Staff, Upload
from relief.store.repositories.base import Repository, as_row, insert_once


class Cases(Repository[Case]):
    table = tables.cases
    record = Case

    def by_key(self, idempotency_key: str) -> Case | None:
        return self._one(self.table.c.idempotency_key == idempotency_key)

    def by_number(self, number: str) -> Case | None:
        return self._one(self.table.c.number == number)

    def of_borrower(self, borrower_id: str) -> list[Case]:
        return self._all(self.table.c.borrower_id == borrower_id, order=self.table.c.opened_at.desc())

    def of_conversation(self, conversation_id: str) -> list[Case]:
        return self._all(self.table.c.conversation_id == conversation_id, order=self.table.c.opened_at.desc())

    def open_cases(self, limit: int = 200) -> list[Case]:
        """What waits for a person, the earliest due first."""
        c = self.table.c
        return self._all(c.status != "closed", order=(c.due_on, c.opened_at), limit=limit)

    def next_number(self, counter: str) -> int:
        """1, 2, 3 … without gaps within what is committed."""
        counters = tables.counters
        insert_once(self.connection, counters, {"name": counter, "value": 0})
        where = counters.c.name == counter
        self.connection.execute(update(counters).where(where).values(value=counters.c.value + 1))
        return int(self.connection.execute(select(counters.c.value).where(where)).scalar_one())

    def notes(self, case_id: str) -> list[CaseNote]:
        c = tables.case_notes.c
        query = select(tables.case_notes).where(c.case_id == case_id).order_by(c.at, c.id)
        return [CaseNote(*row) for row in self.connection.execute(query)]

    def add_note(self, note: CaseNote) -> None:
        self.connection.execute(insert(tables.case_notes), as_row(note))


class Notices(Repository[Notice]):
    table = tables.notices
    record = Notice

    def to(self, contact: str, limit: int = 50) -> list[Notice]:
        """What went to a contact, the latest first."""
        return self._all(self.table.c.to == contact, order=self.table.c.at.desc(), limit=limit)

    def latest(self, limit: int = 50) -> list[Notice]:
        return self._all(order=self.table.c.at.desc(), limit=limit)

    def due(self, now: datetime, limit: int = 50) -> list[Notice]:
        """What waits to be sent, oldest first."""
        c = self.table.c
        when = or_(c.next_attempt_at.is_(None), c.next_attempt_at <= now)
        return self._all(c.status == "waiting", when, order=c.at, limit=limit)

    def claim(self, notice: Notice, until: datetime) -> bool:
        """Take the notice for one attempt, so that nobody else tries before `until`; False when somebody was faster."""
        c = self.table.c
        mine = (c.id == notice.id, c.status == "waiting", c.attempts == notice.attempts)
        done = self.connection.execute(
            update(self.table).where(*mine).values(attempts=c.attempts + 1, next_attempt_at=until)
        )
        return bool(done.rowcount)


class Uploads(Repository[Upload]):
    table = tables.uploads
    record = Upload

    def of_conversation(self, conversation_id: str) -> list[Upload]:
        return self._all(self.table.c.conversation_id == conversation_id, order=self.table.c.at)

    def of_case(self, case_id: str) -> list[Upload]:
        return self._all(self.table.c.case_id == case_id, order=self.table.c.at)


class PaymentRequests(Repository[PaymentRequest]):
    table = tables.payment_requests
    record = PaymentRequest

    def by_provider_reference(self, provider_reference: str) -> PaymentRequest | None:
        return self._one(self.table.c.provider_reference == provider_reference, lock=True)

    def untold(self, limit: int = 50) -> list[PaymentRequest]:
        """Completed, and the borrower has not been told in the chat yet."""
        c = self.table.c
        return self._all(c.status == "completed", c.told.is_(False), order=c.completed_at, limit=limit)


class StaffMembers(Repository[Staff]):
    table = tables.staff
    record = Staff

    def by_login(self, login: str) -> Staff | None:
        return self._one(self.table.c.login == login)

    def all(self) -> list[Staff]:
        return self._all(order=self.table.c.login)


class Audit(Repository[AuditLine]):
    """The append-only record; `relief.audit` says how the lines are linked."""

    table = tables.audit
    record = AuditLine

    def append(self, *, actor: str, action: str, subject: str, data: Mapping[str, Any], at: datetime) -> AuditLine:
        return audit.append(self.connection, actor=actor, action=action, subject=subject, data=data, at=at)

    def about(self, subject: str, limit: int = 200) -> list[AuditLine]:
        return self._all(self.table.c.subject == subject, order=self.table.c.seq, limit=limit)

    def count(self) -> int:
        return int(self.connection.execute(select(func.count()).select_from(self.table)).scalar_one())

    def latest(self, limit: int = 200, *, subject: str | None = None, actor: str | None = None) -> list[AuditLine]:
        """The latest first; of one subject or one actor when they are named."""
        c = self.table.c
        where = [column == value for column, value in ((c.subject, subject), (c.actor, actor)) if value]
        return self._all(*where, order=c.seq.desc(), limit=limit)

    def lines(self) -> Iterator[AuditLine]:
        for row in self.connection.execute(select(self.table).order_by(self.table.c.seq)):
            yield AuditLine(*row)
