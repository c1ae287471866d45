"""Tables of the tree. An organisation is never deleted: it closes, and names its successors."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.db.base import Base


class Organisation(Base):
    """One Party organisation: a committee at some level, or a cell."""

    __tablename__ = "organisations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    #: Its own step in paths: eight hexadecimal digits.
    key: Mapped[str] = mapped_column(String(8), unique=True)
    #: “/key of the top/…/own key/”. What starts with it stands inside.
    path: Mapped[str] = mapped_column(Text, index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: A code of content/parameters/organisation_kinds.toml.
    kind: Mapped[str] = mapped_column(String(40))
    is_cell: Mapped[bool]
    #: Its present official code M1.M2.M3.M4.M5; earlier ones are in `organisation_codes`.
    code: Mapped[str | None] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    folded_name: Mapped[str] = mapped_column(String(300), index=True)
    opened_on: Mapped[date]
    #: The first day on which it is no more; None while it lives.
    closed_on: Mapped[date | None]
    #: Goes up with every change, for ETags and for saving over somebody else's change.
    version: Mapped[int] = mapped_column(default=1)


class OrganisationCode(Base):
    """A code that an organisation bears or bore: old codes resolve for ever."""

    __tablename__ = "organisation_codes"
    __table_args__ = (Index(None, "code", "since"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    since: Mapped[date]
    until: Mapped[date | None]


class Succession(Base):
    """`successor` took over from `predecessor` on a day: merged into, or split off from."""

    __tablename__ = "organisation_successions"

    predecessor_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    successor_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True, index=True
    )
    on: Mapped[date]


class OrganisationChange(Base):
    """What happened to an organisation: the readable history, never edited."""

    __tablename__ = "organisation_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: opened, renamed, recoded, moved, merged, split, closed.
    what: Mapped[str] = mapped_column(String(20))
    on: Mapped[date]
    #: Symbol and date of the deciding paper, as the officer wrote it.
    decision: Mapped[str | None] = mapped_column(String(200))
    #: Names, codes and paths before and after.
    facts: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
