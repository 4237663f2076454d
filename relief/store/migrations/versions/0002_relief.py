"""What agreements need."""

revision = "0002"
down_revision = " approvals and written copies:0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
