"""The append-only record: who did what to whom, when, on what grounds.

Each line carries the SHA-256 of its own content and of the line before, so a changed, missing or inserted line shows.
The head row is the lock: two processes append one after the other. The database refuses updates and deletions of lines.
Lines name records by id; what must be erasable (names, words of a borrower) does not belong into them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from relief.store.records.office import AuditLine
from relief.store.tables.office import audit, audit_head

FIRST_HASH = "0" * 64
HEAD_ID = 1


@dataclass(frozen=True)
class Broken:
    """The first line that does not fit, and why."""

    seq: int
    why: str


def append(
    connection: Connection, *, actor: str, action: str, subject: str, data: Mapping[str, Any], at: datetime
) -> AuditLine:
    """Add a line to the record, in the transaction of `connection`. `data` is JSON: no floats, no dates."""
    connection.execute(update(audit_head).where(audit_head.c.id == HEAD_ID).values(seq=audit_head.c.seq + 1))
    seq, prev_hash = connection.execute(select(audit_head.c.seq, audit_head.c.hash)).one()
    at = at.astimezone(timezone.utc)
    digest = line_hash(seq, at, actor, action, subject, data, prev_hash)
    connection.execute(
        insert(audit),
        {
            "seq": seq,
            "at": at,
            "actor": actor,
            "action": action,
            "subject": subject,
            "data": data,
            "prev_hash": prev_hash,
            "hash": digest,
        },
    )
    connection.execute(update(audit_head).where(audit_head.c.id == HEAD_ID).values(hash=digest))
    return AuditLine(seq, at, actor, action, subject, data, prev_hash, digest)


def line_hash(
    seq: int, at: datetime, actor: str, action: str, subject: str, data: Mapping[str, Any], prev_hash: str
) -> str:
    """SHA-256 of the line as JSON with sorted keys."""
    content = [seq, at.astimezone(timezone.utc).isoformat(), actor, action, subject, data, prev_hash]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(connection: Connection) -> Broken | None:
    """Walk the whole record; None when every line fits, else the first that does not."""
    expected, previous = 1, FIRST_HASH
    for row in connection.execution_options(stream_results=True).execute(select(audit).order_by(audit.c.seq)):
        line = AuditLine(*row)
        if line.seq != expected:
            return Broken(expected, f"line {expected} is missing")
        if line.prev_hash != previous:
            return Broken(line.seq, "it does not follow the line before")
        content = (line.seq, line.at, line.actor, line.action, line.subject, line.data, line.prev_hash)
        if line_hash(*content) != line.hash:
            return Broken(line.seq, "its content was changed")
        expected, previous = line.seq + 1, line.hash
    seq, head = connection.execute(select(audit_head.c.seq, audit_head.c.hash)).one()
    if (seq, head) != (expected - 1, previous):
        return Broken(seq, "the end of the record is missing")
    return None
