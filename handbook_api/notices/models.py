"""Tables of notices and of what became of them for each person."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.db.base import Base


class NoticeState(StrEnum):
    """Where a notice stands. Every state that is not final has a time at which it is left."""

    DRAFT = "draft"
    #: A second person has to release it.
    AWAITING_RELEASE = "awaiting_release"
    #: Waits for its hour; the sender can still stop it.
    SCHEDULED = "scheduled"
    #: Is being laid into inboxes.
    SENDING = "sending"
    SENT = "sent"
    # final:
    CLOSED = "closed"
    CANCELLED = "cancelled"
    #: Never sent: nobody finished or released it in time.
    LAPSED = "lapsed"


FINAL_NOTICE_STATES = (NoticeState.CLOSED, NoticeState.CANCELLED, NoticeState.LAPSED)


class Priority(StrEnum):
    """How loudly. Urgent rings at night too, and that is written down."""

    NORMAL = "normal"
    URGENT = "urgent"


class Reach(StrEnum):
    """How far a notice came with one person, in order. Only ever goes up."""

    IN_INBOX = "in_inbox"
    HANDED = "handed"
    DELIVERED = "delivered"
    OPENED = "opened"
    CONFIRMED = "confirmed"
    ANSWERED = "answered"
    #: Told by a call, in person, on paper.
    TOLD = "told"
    #: The notice closed and nothing had come through.
    UNREACHABLE = "unreachable"
    #: The notice was cancelled before it came through to him.
    WITHDRAWN = "withdrawn"


#: The notice has come through to the person himself.
REACHED = (Reach.OPENED, Reach.CONFIRMED, Reach.ANSWERED, Reach.TOLD)
#: It has not, so far.
OPEN = (Reach.IN_INBOX, Reach.HANDED, Reach.DELIVERED)


def _one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Notice(Base):
    """One notice as it reads now; earlier words lie in `notice_versions`."""

    __tablename__ = "notices"
    __table_args__ = (
        Index(None, "organisation_id", "created_at"),
        Index(None, "state", "leaves_at"),
        _one_of("state", NoticeState),
        _one_of("priority", Priority),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    #: Who speaks. None: the handbook itself (saved searches, digests).
    organisation_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("organisations.id"))
    author_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    #: Whom to ask, and who works the call list besides the secretaries.
    contact_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("accounts.id"))
    #: A code of content/parameters/notice_kinds.toml; decides the answers that can be given.
    kind: Mapped[str] = mapped_column(String(40))
    priority: Mapped[str] = mapped_column(String(10), default=Priority.NORMAL)
    state: Mapped[str] = mapped_column(String(20), default=NoticeState.DRAFT)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    #: Title and text folded, for searching one's inbox.
    folded: Mapped[str] = mapped_column(Text)
    #: Template and its version, and what its fields were filled with; None: written freely.
    template_code: Mapped[str | None] = mapped_column(String(60))
    template_version: Mapped[int | None]
    template_values: Mapped[dict[str, Any]]
    #: [{"document_id": …, "anchor": … or null}]
    links: Mapped[list[Any]]
    #: A meeting: when and where.
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str | None] = mapped_column(String(300))
    #: audience.Audience as JSON.
    audience: Mapped[dict[str, Any]]
    #: People found for the audience when it was sent (or sending was asked for).
    people: Mapped[int] = mapped_column(default=0)
    #: 1, 2, 3 …: goes up with every correction of the words, and when it is cancelled.
    version: Mapped[int] = mapped_column(default=1)
    #: The last round of bells: 0 the first, one more for each correction and reminder, and for
    #: cancelling.
    rounds: Mapped[int] = mapped_column(SmallInteger, default=0)
    #: Goes up with every change at all, for saving over somebody else's change.
    revision: Mapped[int] = mapped_column(default=1)
    send_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    #: When the present state is left by itself at the latest, or somebody looks after it; None
    #: once nothing is to be done any more.
    leaves_at: Mapped[datetime | None]
    released_by: Mapped[UUID | None]
    released_at: Mapped[datetime | None]
    #: When sending began; when the last inbox had it.
    sent_at: Mapped[datetime | None]
    in_inboxes_at: Mapped[datetime | None]
    #: From when on the silent stand on the call list.
    call_from: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    #: Notices the handbook makes by itself are made once.
    once_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class NoticeVersion(Base):
    """The words of a notice at one time. A correction adds one, and so does cancelling, with the
    words as they were last; none is ever changed."""

    __tablename__ = "notice_versions"

    notice_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("notices.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    links: Mapped[list[Any]]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str | None] = mapped_column(String(300))
    answer_by: Mapped[datetime | None]
    #: What the sender said has changed, or why he cancelled it.
    reason: Mapped[str | None] = mapped_column(String(300))
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]


class NoticeEvent(Base):
    """What happened to a notice as a whole: its timeline."""

    __tablename__ = "notice_events"

    notice_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("notices.id"), primary_key=True)
    #: The notice's revision with it: several of one moment have an order.
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    #: events.Happened.
    what: Mapped[str] = mapped_column(String(30))
    by: Mapped[UUID | None]
    #: Counts and codes.
    facts: Mapped[dict[str, Any]]


class Inbox(Base):
    """How often anything in somebody's inbox has changed: what a phone compares to know more.

    Whoever changes an inbox raises its number first and so waits for whoever is changing it: the
    numbers are seen in their order, and no phone misses one.
    """

    __tablename__ = "inboxes"

    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger)


class Recipient(Base):
    """A notice in one person's inbox, and how far it came with him."""

    __tablename__ = "notice_recipients"
    __table_args__ = (
        Index(None, "account_id", "revision"),
        # Which notices concern the people somebody looks after.
        Index(None, "organisation_id", "notice_id"),
        _one_of("reach", Reach),
        {"sqlite_with_rowid": False},
    )

    notice_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("notices.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), primary_key=True)
    #: The cell (or body) through which he was addressed: whose secretary looks after him.
    organisation_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("organisations.id"))
    #: The inbox's number when this row last changed.
    revision: Mapped[int] = mapped_column(BigInteger)
    reach: Mapped[str] = mapped_column(String(12))
    in_inbox_at: Mapped[datetime]
    handed_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    #: The present answer; all of them, with reasons, lie in `notice_answers`.
    answer: Mapped[str | None] = mapped_column(String(20))
    answer_late: Mapped[bool | None]
    told_at: Mapped[datetime | None]
    #: phone, in_person, paper, sms_reply.
    told_how: Mapped[str | None] = mapped_column(String(12))
    told_by: Mapped[UUID | None]
    #: The version he last opened.
    opened_version: Mapped[int | None]
    #: Reminders so far.
    reminders: Mapped[int] = mapped_column(SmallInteger, default=0)
    archived_at: Mapped[datetime | None]


class Answer(Base):
    """One answer, with its reason sealed: why somebody cannot come may be about his health."""

    __tablename__ = "notice_answers"
    __table_args__ = (Index(None, "notice_id", "account_id", "received_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    notice_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("notices.id"))
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    answer: Mapped[str] = mapped_column(String(20))
    #: When he gave it, by his phone's clock, not after `received_at`; and when it reached us.
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]
    #: Given after the time to answer was over.
    late: Mapped[bool]
    #: Somebody who wrote it down for him; None: himself.
    given_by: Mapped[UUID | None]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_id: Mapped[int | None] = mapped_column(SmallInteger, index=True)


class Contact(Base):
    """A try to reach somebody otherwise: a line of the call list."""

    __tablename__ = "notice_contacts"
    __table_args__ = (Index(None, "notice_id", "account_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    notice_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("notices.id"))
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[UUID | None]
    #: phone, in_person, paper.
    how: Mapped[str] = mapped_column(String(12))
    #: told, no_answer, wrong_number.
    outcome: Mapped[str] = mapped_column(String(12))


class Group(Base):
    """People that an organisation writes to again and again."""

    __tablename__ = "notice_groups"
    __table_args__ = (UniqueConstraint("organisation_id", "folded_name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(100))
    folded_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


class GroupMember(Base):
    """Somebody is in a group."""

    __tablename__ = "notice_group_members"

    group_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("notice_groups.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("accounts.id"), primary_key=True, index=True
    )
