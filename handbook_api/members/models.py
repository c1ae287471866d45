"""Tables of the member record. Sensitive fields live sealed in `sealed_values`, with history."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.db.base import Base
from handbook_api.members.sealed_rows import SealedRow

#: Compared byte by byte on both databases, so that “begins with” is a range of the index.
_TokenText = String(40).with_variant(String(40, collation="C"), "postgresql")
_SortText = String(300).with_variant(String(300, collation="C"), "postgresql")


class Member(Base):
    """One person's record: the basic fields. Statuses: content/parameters/member_statuses.toml."""

    __tablename__ = "members"
    __table_args__ = (
        Index(None, "cell_id", "sort_name", "id"),
        Index(None, "sort_name", "id"),
        Index(None, "folded_name"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), unique=True)
    #: The cell that counts him. None once he has left.
    cell_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("organisations.id"))
    #: Where he takes part for a time while counted at home.
    host_cell_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("organisations.id"), index=True
    )
    #: The last cell, kept when he has left, so that his committee still finds the record.
    last_cell_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organisations.id"), index=True)
    full_name: Mapped[str] = mapped_column(String(200))
    #: Folded: lower case, no marks.
    folded_name: Mapped[str] = mapped_column(String(200))
    #: Lower case in one spelling, with marks.
    marked_name: Mapped[str] = mapped_column(String(200))
    #: The last word of the folded name.
    given_name: Mapped[str] = mapped_column(String(40))
    #: Given name first, in Vietnamese order: digits only (names.sort_key), so that every
    #: collation of every database sorts alike.
    sort_name: Mapped[str] = mapped_column(String(300))
    sex: Mapped[str | None] = mapped_column(String(10))
    birth_date: Mapped[date | None]
    #: Day of the ceremony; decision; recognition (legal dates).
    joined_on: Mapped[date | None]
    admission_decided_on: Mapped[date | None]
    official_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(30), index=True)
    status_since: Mapped[date]
    #: The last day of a status that is for a time (temporarily exempt).
    status_until: Mapped[date | None]
    occupation: Mapped[str | None] = mapped_column(String(200))
    general_education: Mapped[str | None] = mapped_column(String(40))
    qualification: Mapped[str | None] = mapped_column(String(200))
    political_theory: Mapped[str | None] = mapped_column(String(40))
    languages: Mapped[str | None] = mapped_column(String(200))
    #: app, phone, in_person.
    reachable_by: Mapped[str] = mapped_column(String(12), default="in_person")
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    #: Set when the term after the end was over: only what is kept for ever is left.
    forgotten_at: Mapped[datetime | None]
    #: Set when the record was erased: only this tombstone is left.
    erased_at: Mapped[datetime | None]


class NameToken(Base):
    """One folded word of a member's name, so that people are found by any part of it.

    Those who bear a word lie in the order of lists, each with his name: the first twenty bearers
    of a word that half a province bears are read off, and other words are looked for on the way.
    """

    __tablename__ = "member_name_tokens"
    #: The primary key is the whole row: SQLite keeps it once, PostgreSQL reads nothing but it.
    __table_args__ = ({"sqlite_with_rowid": False},)

    #: Whether it is the given name.
    is_given: Mapped[bool] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(_TokenText, primary_key=True)
    sort_name: Mapped[str] = mapped_column(_SortText, primary_key=True)
    member_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("members.id"), primary_key=True, index=True
    )
    folded_name: Mapped[str] = mapped_column(String(200), primary_key=True)
    marked_name: Mapped[str] = mapped_column(String(200), primary_key=True)


class SealedValue(Base):
    """A sensitive field's value, now or earlier, sealed under its own row."""

    __tablename__ = "sealed_values"
    __table_args__ = (Index(None, "member_id", "field"), Index(None, "field", "blind"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    member_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("members.id"))
    field: Mapped[str] = mapped_column(String(40))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[int] = mapped_column(SmallInteger, index=True)
    #: For look-up of an exact value.
    blind: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    #: `blind` again, while the value is current and may be held by one person only.
    sole: Mapped[bytes | None] = mapped_column(LargeBinary(16), unique=True)
    since: Mapped[date]
    #: The last day on which it was right; None for the present value.
    until: Mapped[date | None]


class CellStay(Base):
    """A member's time in one cell."""

    __tablename__ = "cell_stays"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    member_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("members.id"), index=True)
    cell_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organisations.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    #: admitted, listed (from an imported list), transferred, merged, split.
    how: Mapped[str] = mapped_column(String(20))


class StatusChange(Base):
    """A step of the status machine, with the deciding paper."""

    __tablename__ = "status_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    member_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("members.id"), index=True)
    from_status: Mapped[str | None] = mapped_column(String(30))
    to_status: Mapped[str] = mapped_column(String(30))
    on: Mapped[date]
    until: Mapped[date | None]
    decision: Mapped[str | None] = mapped_column(String(200))
    decided_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]


class RecordLine(SealedRow):
    """A line of a list in the record: a position, a school, an award, a penalty, a rating.

    Its words are sealed, and in a sensitive list the code with them; dates are not.
    """

    __tablename__ = "record_lines"
    __table_args__ = (Index(None, "member_id", "list"),)

    member_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("members.id"))
    #: positions, schooling, awards, discipline, yearly_ratings.
    list: Mapped[str] = mapped_column(String(20))
    #: A code of content/parameters/member_lists.toml, where the list has codes and is not
    #: sensitive.
    code: Mapped[str | None] = mapped_column(String(40))
    since: Mapped[date | None]
    until: Mapped[date | None]


class DossierPaper(Base):
    """Whether one kind of paper of the dossier exists, and where it is kept. Never a scan."""

    __tablename__ = "dossier_papers"

    member_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("members.id"), primary_key=True)
    #: A code of content/parameters/dossier_papers.toml.
    paper: Mapped[str] = mapped_column(String(40), primary_key=True)
    held: Mapped[bool]
    where_kept: Mapped[str | None] = mapped_column(String(200))
    noted_at: Mapped[datetime]
