"""What a reader marks and notes in documents."""

revision, down_revision = "0006_annotations", "0005_browsers"
branch_labels = depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
