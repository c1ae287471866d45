"""What a reader marks and notes in documents.

Safe while the previous release runs: it knows nothing of the table.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0006_annotations", "0005_browsers"
branch_labels = depends_on = None


def upgrade() -> None:
    op.create_table(
        "annotations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.SmallInteger(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("motivation", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=160), nullable=False),
        sa.Column("anchor", sa.String(length=160), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "motivation IN ('bookmarking', 'commenting', 'highlighting')",
            name=op.f("ck_annotations_motivation"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_annotations_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotations")),
    )
    op.create_index(op.f("ix_annotations_key_id"), "annotations", ["key_id"])
    op.create_index(op.f("ix_annotations_deleted_at"), "annotations", ["deleted_at"])
    op.create_index("ix_annotations_own_by_document", "annotations", ["account_id", "document_id"])
    op.create_index("ix_annotations_own_newest", "annotations", ["account_id", "made_at", "id"])


def downgrade() -> None:
    op.drop_table("annotations")
