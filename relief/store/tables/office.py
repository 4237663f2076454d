"""The lender's side: cases for people, staff, outgoing notices, and the append-only record."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, String, Table, Text

from relief.store.tables.base import index, link, metadata, must
from relief.store.types import Document, Identifier, Serial, UtcDateTime

cases = Table(
    "cases",
    metadata,
    Column("id", Identifier, primary_key=True),
    must("number", String(24), unique=True),
    must("kind", String(32)),
    must("priority", String(12)),
    link("borrower_id", "borrowers", optional=True, index=True),
    link("loan_id", "loans", optional=True),
    link("conversation_id", "conversations", optional=True, index=True),
    must("opened_at", UtcDateTime),
    must("due_on", Date),
    must("status", String(12)),
    must("summary", Document),
    must("idempotency_key", String(200), unique=True),
    Column("assigned_to", Identifier),
    Column("closed_at", UtcDateTime),
    Column("outcome", Text),
    index("status", "due_on"),
)

case_notes = Table(
    "case_notes",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("case_id", "cases", index=True),
    must("author", Identifier),
    must("at", UtcDateTime),
    must("text", Text),
)

counters = Table("counters", metadata, Column("name", String(40), primary_key=True), must("value", BigInteger))

staff = Table(
    "staff",
    metadata,
    Column("id", Identifier, primary_key=True),
    must("login", String(80), unique=True),
    must("name", Text),
    must("password_hash", Text),
    must("roles", Document),
    must("languages", Document),
    must("active", Boolean),
    must("created_at", UtcDateTime),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Identifier, primary_key=True),
    must("to", String(254), index=True),
    must("channel", String(8)),
    must("text", Text),
    must("at", UtcDateTime),
    must("status", String(12)),
    must("attempts", Integer),
    Column("next_attempt_at", UtcDateTime),
    must("idempotency_key", String(200), unique=True),
    index("status", "next_attempt_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=False),
    must("at", UtcDateTime),
    must("actor", String(80)),
    must("action", String(80)),
    must("subject", String(120), index=True),
    must("data", Document),
    must("prev_hash", String(64)),
    must("hash", String(64)),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    must("seq", BigInteger),
    must("hash", String(64)),
)
