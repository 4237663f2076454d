"""What rights need."""

revision = "0003"
down_revision = " states, data requests, contact wishes:0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
