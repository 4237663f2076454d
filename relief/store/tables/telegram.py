"""What the messenger needs: which chat a conversation is in, what came in, what went out, and links that bring a borrower in."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table

from relief.store.tables.base import index, link, metadata, must
from relief.store.types import Document, UtcDateTime

telegram_chats = Table(
    "telegram_chats",
    metadata,
    link("conversation_id", "conversations", primary_key=True),
    must("chat_id", String(24)),
    must("opened_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    must("contact_asked", Boolean),
    index("chat_id"),
)

telegram_updates = Table(
    "telegram_updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    must("chat_id", String(24)),
    Column("message_id", BigInteger),
    Column("body", Document),
    must("status", String(12)),
    must("attempts", Integer),
    must("at", UtcDateTime),
    index("status", "chat_id"),
)

telegram_parts = Table(
    "telegram_parts",
    metadata,
    link("line_id", "messages", primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    must("chat_id", String(24)),
    must("status", String(12)),
    must("after_message_id", BigInteger),
    Column("message_id", BigInteger),
    must("keyboard", Boolean),
    must("at", UtcDateTime),
    index("chat_id", "keyboard"),
    index("message_id"),
)

telegram_links = Table(
    "telegram_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    link("borrower_id", "borrowers", index=True),
    must("made_by", String(80)),
    must("made_at", UtcDateTime),
    must("expires_at", UtcDateTime),
    Column("used_at", UtcDateTime),
)
