"""Tables of the tree. An organisation is never deleted: it closes, and names its successors."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Uuid, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.db.base import Base
from handbook_api.organisations import names
from handbook_api.organisations.paths import PathText

#: Compared byte by byte on both databases, so that lists have one order.
_SortText = String(300).with_variant(String(300, collation="C"), "postgresql")


def _sort_name(context: DefaultExecutionContext) -> str:
    said = context.get_current_parameters()  # type: ignore[no-untyped-call]  # SQLAlchemy's gap
    return names.sort_key(said["folded_name"])


class Organisation(Base):
    """One Party organisation: a committee at some level, or a cell."""

    __tablename__ = "organisations"
    __table_args__ = (
        # A code that a closed organisation bore last may be given again.
        Index(
            "uq_organisations_living_code",
            "code",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
        Index(None, "sort_name", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    #: Its own step in paths: eight hexadecimal digits.
    key: Mapped[str] = mapped_column(String(8), unique=True)
    #: “/key of the top/…/own key/”. What starts with it stands inside.
    path: Mapped[str] = mapped_column(PathText, index=True)
    parent_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("organisations.id"), index=True)
    #: A code of content/parameters/organisation_kinds.toml.
    kind: Mapped[str] = mapped_column(String(40))
    is_cell: Mapped[bool]
    #: The official code M1.M2.M3.M4.M5 that it bears, or bore last; earlier ones are in
    #: `organisation_codes`.
    code: Mapped[str | None] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(300))
    folded_name: Mapped[str] = mapped_column(String(300))
    #: The folded name with numbers filled up, so that “Chi bộ 2” comes before “Chi bộ 10”.
    sort_name: Mapped[str] = mapped_column(_SortText, default=_sort_name)
    opened_on: Mapped[date]
    #: The first day on which it is no more; None while it lives.
    closed_on: Mapped[date | None]
    #: Goes up with every change, for ETags and for saving over somebody else's change.
    version: Mapped[int] = mapped_column(default=1)

    def rename(self, name: str) -> None:
        """It is called `name` (tidied), and is found and sorted by it."""
        self.name = name
        self.folded_name = names.fold(name)
        self.sort_name = names.sort_key(self.folded_name)


class OrganisationCode(Base):
    """A code that an organisation bears or bore: old codes resolve for ever."""

    __tablename__ = "organisation_codes"
    __table_args__ = (Index(None, "code", "since"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organisations.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    since: Mapped[date]
    #: The first day on which it no longer bears it; None while it does.
    until: Mapped[date | None]


class Succession(Base):
    """`successor` took over from `predecessor` on a day: merged into, or split off from."""

    __tablename__ = "organisation_successions"

    predecessor_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("organisations.id"), primary_key=True
    )
    successor_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("organisations.id"), primary_key=True, index=True
    )
    #: What was split off may take over the rest later: then there are two.
    on: Mapped[date] = mapped_column(primary_key=True)


class OrganisationChange(Base):
    """What happened to an organisation: the readable history, never edited."""

    __tablename__ = "organisation_changes"
    __table_args__ = (Index(None, "organisation_id", "on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organisations.id"))
    #: opened, renamed, recoded, moved, reclassified, merged, split, closed.
    what: Mapped[str] = mapped_column(String(20))
    on: Mapped[date]
    #: Symbol and date of the deciding paper, as the officer wrote it.
    decision: Mapped[str | None] = mapped_column(String(200))
    #: “before” and “after” of what changed; “others”: predecessors, successors, parts.
    facts: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    #: Goes up within one recording, so that the history has one order.
    position: Mapped[int] = mapped_column(default=0)
