"""How far somebody is in a lesson, what they answered, and what was offered. `owner` is `b:` a borrower or `c:` a conversation."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, UniqueConstraint

from relief.store.tables.base import link, metadata, must
from relief.store.types import Identifier, UtcDateTime

lesson_progress = Table(
    "lesson_progress",
    metadata,
    Column("id", Identifier, primary_key=True),
    must("owner", String(80)),
    link("borrower_id", "borrowers", optional=True, index=True),
    link("conversation_id", "conversations", optional=True, index=True),
    must("lesson", String(32)),
    must("station", String(64)),
    must("status", String(12)),
    must("started_at", UtcDateTime),
    must("updated_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("repeat_on", UtcDateTime),
    Column("repeated_at", UtcDateTime),
    UniqueConstraint("owner", "lesson"),
)

lesson_answers = Table(
    "lesson_answers",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("progress_id", Identifier, ForeignKey("lesson_progress.id", ondelete="CASCADE"), nullable=False, index=True),
    must("item", String(32)),
    must("moment", String(8)),
    must("attempt", Integer),
    must("choice", Integer),
    must("right", Boolean),
    must("at", UtcDateTime),
    must("idempotency_key", String(200), unique=True),
)

lesson_offers = Table(
    "lesson_offers",
    metadata,
    Column("id", Identifier, primary_key=True),
    must("owner", String(80)),
    link("borrower_id", "borrowers", optional=True, index=True),
    link("conversation_id", "conversations", optional=True, index=True),
    must("lesson", String(32)),
    must("moment", String(16)),
    must("offered_at", UtcDateTime),
    Column("answered_at", UtcDateTime),
    Column("answer", String(8)),
    UniqueConstraint("owner", "lesson", "moment"),
)
