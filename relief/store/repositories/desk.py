"""Sessions of staff, hand-offs, notes, canned replies, surveys, and drafts that were refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, or_, update

from relief.store import tables
from relief.store.records import CannedReply, Handoff, Onlooker, PrivateNote, RefusedDraft, StaffSession, Survey
from relief.store.repositories.base import Repository, StaleRecord, as_row, upsert


class StaffSessions(Repository[StaffSession]):
    table = tables.staff_sessions
    record = StaffSession

    def open_at(self, now: datetime) -> list[StaffSession]:
        c = self.table.c
        return self._all(c.ended_at.is_(None), c.ends_at > now, order=c.seen_at.desc())

    def end_all_of(self, staff_id: str, at: datetime) -> None:
        c = self.table.c
        self.connection.execute(
            update(self.table).where(c.staff_id == staff_id, c.ended_at.is_(None)).values(ended_at=at)
        )


class Handoffs(Repository[Handoff]):
    table = tables.handoffs
    record = Handoff

    def open_of(self, conversation_id: str, *, lock: bool = False) -> Handoff | None:
        """The hand-off of a conversation that has not ended; there is one at most."""
        c = self.table.c
        return self._one(c.conversation_id == conversation_id, c.ended_at.is_(None), order=c.asked_at.desc(), lock=lock)

    def of_conversation(self, conversation_id: str) -> list[Handoff]:
        c = self.table.c
        return self._all(c.conversation_id == conversation_id, order=c.asked_at.desc())

    def of_borrower(self, borrower_id: str, limit: int = 20) -> list[Handoff]:
        c = self.table.c
        return self._all(c.borrower_id == borrower_id, order=c.asked_at.desc(), limit=limit)

    def all_open(self, limit: int = 2000) -> list[Handoff]:
        c = self.table.c
        return self._all(c.ended_at.is_(None), order=c.asked_at, limit=limit)

    def latest_taken(self, limit: int = 50) -> list[Handoff]:
        """Those that somebody took, the latest first: how long things take these days."""
        c = self.table.c
        return self._all(c.owned_at.is_not(None), order=c.owned_at.desc(), limit=limit)

    def between(self, start: datetime, end: datetime) -> list[Handoff]:
        """Asked for in the half-open span, the earliest first."""
        c = self.table.c
        return self._all(c.asked_at >= start, c.asked_at < end, order=c.asked_at)

    def save(self, handoff: Handoff) -> Handoff:
        """Write it back with its version one higher; raises StaleRecord when somebody was faster."""
        values = as_row(handoff)
        del values["id"]
        values["version"] = handoff.version + 1
        if not self._set(values, id=handoff.id, version=handoff.version):
            raise StaleRecord(f"hand-off {handoff.id} is no longer at version {handoff.version}")
        return replace(handoff, version=handoff.version + 1)


class PrivateNotes(Repository[PrivateNote]):
    table = tables.private_notes
    record = PrivateNote

    def of_conversation(self, conversation_id: str) -> list[PrivateNote]:
        c = self.table.c
        return self._all(c.conversation_id == conversation_id, order=(c.at, c.id))


class CannedReplies(Repository[CannedReply]):
    table = tables.canned_replies
    record = CannedReply

    def for_staff(self, staff_id: str) -> list[CannedReply]:
        """The shared ones and somebody's own."""
        c = self.table.c
        return self._all(
            c.active.is_(True), or_(c.owner.is_(None), c.owner == staff_id), order=(c.category, c.title, c.id)
        )


class Surveys(Repository[Survey]):
    table = tables.surveys
    record = Survey

    def of_handoff(self, handoff_id: str) -> Survey | None:
        return self._one(self.table.c.handoff_id == handoff_id)


class RefusedDrafts(Repository[RefusedDraft]):
    table = tables.refused_drafts
    record = RefusedDraft

    def latest(self, limit: int = 200) -> list[RefusedDraft]:
        return self._all(order=self.table.c.at.desc(), limit=limit)

    def of_conversation(self, conversation_id: str) -> list[RefusedDraft]:
        return self._all(self.table.c.conversation_id == conversation_id, order=self.table.c.at.desc())


class Onlookers(Repository[Onlooker]):
    table = tables.onlookers
    record = Onlooker

    def since(self, conversation_id: str, start: datetime) -> list[Onlooker]:
        """Who has been noted there since `start`."""
        c = self.table.c
        return self._all(c.conversation_id == conversation_id, c.at >= start, order=c.staff_id)

    def note(self, onlooker: Onlooker, forget_before: datetime) -> None:
        """Somebody is there; whoever was noted anywhere before `forget_before` is taken for gone."""
        self.connection.execute(delete(self.table).where(self.table.c.at < forget_before))
        upsert(self.connection, self.table, as_row(onlooker))

    def leave(self, conversation_id: str, staff_id: str) -> None:
        c = self.table.c
        self.connection.execute(delete(self.table).where(c.conversation_id == conversation_id, c.staff_id == staff_id))
