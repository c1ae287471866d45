"""The tables of documents that are not in the library yet."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.db.base import Base


class DraftState(StrEnum):
    """Where a draft stands."""

    #: A worker has it, or will have it.
    READING = "reading"
    #: It waits for a person.
    READY = "ready"
    #: Its file cannot be read or must not be kept; the file is gone.
    REFUSED = "refused"
    #: It is in the library; its file and text are there.
    TAKEN = "taken"


#: Drafts that are still somebody's work.
OPEN = (DraftState.READING, DraftState.READY)


class DocumentDraft(Base):
    """One file that an officer sent, and what became of it."""

    __tablename__ = "document_drafts"
    __table_args__ = (
        CheckConstraint("state IN ('reading', 'ready', 'refused', 'taken')", name="state"),
        Index(None, "organisation_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    #: For which organisation it is brought in: whose officers see it.
    organisation_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organisations.id"))
    by_account_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    #: For the sweep: when somebody last did anything with it.
    changed_at: Mapped[datetime] = mapped_column(index=True)
    #: Goes up with every change.
    version: Mapped[int] = mapped_column(default=1)
    file_name: Mapped[str] = mapped_column(String(200))
    file_sha256: Mapped[str] = mapped_column(String(64))
    #: Bytes.
    size: Mapped[int] = mapped_column(BigInteger)
    #: How often it was given to a worker.
    readings: Mapped[int] = mapped_column(default=1)
    #: Why it was refused: {"code", "facts"}.
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    #: What was read (contents.Found); None before it was.
    found: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    #: What a person says instead, by field; null: that the document has none.
    said: Mapped[dict[str, Any]]
    #: What it does to other documents, each with a person's answer (contents.KnownRelation).
    relations: Mapped[list[Any]]
    #: The document it became, and which version of its text; kept when that is removed later.
    document_id: Mapped[str | None] = mapped_column(String(160))
    document_version: Mapped[int | None]


class DraftFile(Base):
    """The file as it was sent, until it is taken over, refused or discarded."""

    __tablename__ = "document_draft_files"

    draft_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("document_drafts.id", ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DraftText(Base):
    """What was read of a file, to be looked through."""

    __tablename__ = "document_draft_texts"

    draft_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("document_drafts.id", ondelete="CASCADE"), primary_key=True
    )
    #: [[anchor, parent, kind, number, heading, text, page], …] in the order of the document.
    provisions: Mapped[list[Any]]
    #: [[page or null, first provision, the one after the last, printed text], …].
    sheets: Mapped[list[Any]]
    #: [[anchor, text, note], …] of the citations that led nowhere when it was read.
    unresolved: Mapped[list[Any]]
