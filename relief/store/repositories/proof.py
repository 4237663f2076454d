"""What proves who is there: one-time codes, locks, single-use tokens."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from relief.store import tables
from relief.store.records import Code, UsedToken, VerificationLock
from relief.store.repositories.base import Repository, as_row, insert_once, upsert


class Codes(Repository[Code]):
    table = tables.codes
    record = Code

    def open_for(self, conversation_id: str, now: datetime) -> Code | None:
        """The latest code of the conversation that is neither used nor expired; its row is held."""
        c = self.table.c
        where = (c.conversation_id == conversation_id, c.used_at.is_(None), c.expires_at > now)
        return self._one(*where, order=c.created_at.desc(), lock=True)

    def latest(self, conversation_id: str) -> Code | None:
        """The newest code of the conversation, whatever became of it; its row is held."""
        return self._one(
            self.table.c.conversation_id == conversation_id, order=self.table.c.created_at.desc(), lock=True
        )

    def withdraw(self, conversation_id: str, at: datetime) -> None:
        """No earlier code of the conversation counts any more."""
        c = self.table.c
        self.connection.execute(
            update(self.table).where(c.conversation_id == conversation_id, c.used_at.is_(None)).values(used_at=at)
        )

    def missed(self, code_id: str) -> None:
        c = self.table.c
        self.connection.execute(update(self.table).where(c.id == code_id).values(misses=c.misses + 1))

    def sent_since(self, sent_to: str, since: datetime) -> int:
        c = self.table.c
        return len(self._all(c.sent_to == sent_to, c.created_at >= since))


class VerificationLocks(Repository[VerificationLock]):
    """Misses counted by key (a conversation, a reference, a contact), and how long a key is locked."""

    table = tables.verification_locks
    record = VerificationLock

    def locked_until(self, key: str, now: datetime) -> datetime | None:
        lock = self.get(key)
        return lock.locked_until if lock and lock.locked_until and lock.locked_until > now else None

    def miss(self, key: str, now: datetime, *, limit: int, lock_for: timedelta) -> VerificationLock:
        """Count a miss; the `limit`-th within `lock_for` locks the key for that long. Old misses are forgotten."""
        insert_once(self.connection, self.table, as_row(VerificationLock(key, 0, now, None)))
        old = self.require(key, lock=True)
        fresh = not old.failures or now - old.first_failure_at > lock_for
        failures = 1 if fresh else old.failures + 1
        until = now + lock_for if failures >= limit else None
        record = VerificationLock(key, failures, now if fresh else old.first_failure_at, until)
        upsert(self.connection, self.table, as_row(record))
        return record

    def clear(self, key: str) -> None:
        self.connection.execute(self.table.delete().where(self.table.c.key == key))


class UsedTokens(Repository[UsedToken]):
    table = tables.used_tokens
    record = UsedToken

    def use(self, jti: str, purpose: str, at: datetime) -> bool:
        """True the first time only."""
        return insert_once(self.connection, self.table, as_row(UsedToken(jti, purpose, at)))
