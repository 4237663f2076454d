"""What goes to a help desk elsewhere, and practice."""

import sqlalchemy as sa
from alembic import op

from relief.store.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "help_desk_events",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=True),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_help_desk_events_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_desk_events")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_help_desk_events_idempotency_key")),
    )
    op.create_index(op.f("ix_help_desk_events_case_id"), "help_desk_events", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_help_desk_events_status_next_attempt_at"),
        "help_desk_events",
        ["status", "next_attempt_at"],
        unique=False,
    )
    op.create_table(
        "practice_runs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("situation", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("turns", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("result", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_practice_runs_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_runs")),
    )
    op.create_index(op.f("ix_practice_runs_staff_id"), "practice_runs", ["staff_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_practice_runs_staff_id"), table_name="practice_runs")
    op.drop_table("practice_runs")
    op.drop_index(op.f("ix_help_desk_events_status_next_attempt_at"), table_name="help_desk_events")
    op.drop_index(op.f("ix_help_desk_events_case_id"), table_name="help_desk_events")
    op.drop_table("help_desk_events")
