"""What lies in the viewer's own inbox."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page
from handbook_api.members import newest_first
from handbook_api.notices.errors import NoticeNotFound
from handbook_api.notices.models import (
    REACHED,
    Answer,
    Inbox,
    Notice,
    NoticeState,
    NoticeVersion,
    Reach,
    Recipient,
)
from handbook_api.organisations.models import Organisation
from search_index.vietnamese.folding import fold

_MOST_WORDS = 12
#: So many answers of one person to one notice are shown; nobody changes his mind more often.
_MOST_ANSWERS = 100


#: Of corrected notices, when each of their versions was made.
VersionsMade = Mapping[UUID, Mapping[int, datetime]]


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A notice as it lies in one's inbox. organisation: who speaks; None: the handbook itself.

    cancelled_because: what the sender said when he cancelled it.
    """

    recipient: Recipient
    notice: Notice
    organisation: Organisation | None
    cancelled_because: str | None

    @property
    def is_gone(self) -> bool:
        """Whether the inbox does not show it: it was cancelled before it came through to him."""
        cancelled = self.notice.state == NoticeState.CANCELLED
        reach = self.recipient.reach
        return reach == Reach.WITHDRAWN or (cancelled and reach not in REACHED)


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What the inbox is narrowed to. asking: kinds that ask for an answer or a confirmation.

    settled: only what waits for no answer.
    """

    archived: bool = False
    unread: bool = False
    unanswered: bool = False
    settled: bool = False
    asking: Sequence[str] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """revision: goes up with every change; 0: nothing has ever come."""

    revision: int
    unread: int
    unanswered: int


def own_inbox(viewer: Identity) -> Select[Recipient, Notice, Organisation, str | None]:
    """What lies in the inbox of `viewer`, put away or not."""
    return _ever_there(viewer).where(_lies_there())


def _ever_there(viewer: Identity) -> Select[Recipient, Notice, Organisation, str | None]:
    """What lies or ever lay in the inbox of `viewer`. Every other query starts from it."""
    last_words = and_(
        Notice.state == NoticeState.CANCELLED,
        NoticeVersion.notice_id == Notice.id,
        NoticeVersion.number == Notice.version,
    )
    return (
        select(Recipient, Notice, Organisation, NoticeVersion.reason)
        .join(Notice, Notice.id == Recipient.notice_id)
        .outerjoin(Organisation, Organisation.id == Notice.organisation_id)
        .outerjoin(NoticeVersion, last_words)
        .where(Recipient.account_id == viewer.account_id)
    )


def _lies_there() -> ColumnElement[bool]:
    """Cancelled, it lies there for those who know of it: see `InboxRow.is_gone`."""
    in_force = and_(Recipient.reach != Reach.WITHDRAWN, Notice.state != NoticeState.CANCELLED)
    return or_(in_force, Recipient.reach.in_(REACHED))


def revision_of(session: Session, viewer: Identity) -> int:
    """Return the number of the viewer's inbox; 0 when nothing has ever come."""
    return session.scalar(_revision_of(viewer)) or 0


def _revision_of(viewer: Identity) -> Select[int]:
    return select(Inbox.revision).where(Inbox.account_id == viewer.account_id)


def get_own(session: Session, viewer: Identity, notice_id: UUID) -> InboxRow:
    """Return a notice of one's own inbox. Raises NoticeNotFound."""
    query = own_inbox(viewer).where(Recipient.notice_id == notice_id)
    found = session.execute(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NoticeNotFound(id=str(notice_id))
    return InboxRow(*found)


def own_by_id(session: Session, viewer: Identity, ids: Iterable[UUID]) -> Mapping[UUID, InboxRow]:
    """Return those of `ids` that lie or ever lay in one's own inbox."""
    query = _ever_there(viewer).where(Recipient.notice_id.in_(list(ids)))
    rows = session.execute(query.execution_options(populate_existing=True))
    return {row[0].notice_id: InboxRow(*row) for row in rows}


def versions_made(session: Session, viewer: Identity, rows: Iterable[InboxRow]) -> VersionsMade:
    """Return since when the corrected ones of `rows`, of one's own inbox, read as they do."""
    del viewer
    corrected = [row.notice.id for row in rows if row.notice.version > 1]
    made: dict[UUID, dict[int, datetime]] = {}
    if corrected:
        query = select(NoticeVersion.notice_id, NoticeVersion.number, NoticeVersion.made_at)
        for id_, number, at in session.execute(query.where(NoticeVersion.notice_id.in_(corrected))):
            made.setdefault(id_, {})[number] = at
    return made


def page_of_inbox(
    session: Session,
    viewer: Identity,
    wanted: InboxFilter,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[InboxRow]:
    """Return what lies in one's inbox, the newest first."""
    query = own_inbox(viewer).where(*_narrowed(wanted))
    order = Recipient.in_inbox_at, Recipient.notice_id
    return newest_first.page_of(session, query, order, InboxRow, limit=limit, cursor=cursor)


def waiting_in_inbox(
    session: Session, viewer: Identity, asking: Sequence[str], *, limit: int
) -> Sequence[InboxRow]:
    """Return what waits for the viewer's answer, what is due first coming first."""
    wanted = InboxFilter(unanswered=True, asking=asking)
    undated = case((Notice.answer_by.is_(None), 1), else_=0)
    order = undated, Notice.answer_by, Recipient.in_inbox_at.desc(), Recipient.notice_id
    query = own_inbox(viewer).where(*_narrowed(wanted)).order_by(*order).limit(limit)
    return [InboxRow(*row) for row in session.execute(query)]


def next_meeting(session: Session, viewer: Identity) -> InboxRow | None:
    """Return the meeting that the viewer is invited to next, or that is on; put away or not."""
    now = clock.now()
    to_come = or_(Notice.starts_at > now, Notice.ends_at > now)
    query = own_inbox(viewer).where(to_come, Notice.state != NoticeState.CANCELLED)
    found = session.execute(query.order_by(Notice.starts_at, Notice.id).limit(1)).one_or_none()
    return None if found is None else InboxRow(*found)


def changed_since(
    session: Session, viewer: Identity, revision: int, last: UUID | None = None, *, limit: int
) -> Sequence[InboxRow]:
    """Return what changed after the inbox had `revision`, in the order of changes.

    With what was withdrawn: a phone has to forget it. last: the notice shown last; what changed
    under the same number and comes after it is still to be shown. None: all of that was.
    """
    after: ColumnElement[bool] = Recipient.revision > revision
    if last is not None:
        rest = and_(Recipient.revision == revision, Recipient.notice_id > last)
        after = or_(after, rest)
    order = Recipient.revision, Recipient.notice_id
    query = _ever_there(viewer).where(after).order_by(*order).limit(limit)
    return [InboxRow(*row) for row in session.execute(query)]


def summary_of(session: Session, viewer: Identity, asking: Sequence[str]) -> Summary:
    """Return how much lies unread and unanswered in one's inbox. asking: as in InboxFilter."""
    unread = case((_is_unread(), 1), else_=0)
    unanswered = case((_waits(asking), 1), else_=0)
    query = (
        select(func.sum(unread), func.sum(unanswered), _revision_of(viewer).scalar_subquery())
        .select_from(Recipient)
        .join(Notice, Notice.id == Recipient.notice_id)
        .where(
            Recipient.account_id == viewer.account_id,
            Recipient.archived_at.is_(None),
            _lies_there(),
        )
    )
    counted = session.execute(query).one()
    return Summary(counted[2] or 0, counted[0] or 0, counted[1] or 0)


def answers_of(session: Session, viewer: Identity, notice_id: UUID) -> Sequence[Answer]:
    """Return what one last answered to a notice, in the order of its coming."""
    query = select(Answer).where(
        Answer.notice_id == notice_id, Answer.account_id == viewer.account_id
    )
    newest = query.order_by(Answer.received_at.desc(), Answer.id.desc()).limit(_MOST_ANSWERS)
    return session.scalars(newest).all()[::-1]


def _narrowed(wanted: InboxFilter) -> Iterable[ColumnElement[bool]]:
    is_archived = Recipient.archived_at.is_not(None)
    yield is_archived if wanted.archived else ~is_archived
    if wanted.unread:
        yield _is_unread()
    if wanted.unanswered:
        yield _waits(wanted.asking)
    if wanted.settled:
        yield not_(_waits(wanted.asking))
    for word in fold(wanted.words).split()[:_MOST_WORDS]:
        yield Notice.folded.contains(word, autoescape=True)


def _is_unread() -> ColumnElement[bool]:
    """He has not opened it; or not since it was cancelled, which he is to see."""
    before = or_(Recipient.opened_version.is_(None), Recipient.opened_version < Notice.version)
    not_seen_off = and_(Notice.state == NoticeState.CANCELLED, before)
    return or_(Recipient.opened_at.is_(None), not_seen_off)


def _waits(asking: Sequence[str]) -> ColumnElement[bool]:
    """Somebody is waiting for an answer or a confirmation, and it is not too late."""
    in_time: Any = or_(Notice.expires_at.is_(None), Notice.expires_at > clock.now())
    return and_(
        Notice.kind.in_(asking),
        Recipient.answer.is_(None),
        Recipient.confirmed_at.is_(None),
        Notice.state.in_((NoticeState.SENDING, NoticeState.SENT)),
        in_time,
    )
