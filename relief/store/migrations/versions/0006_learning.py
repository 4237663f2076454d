"""What lessons need, progress and quiz answers and offers."""

import sqlalchemy as sa
from alembic import op

from relief.store.types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _whose(table: str) -> list[sa.schema.SchemaItem]:
    """Columns and keys that say whose a row is."""
    return [
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("borrower_id", sa.String(length=64), nullable=True),
        sa.Column("conversation_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f(f"fk_{table}_borrower_id")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f(f"fk_{table}_conversation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        "lesson_progress",
        sa.Column("id", sa.String(length=64), nullable=False),
        *_whose("lesson_progress")[:3],
        sa.Column("lesson", sa.String(length=32), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("repeat_on", UtcDateTime(), nullable=True),
        sa.Column("repeated_at", UtcDateTime(), nullable=True),
        *_whose("lesson_progress")[3:],
        sa.UniqueConstraint("owner", "lesson", name=op.f("uq_lesson_progress_owner_lesson")),
    )
    op.create_table(
        "lesson_answers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("progress_id", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("moment", sa.String(length=8), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["progress_id"],
            ["lesson_progress.id"],
            name=op.f("fk_lesson_answers_progress_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_answers")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_lesson_answers_idempotency_key")),
    )
    op.create_index(op.f("ix_lesson_answers_progress_id"), "lesson_answers", ["progress_id"])
    op.create_table(
        "lesson_offers",
        sa.Column("id", sa.String(length=64), nullable=False),
        *_whose("lesson_offers")[:3],
        sa.Column("lesson", sa.String(length=32), nullable=False),
        sa.Column("moment", sa.String(length=16), nullable=False),
        sa.Column("offered_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.String(length=8), nullable=True),
        *_whose("lesson_offers")[3:],
        sa.UniqueConstraint("owner", "lesson", "moment", name=op.f("uq_lesson_offers_owner_lesson_moment")),
    )
    for table in ("lesson_progress", "lesson_offers"):
        for column in ("borrower_id", "conversation_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("lesson_offers")
    op.drop_table("lesson_answers")
    op.drop_table("lesson_progress")
