"""Requests about one's own data: a copy behind an expiring link, an erasure that is carried out to its end."""

from sqlalchemy import Column, String, Table

from relief.store.tables.base import index, link, metadata, must
from relief.store.types import Document, Identifier, UtcDateTime

data_requests = Table(
    "data_requests",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("borrower_id", "borrowers", index=True),
    link("conversation_id", "conversations", optional=True),
    must("kind", String(12)),
    must("status", String(12)),
    must("created_at", UtcDateTime),
    Column("expires_at", UtcDateTime),
    Column("completed_at", UtcDateTime),
    must("todo", Document),
    must("idempotency_key", String(200), unique=True),
    index("status"),
)
