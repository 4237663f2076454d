"""What rights need, states and data requests and contact wishes."""

import sqlalchemy as sa
from alembic import op

from relief.store.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contact_preferences", sa.Column("days", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "data_requests",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("borrower_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("todo", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_data_requests_borrower_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_data_requests_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_data_requests_idempotency_key")),
    )
    op.create_index(op.f("ix_data_requests_borrower_id"), "data_requests", ["borrower_id"])
    op.create_index(op.f("ix_data_requests_status"), "data_requests", ["status"])


def downgrade() -> None:
    op.drop_table("data_requests")
    op.drop_column("contact_preferences", "days")
