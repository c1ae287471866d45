"""Documents that wait to be looked through before they are in the library.

Safe while the previous release runs: it knows nothing of these tables.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0007_document_drafts", "0006_annotations"
branch_labels = depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("by_account_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("readings", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.Column("found", sa.JSON(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("relations", sa.JSON(), nullable=False),
        sa.Column("document_id", sa.String(length=160), nullable=True),
        sa.Column("document_version", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('reading', 'ready', 'refused', 'taken')",
            name=op.f("ck_document_drafts_state"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_document_drafts_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_drafts")),
    )
    with op.batch_alter_table("document_drafts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_drafts_organisation_id_state"),
            ["organisation_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_document_drafts_changed_at"), ["changed_at"], unique=False
        )

    op.create_table(
        "document_draft_files",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["document_drafts.id"],
            name=op.f("fk_document_draft_files_draft_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_document_draft_files")),
    )
    op.create_table(
        "document_draft_texts",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("provisions", sa.JSON(), nullable=False),
        sa.Column("sheets", sa.JSON(), nullable=False),
        sa.Column("unresolved", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["document_drafts.id"],
            name=op.f("fk_document_draft_texts_draft_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_document_draft_texts")),
    )


def downgrade() -> None:
    op.drop_table("document_draft_texts")
    op.drop_table("document_draft_files")
    op.drop_table("document_drafts")
