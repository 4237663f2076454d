"""The collectors' desk: who is signed in, what waits for a person, and what people wrote beside it."""

from sqlalchemy import Boolean, Column, Integer, String, Table, Text

from relief.store.tables.base import index, link, metadata, must
from relief.store.types import Document, Identifier, UtcDateTime

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    link("staff_id", "staff", index=True),
    must("created_at", UtcDateTime),
    must("seen_at", UtcDateTime),
    must("ends_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    must("language", String(8)),
    must("address", String(64)),
    must("away", Boolean),
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("conversation_id", "conversations", index=True),
    link("borrower_id", "borrowers", optional=True, index=True),
    link("case_id", "cases", optional=True, index=True),
    must("reason", String(24)),
    must("priority", String(12)),
    must("language", String(8)),
    must("channel", String(16)),
    Column("bucket", String(16)),
    must("asked_at", UtcDateTime),
    must("reply_due", UtcDateTime),
    must("resolve_due", UtcDateTime),
    Column("owner", Identifier),
    Column("owned_at", UtcDateTime),
    Column("first_reply_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("ended_by", Identifier),
    Column("how", String(12)),
    Column("outcome", String(32)),
    Column("summary", Text),
    must("version", Integer),
    index("ended_at", "asked_at"),
    index("owner", "ended_at"),
)

private_notes = Table(
    "private_notes",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("conversation_id", "conversations", index=True),
    must("author", Identifier),
    must("at", UtcDateTime),
    must("text", Text),
    must("mentions", Document),
)

canned_replies = Table(
    "canned_replies",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("owner", Identifier),
    must("category", String(40)),
    must("title", String(120)),
    must("text_en", Text),
    must("text_zh", Text),
    must("active", Boolean),
    must("updated_at", UtcDateTime),
)

surveys = Table(
    "surveys",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("handoff_id", "handoffs", unique=True),
    link("conversation_id", "conversations", index=True),
    must("asked_at", UtcDateTime),
    Column("solved", String(12)),
    Column("ease", String(12)),
    Column("answered_at", UtcDateTime),
)

refused_drafts = Table(
    "refused_drafts",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("conversation_id", "conversations", index=True),
    link("staff_id", "staff"),
    must("at", UtcDateTime),
    must("language", String(8)),
    must("text", Text),
    must("classes", Document),
)

onlookers = Table(
    "onlookers",
    metadata,
    Column("conversation_id", Identifier, primary_key=True),
    Column("staff_id", Identifier, primary_key=True),
    must("typing", Boolean),
    must("at", UtcDateTime),
)
"""No row outlives a minute of looking, so nothing else hangs on it: neither column is a foreign key."""
