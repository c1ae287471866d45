"""The table of annotations."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.members.sealed_rows import SealedRow


class Motivation(StrEnum):
    """Why somebody annotates (Web Annotation vocabulary, 3.3.5)."""

    BOOKMARKING = "bookmarking"
    COMMENTING = "commenting"
    HIGHLIGHTING = "highlighting"


class Annotation(SealedRow):
    """What somebody keeps for himself at one place; its id was made by the device it came from.

    Sealed: the note (`text`), and of a passage `exact`, `prefix`, `suffix`.
    """

    __tablename__ = "annotations"
    __table_args__ = (
        CheckConstraint(
            f"motivation IN ({', '.join(repr(one.value) for one in Motivation)})",
            name="motivation",
        ),
        Index("ix_annotations_own_by_document", "account_id", "document_id"),
        Index("ix_annotations_own_newest", "account_id", "made_at", "id"),
    )

    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    motivation: Mapped[str] = mapped_column(String(12))
    #: No foreign key: a note outlives the document it was written to.
    document_id: Mapped[str] = mapped_column(String(160))
    #: The provision; None for the document as a whole.
    anchor: Mapped[str | None] = mapped_column(String(160))
    #: Counts its changes, from 1 on: two devices notice that they both changed it.
    version: Mapped[int]
    #: When its owner wrote it, by his device's clock; when the server last heard of it.
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    #: Deleted ones can be had back for some days.
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)
