"""The tables of the library: documents, versions, provisions, relations, citations, changes.

Safe: the first migration; there is no earlier release.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001_library", None
branch_labels = depends_on = None


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.String(length=160), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_changes")),
    )
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_changes_document_id"), ["document_id"], unique=False)

    op.create_table(
        "document_files",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_document_files")),
    )
    op.create_table(
        "issuers",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("successors", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_issuers")),
    )
    op.create_table(
        "library_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_state")),
    )
    op.create_table(
        "topics",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_topics")),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("symbol_key", sa.String(length=80), nullable=False),
        sa.Column("issuer_code", sa.String(length=40), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_precision", sa.String(length=5), nullable=False),
        sa.Column("sort_date", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("audience_path", sa.Text(), nullable=True),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("plenums", sa.JSON(), nullable=False),
        sa.Column("status_claim", sa.String(length=10), nullable=True),
        sa.Column("status_as_of", sa.Date(), nullable=True),
        sa.Column("status_note", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "audience IN ('public', 'members', 'organisation')", name=op.f("ck_documents_audience")
        ),
        sa.CheckConstraint(
            "issued_precision IN ('day', 'month', 'year')",
            name=op.f("ck_documents_issued_precision"),
        ),
        sa.CheckConstraint(
            "kind IN ('platform', 'charter', 'strategy', 'resolution', 'decision', 'directive', 'conclusion', 'working_rules', 'regulation', 'circular', 'guidance', 'notice', 'communique', 'report', 'plan', 'programme', 'scheme', 'submission', 'letter', 'minutes', 'law', 'decree', 'state_circular', 'article', 'other')",
            name=op.f("ck_documents_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["issuer_code"], ["issuers.code"], name=op.f("fk_documents_issuer_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_documents_issuer_code"), ["issuer_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_kind"), ["kind"], unique=False)
        batch_op.create_index("ix_documents_newest", ["sort_date", "id"], unique=False)
        batch_op.create_index(
            "uq_documents_key",
            ["symbol_key", "issuer_code", "issued_on"],
            unique=True,
            sqlite_where=sa.text("symbol_key <> ''"),
            postgresql_where=sa.text("symbol_key <> ''"),
        )

    op.create_table(
        "citations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.String(length=160), nullable=False),
        sa.Column("anchor", sa.String(length=160), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("certainty", sa.String(length=10), nullable=False),
        sa.Column("target_id", sa.String(length=160), nullable=True),
        sa.Column("target_anchor", sa.String(length=160), nullable=True),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "certainty IN ('exact', 'likely', 'unresolved')", name=op.f("ck_citations_certainty")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_citations_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["documents.id"],
            name=op.f("fk_citations_target_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citations")),
        sa.UniqueConstraint(
            "document_id", "anchor", "start", name=op.f("uq_citations_document_id_anchor_start")
        ),
    )
    with op.batch_alter_table("citations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_citations_certainty"), ["certainty"], unique=False)
        batch_op.create_index(batch_op.f("ix_citations_target_id"), ["target_id"], unique=False)

    op.create_table(
        "document_topics",
        sa.Column("document_id", sa.String(length=160), nullable=False),
        sa.Column("topic_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_topics_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["topic_code"], ["topics.code"], name=op.f("fk_document_topics_topic_code")
        ),
        sa.PrimaryKeyConstraint("document_id", "topic_code", name=op.f("pk_document_topics")),
    )
    with op.batch_alter_table("document_topics", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_topics_topic_code"), ["topic_code"], unique=False
        )

    op.create_table(
        "document_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.String(length=160), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("encoding", sa.String(length=20), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_versions_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["file_sha256"],
            ["document_files.sha256"],
            name=op.f("fk_document_versions_file_sha256"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_versions")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_document_versions_document_id_number")
        ),
    )
    with op.batch_alter_table("document_versions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_versions_file_sha256"), ["file_sha256"], unique=False
        )

    op.create_table(
        "relations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("target_id", sa.String(length=160), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('replaces', 'amends', 'guides', 'implements', 'continues', 'related')",
            name=op.f("ck_relations_kind"),
        ),
        sa.CheckConstraint("source_id <> target_id", name=op.f("ck_relations_two_documents")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["documents.id"], name=op.f("fk_relations_source_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["documents.id"], name=op.f("fk_relations_target_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relations")),
        sa.UniqueConstraint(
            "source_id", "kind", "target_id", name=op.f("uq_relations_source_id_kind_target_id")
        ),
    )
    with op.batch_alter_table("relations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relations_target_id"), ["target_id"], unique=False)

    op.create_table(
        "provisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(length=160), nullable=False),
        sa.Column("parent_anchor", sa.String(length=160), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('preamble', 'part', 'chapter', 'section', 'article', 'clause', 'point', 'letter', 'closing', 'appendix', 'body')",
            name=op.f("ck_provisions_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_provisions_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provisions")),
        sa.UniqueConstraint("version_id", "anchor", name=op.f("uq_provisions_version_id_anchor")),
        sa.UniqueConstraint(
            "version_id", "position", name=op.f("uq_provisions_version_id_position")
        ),
    )
    op.execute("INSERT INTO library_state (id, sequence) VALUES (1, 0)")


def downgrade() -> None:
    op.drop_table("provisions")
    op.drop_table("relations")
    op.drop_table("document_versions")
    op.drop_table("document_topics")
    op.drop_table("citations")
    op.drop_table("documents")
    op.drop_table("topics")
    op.drop_table("library_state")
    op.drop_table("issuers")
    op.drop_table("document_files")
    op.drop_table("changes")
