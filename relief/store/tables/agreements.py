"""What a person must agree to before it can be agreed with the borrower."""

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text

from relief.store.tables.base import index, link, metadata, must
from relief.store.types import Document, Identifier, UtcDateTime

approvals = Table(
    "approvals",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("borrower_id", "borrowers", index=True),
    link("loan_id", "loans"),
    link("conversation_id", "conversations", optional=True),
    link("plan_id", "plans", unique=True),
    link("case_id", "cases"),
    must("kind", String(32)),
    must("fingerprint", String(64)),
    must("role", String(16)),
    must("why", String(32)),
    must("people", Integer),
    must("votes", Document),
    must("status", String(12)),
    must("requested_at", UtcDateTime),
    must("expires_on", Date),
    Column("decided_at", UtcDateTime),
    Column("reason", Text),
    must("told", Boolean),
    must("idempotency_key", String(200), unique=True),
    index("status", "requested_at"),
)
