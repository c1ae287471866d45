"""Tables of data requests and of the register of breaches."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.members.sealed_rows import SealedRow


class DataRequest(SealedRow):
    """What somebody asks about his own data. Sealed: his words and the answer."""

    __tablename__ = "data_requests"
    __table_args__ = (
        Index(None, "state", "due_on", "id"),
        Index(None, "member_id", "received_on"),
    )

    member_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("members.id"))
    #: A code of content/parameters/data_protection.toml: know, see, correct, delete …
    kind: Mapped[str] = mapped_column(String(30))
    #: received, answered, carried_out, withdrawn.
    state: Mapped[str] = mapped_column(String(20))
    #: What was answered: agreed, partly, refused.
    outcome: Mapped[str | None] = mapped_column(String(10))
    #: Given on paper; then an officer entered it.
    on_paper: Mapped[bool]
    entered_by: Mapped[UUID | None]
    #: The day on which it reached us; the clock begins after it.
    received_on: Mapped[date]
    entered_at: Mapped[datetime]
    #: The last day for the answer; None once it is answered.
    due_on: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]


class Breach(SealedRow):
    """A loss or leak of personal data. Sealed: what happened."""

    __tablename__ = "breaches"
    __table_args__ = (Index(None, "noticed_at", "id"),)

    #: Whose data it is about, with everything below.
    organisation_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organisations.id"), index=True)
    noticed_at: Mapped[datetime]
    #: Until when the authority must have been told.
    report_by: Mapped[datetime]
    reported_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    #: How many people it touches, as far as is known.
    affected: Mapped[int | None]
    entered_at: Mapped[datetime]


class BreachStep(SealedRow):
    """What was done about a breach; never changed. Sealed: the note."""

    __tablename__ = "breach_steps"
    __table_args__ = (UniqueConstraint("breach_id", "number"),)

    breach_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("breaches.id"))
    #: 1, 2, 3 … within the breach.
    number: Mapped[int]
    #: noticed, noted, reported, told, closed.
    code: Mapped[str] = mapped_column(String(20))
    #: When it was done; `at` is when it was written down.
    done_at: Mapped[datetime]
    at: Mapped[datetime]
    by: Mapped[UUID | None]
    #: The number of people touched, as known at this step.
    affected: Mapped[int | None]
