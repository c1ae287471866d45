"""The tables of the library."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from handbook_api.core.identity import Audience
from handbook_api.db.base import Base
from handbook_api.documents.vocabulary import (
    Certainty,
    DocumentKind,
    Precision,
    ProvisionKind,
    RelationKind,
)


def _one_of(column: str, values: type[Any]) -> CheckConstraint:
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Issuer(Base):
    """A body that issues documents. Closed bodies stay: old papers keep their issuer."""

    __tablename__ = "issuers"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(String(20))
    aliases: Mapped[list[Any]]
    closed_on: Mapped[date | None]
    successors: Mapped[list[Any]]


class Topic(Base):
    """A subject that people filter by."""

    __tablename__ = "topics"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    position: Mapped[int]


class DocumentTopic(Base):
    """A document is about a topic."""

    __tablename__ = "document_topics"

    document_id: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    topic_code: Mapped[str] = mapped_column(ForeignKey("topics.code"), primary_key=True, index=True)


class Document(Base):
    """One document of the library, whether or not we hold its text.

    `id` is a readable slug that never changes, so that links last. A symbol is not unique: the
    key is symbol + issuer + date.
    """

    __tablename__ = "documents"
    __table_args__ = (
        Index(
            "uq_documents_key",
            "symbol_key",
            "issuer_code",
            "issued_on",
            unique=True,
            sqlite_where=text("symbol_key <> ''"),
            postgresql_where=text("symbol_key <> ''"),
        ),
        Index("ix_documents_newest", "sort_date", "id"),
        _one_of("kind", DocumentKind),
        _one_of("audience", Audience),
        _one_of("issued_precision", Precision),
    )

    id: Mapped[str] = mapped_column(String(160), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    symbol: Mapped[str] = mapped_column(Text)
    symbol_key: Mapped[str] = mapped_column(String(80))
    issuer_code: Mapped[str | None] = mapped_column(ForeignKey("issuers.code"), index=True)
    issued_on: Mapped[date | None]
    issued_precision: Mapped[str] = mapped_column(String(5), default=Precision.DAY)
    #: issued_on, or 0001-01-01 where unknown: lists sort by a column without NULLs.
    sort_date: Mapped[date]
    effective_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    signer: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(String(12))
    #: Path of the organisation whose subtree may read it, when `audience` says so.
    audience_path: Mapped[str | None] = mapped_column(Text, index=True)
    aliases: Mapped[list[Any]]
    #: [[ordinal, term], …]: “Nghị quyết Trung ương 4 khóa XII” is [4, 12].
    plenums: Mapped[list[Any]]
    status_claim: Mapped[str | None] = mapped_column(String(10))
    status_as_of: Mapped[date | None]
    status_note: Mapped[str | None] = mapped_column(Text)
    summary: Mapped[str | None] = mapped_column(Text)
    sources: Mapped[list[Any]]
    #: What it changes or cites that the library does not hold.
    mentions: Mapped[list[Any]]
    #: Hash of the content entry this row was published from; NULL when it was only imported.
    content_hash: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    issuer: Mapped[Issuer | None] = relationship(lazy="raise")
    topics: Mapped[list[Topic]] = relationship(
        secondary="document_topics", lazy="raise", order_by=Topic.position
    )


class DocumentFile(Base):
    """An original file, byte for byte, kept in the database so that no node can lose it."""

    __tablename__ = "document_files"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int] = mapped_column(BigInteger)


class DocumentVersion(Base):
    """One imported text of a document; the highest number is the one people read."""

    __tablename__ = "document_versions"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    number: Mapped[int]
    file_sha256: Mapped[str] = mapped_column(ForeignKey("document_files.sha256"), index=True)
    file_name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(String(100))
    format: Mapped[str] = mapped_column(String(20))
    encoding: Mapped[str | None] = mapped_column(String(20))
    pages: Mapped[int]
    #: Hash of the provisions: an import that reads the same makes no new version.
    text_sha256: Mapped[str] = mapped_column(String(64))
    imported_at: Mapped[datetime]


class Provision(Base):
    """One part of a version's text, at a stable anchor."""

    __tablename__ = "provisions"
    __table_args__ = (
        UniqueConstraint("version_id", "anchor"),
        UniqueConstraint("version_id", "position"),
        _one_of("kind", ProvisionKind),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    version_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("document_versions.id", ondelete="CASCADE")
    )
    position: Mapped[int]
    anchor: Mapped[str] = mapped_column(String(160))
    parent_anchor: Mapped[str | None] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(10))
    number: Mapped[str] = mapped_column(Text)
    heading: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    page: Mapped[int | None]
    #: [[anchor, number, heading], …] of the ancestors, outermost first.
    path: Mapped[list[Any]]


class Relation(Base):
    """The acting document replaces, amends, guides … the target."""

    __tablename__ = "relations"
    __table_args__ = (
        UniqueConstraint("source_id", "kind", "target_id"),
        CheckConstraint("source_id <> target_id", name="two_documents"),
        _one_of("kind", RelationKind),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    source_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    target_id: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), index=True
    )
    #: False when it is only probable: then the target's validity is unknown, not replaced.
    certain: Mapped[bool]
    #: First day it has effect, Vietnamese calendar; NULL when nothing says.
    since: Mapped[date | None]
    #: "content" (an officer's entry) or "text" (read from the document itself).
    origin: Mapped[str] = mapped_column(String(10))
    evidence: Mapped[str | None] = mapped_column(Text)


class CitationRow(Base):
    """One mention of a document in a text, resolved where it can be."""

    __tablename__ = "citations"
    __table_args__ = (
        UniqueConstraint("document_id", "anchor", "start"),
        _one_of("certainty", Certainty),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    anchor: Mapped[str] = mapped_column(String(160))
    #: Offsets into the provision's text.
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    certainty: Mapped[str] = mapped_column(String(10), index=True)
    target_id: Mapped[str | None] = mapped_column(
        ForeignKey("documents.id", ondelete="SET NULL"), index=True
    )
    target_anchor: Mapped[str | None] = mapped_column(String(160))
    #: Ids of documents it might mean instead; of a plenum's several resolutions, all of them.
    candidates: Mapped[list[Any]]
    #: What did not fit, as a code: wrong_date, wrong_kind, ambiguous, unknown, later …
    note: Mapped[str | None] = mapped_column(String(40))


class LibraryState(Base):
    """One row: the number of the library's last change. Writers take turns on it, so numbers
    become visible in the order in which they were given."""

    __tablename__ = "library_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    #: Hash of the published content folder; an unchanged folder is not published again.
    content_hash: Mapped[str | None] = mapped_column(String(64))


class Change(Base):
    """Something about a document changed; followers (the index) read on from where they stand."""

    __tablename__ = "changes"

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    document_id: Mapped[str] = mapped_column(String(160), index=True)
    at: Mapped[datetime]
