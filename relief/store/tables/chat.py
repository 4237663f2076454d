"""Conversations: who speaks, what was said, what is open, and what proves who is there."""

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, UniqueConstraint

from relief.store.tables.base import index, link, metadata, must
from relief.store.types import Currency, Document, Identifier, Minor, UtcDateTime

conversations = Table(
    "conversations",
    metadata,
    Column("id", Identifier, primary_key=True),
    must("token_version", Integer),
    must("state", String(12)),
    Column("owner", Identifier),
    must("version", Integer),
    must("channel", String(16)),
    must("language", String(8)),
    must("timezone", String(64)),
    link("verified_borrower_id", "borrowers", optional=True, index=True),
    Column("verified_until", UtcDateTime),
    link("bound_borrower_id", "borrowers", optional=True, index=True),
    Column("verification_step", Document),
    must("failures", Integer),
    must("last_seq", Integer),
    Column("crisis_at", UtcDateTime),
    Column("waiting_since", UtcDateTime),
    must("created_at", UtcDateTime),
    Column("last_inbound_at", UtcDateTime),
    Column("forgotten_at", UtcDateTime),
    must("data", Document),
    index("state", "waiting_since"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("conversation_id", "conversations"),
    must("seq", Integer),
    must("sender", String(12)),
    Column("sender_message_id", String(200)),
    Column("reply_to_seq", Integer),
    must("at", UtcDateTime),
    must("language", String(8)),
    must("text", Text),
    must("payload", Document),
    must("status", String(12)),
    Column("understood", Document),
    Column("model_id", String(80)),
    must("attempts", Integer),
    Column("next_attempt_at", UtcDateTime),
    UniqueConstraint("conversation_id", "seq"),
    UniqueConstraint("conversation_id", "sender_message_id"),
    index("status", "next_attempt_at"),
)

buttons = Table(
    "buttons",
    metadata,
    Column("token", String(64), primary_key=True),
    link("conversation_id", "conversations"),
    must("message_seq", Integer),
    must("title", Text),
    must("payload", Text),
    must("group", String(64)),
    must("expires_at", UtcDateTime),
    Column("used_at", UtcDateTime),
    index("conversation_id", "message_seq"),
)

codes = Table(
    "codes",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("conversation_id", "conversations", index=True),
    link("borrower_id", "borrowers", optional=True),
    must("hash", String(200)),
    must("sent_to", String(254)),
    must("created_at", UtcDateTime),
    must("expires_at", UtcDateTime),
    must("misses", Integer),
    Column("used_at", UtcDateTime),
)

verification_locks = Table(
    "verification_locks",
    metadata,
    Column("key", String(200), primary_key=True),
    must("failures", Integer),
    must("first_failure_at", UtcDateTime),
    Column("locked_until", UtcDateTime),
)

used_tokens = Table(
    "used_tokens",
    metadata,
    Column("jti", String(80), primary_key=True),
    must("purpose", String(24)),
    must("used_at", UtcDateTime),
)

channel_links = Table(
    "channel_links",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("external_id", String(120), primary_key=True),
    link("conversation_id", "conversations", index=True),
    must("linked_at", UtcDateTime),
)

dialogue = Table(
    "dialogue",
    metadata,
    link("conversation_id", "conversations", primary_key=True),
    Column("question", Document),
    must("failures", Integer),
    must("data", Document),
    must("updated_at", UtcDateTime),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("conversation_id", "conversations", index=True),
    link("case_id", "cases", optional=True, index=True),
    must("name", Text),
    must("type", String(80)),
    must("size", Integer),
    must("path", Text),
    must("sha256", String(64)),
    must("at", UtcDateTime),
)

payment_requests = Table(
    "payment_requests",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("loan_id", "loans", index=True),
    link("borrower_id", "borrowers"),
    link("conversation_id", "conversations", optional=True, index=True),
    Column("amount", Minor),
    must("currency", Currency),
    must("provider", String(32)),
    Column("provider_reference", String(120), unique=True),
    must("status", String(12)),
    must("told", Boolean),
    must("created_at", UtcDateTime),
    must("expires_at", UtcDateTime),
    Column("completed_at", UtcDateTime),
)
