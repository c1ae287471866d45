"""Tables of corrections, their steps, and the lists of them that were exported."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.db.base import Base
from handbook_api.members.sealed_rows import SealedRow


class Correction(SealedRow):
    """One field that a member says is wrong. Sealed: wanted, reason, and the value it replaced."""

    __tablename__ = "corrections"
    __table_args__ = (
        Index(None, "state", "due_on", "id"),
        Index(None, "member_id", "asked_at"),
    )

    member_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("members.id"))
    #: A code of content/parameters/member_fields.toml.
    field: Mapped[str] = mapped_column(String(40))
    #: asked, forwarded, accepted, refused, withdrawn.
    state: Mapped[str] = mapped_column(String(20))
    #: Member and field while it is under way: the same is not asked twice at once.
    open_for: Mapped[str | None] = mapped_column(String(80), unique=True)
    asked_at: Mapped[datetime]
    #: The last day on which it is not late; None once it is decided.
    due_on: Mapped[date | None]
    decided_at: Mapped[datetime | None]
    export_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("correction_exports.id"), index=True
    )


class CorrectionStep(SealedRow):
    """What somebody did with a correction; never changed. Sealed: his note."""

    __tablename__ = "correction_steps"
    __table_args__ = (UniqueConstraint("correction_id", "number"),)

    correction_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("corrections.id"))
    #: 1, 2, 3 … within the correction.
    number: Mapped[int]
    #: ask, forward, accept, refuse, withdraw.
    code: Mapped[str] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    by: Mapped[UUID | None]


class CorrectionExport(Base):
    """One list of accepted corrections for the database above, and why it was taken."""

    __tablename__ = "correction_exports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[UUID | None]
    purpose: Mapped[str] = mapped_column(String(200))
    rows: Mapped[int]
