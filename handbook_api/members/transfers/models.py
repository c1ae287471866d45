"""Tables of transfers: where each stands, and every step with who took it and when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.members.sealed_rows import SealedRow


class Transfer(SealedRow):
    """One person's way from one cell to another. Sealed: the place outside, and the reason."""

    __tablename__ = "transfers"
    __table_args__ = (Index(None, "due_on", "id"), Index(None, "started_at", "id"))

    #: Kinds, states and steps: content/parameters/transfers.toml.
    kind: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(30), index=True)
    #: None while somebody who comes from elsewhere has no record here.
    member_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("members.id"), index=True)
    #: The member's id while the transfer is under way: one at a time.
    open_for: Mapped[UUID | None] = mapped_column(unique=True)
    #: The member's id while he stays elsewhere for a time: one stay at a time.
    away_for: Mapped[UUID | None] = mapped_column(unique=True)
    #: Who comes from elsewhere, as long as he has no record here.
    full_name: Mapped[str | None] = mapped_column(String(200))
    from_cell_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("organisations.id"), index=True
    )
    to_cell_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("organisations.id"), index=True
    )
    #: The day of the decision or of the move that made it necessary.
    changed_on: Mapped[date | None]
    #: First and last day of a temporary stay; `until` is None for a transfer for good.
    since: Mapped[date | None]
    until: Mapped[date | None]
    #: A stay for study, which has limits of its own.
    for_study: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    state_since: Mapped[datetime]
    #: The last day on which it is not late; None where no clock runs.
    due_on: Mapped[date | None]
    #: The day on which the end of a stay was pointed out to both cells.
    end_suggested_on: Mapped[date | None]
    #: Goes up with every step.
    version: Mapped[int] = mapped_column(default=1)


class TransferStep(SealedRow):
    """A step somebody took; never changed. Sealed: what he noted, and why he refused."""

    __tablename__ = "transfer_steps"
    __table_args__ = (UniqueConstraint("transfer_id", "number"),)

    transfer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("transfers.id"))
    #: 1, 2, 3 … within the transfer.
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(30))
    to_state: Mapped[str] = mapped_column(String(30))
    #: For which side it was taken: member, sending_cell, … ; “system” for what followed by itself.
    side: Mapped[str] = mapped_column(String(30))
    #: The day the step counts from: of the paper, of the meeting.
    on: Mapped[date]
    at: Mapped[datetime]
    #: The account that took it.
    by: Mapped[UUID | None]
    #: Symbol of the deciding or introducing paper, as it was written.
    decision: Mapped[str | None] = mapped_column(String(200))
