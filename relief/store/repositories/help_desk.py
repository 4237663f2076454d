"""What a help desk elsewhere is told, and what it has not been told yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, literal, or_, select, update

from relief.store import tables
from relief.store.records import Case, HelpDeskEvent, Message
from relief.store.repositories.base import Repository

_cases, _events = tables.cases, tables.help_desk_events
_messages, _conversations = tables.messages, tables.conversations


class HelpDeskEvents(Repository[HelpDeskEvent]):
    table = tables.help_desk_events
    record = HelpDeskEvent

    def not_announced(self, limit: int = 100) -> list[Case]:
        """Open cases that no event speaks of, the oldest first."""
        told = _told("opened")
        query = select(_cases).where(_cases.c.status != "closed", ~told).order_by(_cases.c.opened_at).limit(limit)
        return [Case(*row) for row in self.connection.execute(query)]

    def not_closed(self, limit: int = 100) -> list[Case]:
        """Closed cases of which the help desk knows only that they were opened."""
        opened = _told("opened", status="sent")
        closed = _told("closed")
        query = select(_cases).where(_cases.c.status == "closed", opened, ~closed).limit(limit)
        return [Case(*row) for row in self.connection.execute(query)]

    def unheard_lines(self, owner: str, limit: int = 100) -> list[Message]:
        """What borrowers wrote to `owner`, who is not here but at the help desk, and no event speaks of yet."""
        told = exists().where(_events.c.idempotency_key == literal("line:") + _messages.c.id)
        query = (
            select(_messages)
            .join(_conversations, _conversations.c.id == _messages.c.conversation_id)
            .where(
                _conversations.c.owner == owner,
                _conversations.c.state == "person",
                _messages.c.sender == "borrower",
                _messages.c.status == "held",
                ~told,
            )
            .order_by(_messages.c.at, _messages.c.seq)
            .limit(limit)
        )
        return [Message(*row) for row in self.connection.execute(query)]

    def of_case(self, case_id: str) -> list[HelpDeskEvent]:
        return self._all(self.table.c.case_id == case_id, order=(self.table.c.at, self.table.c.id))

    def due(self, now: datetime, limit: int = 20) -> list[HelpDeskEvent]:
        c = self.table.c
        when = or_(c.next_attempt_at.is_(None), c.next_attempt_at <= now)
        return self._all(c.status == "waiting", when, order=(c.at, c.id), limit=limit)

    def claim(self, event: HelpDeskEvent, until: datetime) -> bool:
        """Take it for one attempt; False when somebody was faster."""
        c = self.table.c
        mine = (c.id == event.id, c.status == "waiting", c.attempts == event.attempts)
        done = self.connection.execute(
            update(self.table).where(*mine).values(attempts=c.attempts + 1, next_attempt_at=until)
        )
        return bool(done.rowcount)

    def dead(self, limit: int = 200) -> list[HelpDeskEvent]:
        """What was given up, the latest first."""
        c = self.table.c
        return self._all(c.status == "dead", order=(c.at.desc(), c.id), limit=limit)

    def waiting(self, limit: int = 200) -> list[HelpDeskEvent]:
        c = self.table.c
        return self._all(c.status == "waiting", order=(c.at, c.id), limit=limit)

    def counts(self) -> dict[str, int]:
        """How many there are by status."""
        c = self.table.c
        query = select(c.status, func.count()).group_by(c.status)
        return {str(status): int(count) for status, count in self.connection.execute(query)}


def _told(kind: str, **equal: str) -> Any:
    """Whether there is an event of this kind about the case of the query around it."""
    found: Any = exists().where(_events.c.case_id == _cases.c.id).where(_events.c.kind == kind)
    for name, value in equal.items():
        found = found.where(_events.c[name] == value)
    return found
