"""A short code that guards the record on a trusted phone."""

revision, down_revision = "0008_pins", "0007_document_drafts"
branch_labels = depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
