"""What goes to a help desk elsewhere, until it is there."""

from sqlalchemy import Column, Integer, String, Table

from relief.store.tables.base import index, link, metadata, must
from relief.store.types import Document, Identifier, UtcDateTime

help_desk_events = Table(
    "help_desk_events",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("case_id", "cases", index=True),
    must("kind", String(16)),
    must("detail", Document),
    must("at", UtcDateTime),
    must("status", String(12)),
    must("attempts", Integer),
    Column("next_attempt_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("trouble", String(200)),
    must("idempotency_key", String(200), unique=True),
    index("status", "next_attempt_at"),
)
