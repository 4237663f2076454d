"""What lessons need."""

revision = "0006"
down_revision = " progress and quiz answers:0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
