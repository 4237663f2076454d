"""What the messenger needs: which chat a conversation is in, what came in, what went out, and deep links."""

import sqlalchemy as sa
from alembic import op

from relief.store.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "telegram_chats",
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("chat_id", sa.String(length=24), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("contact_asked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_telegram_chats_conversation_id")
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_telegram_chats")),
    )
    op.create_index(op.f("ix_telegram_chats_chat_id"), "telegram_chats", ["chat_id"], unique=False)
    op.create_table(
        "telegram_updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.String(length=24), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_telegram_updates")),
    )
    op.create_index(op.f("ix_telegram_updates_status_chat_id"), "telegram_updates", ["status", "chat_id"], unique=False)
    op.create_table(
        "telegram_parts",
        sa.Column("line_id", sa.String(length=64), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("after_message_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("keyboard", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["messages.id"], name=op.f("fk_telegram_parts_line_id")),
        sa.PrimaryKeyConstraint("line_id", "part", name=op.f("pk_telegram_parts")),
    )
    op.create_index(op.f("ix_telegram_parts_chat_id_keyboard"), "telegram_parts", ["chat_id", "keyboard"], unique=False)
    op.create_index(op.f("ix_telegram_parts_message_id"), "telegram_parts", ["message_id"], unique=False)
    op.create_table(
        "telegram_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("borrower_id", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_telegram_links_borrower_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_telegram_links")),
    )
    op.create_index(op.f("ix_telegram_links_borrower_id"), "telegram_links", ["borrower_id"], unique=False)


def downgrade() -> None:
    for table in ("telegram_links", "telegram_parts", "telegram_updates", "telegram_chats"):
        op.drop_table(table)
