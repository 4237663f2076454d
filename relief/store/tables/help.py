"""What a borrower told us, what was worked out, what was agreed, and what binds us."""

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text

from relief.store.tables.base import index, link, metadata, must
from relief.store.types import Currency, Document, Identifier, Minor, UtcDateTime

borrower_states = Table(
    "borrower_states",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("borrower_id", "borrowers", index=True),
    link("loan_id", "loans", optional=True),
    must("state", String(24)),
    must("since", UtcDateTime),
    Column("until", UtcDateTime),
    must("source", String(24)),
    Column("evidence", Text),
    Column("lifted_at", UtcDateTime),
    Column("lifted_by", Identifier),
    Column("lift_reason", Text),
)

situations = Table(
    "situations",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("borrower_id", "borrowers", index=True),
    link("conversation_id", "conversations", optional=True),
    must("reason", String(32)),
    Column("words", Text),
    Column("consent_at", UtcDateTime),
    must("at", UtcDateTime),
)

budgets = Table(
    "budgets",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("borrower_id", "borrowers", index=True),
    must("version", Integer),
    must("at", UtcDateTime),
    must("items", Document),
    must("currency", Currency),
    must("source", String(24)),
    Column("consent_at", UtcDateTime),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("borrower_id", "borrowers", index=True),
    link("conversation_id", "conversations", optional=True),
    must("at", UtcDateTime),
    must("today", Date),
    must("inputs", Document),
    must("output", Document),
    must("parameter_versions", Document),
    must("trace", Document),
)

plans = Table(
    "plans",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("borrower_id", "borrowers", index=True),
    link("loan_id", "loans", index=True),
    link("decision_id", "decisions", optional=True),
    must("kind", String(32)),
    must("status", String(12)),
    must("proposal_hash", String(64)),
    must("terms", Document),
    must("currency", Currency),
    must("proposed_at", UtcDateTime),
    Column("accepted_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("end_reason", Text),
    must("version", Integer),
    must("idempotency_key", String(200), unique=True),
)

plan_instalments = Table(
    "plan_instalments",
    metadata,
    link("plan_id", "plans", primary_key=True),
    Column("k", Integer, primary_key=True, autoincrement=False),
    must("due", Date),
    must("amount", Minor),
)

promises = Table(
    "promises",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("borrower_id", "borrowers", index=True),
    link("loan_id", "loans", index=True),
    link("conversation_id", "conversations", optional=True),
    must("amount", Minor),
    must("currency", Currency),
    must("promised_for", Date),
    must("made_on", Date),
    must("grace_days", Integer),
    must("status", String(12)),
    must("made_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    must("idempotency_key", String(200), unique=True),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("borrower_id", "borrowers", optional=True, index=True),
    link("conversation_id", "conversations", optional=True, index=True),
    must("purpose", String(32)),
    must("channel", String(16)),
    must("granted", Boolean),
    must("wording", Text),
    must("language", String(8)),
    must("at", UtcDateTime),
)

contact_preferences = Table(
    "contact_preferences",
    metadata,
    link("borrower_id", "borrowers", primary_key=True),
    must("opted_out", Document),
    Column("window_from", String(5)),
    Column("window_to", String(5)),
    Column("preferred_channel", String(16)),
    must("special_category", Document),
    must("updated_at", UtcDateTime),
    Column("days", Document),
)

contacts_log = Table(
    "contacts_log",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("borrower_id", "borrowers"),
    link("loan_id", "loans", optional=True),
    must("at", UtcDateTime),
    must("channel", String(16)),
    must("purpose", String(32)),
    must("outcome", String(24)),
    index("borrower_id", "at"),
)
