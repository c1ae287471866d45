"""Documents that wait to be looked through before they are in the library."""

revision, down_revision = "0007_document_drafts", "0006_annotations"
branch_labels = depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
