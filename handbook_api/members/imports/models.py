"""Tables of imports: what was taken over when, and files that wait for a yes."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.db.base import Base
from handbook_api.members.sealed_rows import SealedRow


class ImportRun(Base):
    """One list that was sent or typed in. Its name is not kept: names of files name people."""

    __tablename__ = "member_imports"
    __table_args__ = (Index(None, "by_account_id", "headings"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    #: None: from the command line.
    by_account_id: Mapped[UUID | None]
    at: Mapped[datetime]
    #: “.xlsx”, “.csv” …
    extension: Mapped[str] = mapped_column(String(8))
    file_sha256: Mapped[str] = mapped_column(String(64))
    #: SHA-256 of the headings and their columns: lists of the same make share it.
    headings: Mapped[str] = mapped_column(String(64))
    #: The confirmed columns (mapping.ColumnMapping.as_table); None before anybody confirmed any.
    mapping: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    #: What came of it: numbers only.
    counts: Mapped[dict[str, Any]]
    carried_out_at: Mapped[datetime | None]


class ImportPart(SealedRow):
    """A piece of a file that waits for its import to be confirmed, sealed."""

    __tablename__ = "member_import_parts"
    __table_args__ = (Index(None, "import_id", "number", unique=True),)

    import_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("member_imports.id"))
    number: Mapped[int]
    #: For the sweep that forgets files.
    kept_at: Mapped[datetime] = mapped_column(index=True)
