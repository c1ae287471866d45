"""The notices a viewer may see as those who send or look after; one's own lie in the inbox."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session, aliased

from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page
from handbook_api.members import newest_first
from handbook_api.notices.errors import NoticeNotFound
from handbook_api.notices.models import (
    Notice,
    NoticeEvent,
    NoticeState,
    NoticeVersion,
    Recipient,
)
from handbook_api.notices.offices import LOOKING_AFTER, SENDING
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside

_Place = aliased(Organisation, name="place")

#: States in which a notice lies in inboxes.
OUT = (NoticeState.SENDING, NoticeState.SENT, NoticeState.CLOSED, NoticeState.CANCELLED)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice with the organisation that speaks; None: the handbook itself."""

    notice: Notice
    organisation: Organisation | None

    @property
    def path(self) -> str | None:
        """Where rights over this notice are asked."""
        return self.organisation.path if self.organisation else None


@dataclass(frozen=True, slots=True)
class NoticeFilter:
    """What a list of notices is narrowed to; an empty field narrows nothing."""

    states: Collection[str] = ()
    kinds: Collection[str] = ()
    organisation_id: UUID | None = None


def visible_notices(viewer: Identity) -> Select[Notice, Organisation]:
    """The notices `viewer` may see, with who speaks. Every other query starts from it."""
    return (
        select(Notice, Organisation)
        .outerjoin(Organisation, Organisation.id == Notice.organisation_id)
        .where(may_see(viewer))
    )


def may_see(viewer: Identity) -> ColumnElement[bool]:
    """The condition on notices, joined with their organisations, that decides seeing.

    Who speaks for the organisation or one above it; and, once it is out, whoever looks after one
    of its recipients.
    """
    if viewer.sees_everything:
        return true()
    sends = or_(false(), *(inside(Organisation.path, one) for one in viewer.paths(*SENDING)))
    after = [inside(_Place.path, one) for one in viewer.paths(*LOOKING_AFTER)]
    grounds = [and_(Notice.organisation_id.is_not(None), sends)]
    if after:
        looked_after = exists().where(
            Recipient.notice_id == Notice.id,
            Recipient.organisation_id == _Place.id,
            or_(*after),
        )
        grounds.append(
            and_(
                Notice.organisation_id.is_not(None),
                Notice.state.in_(OUT),
                looked_after.correlate(Notice),
            )
        )
    return or_(*grounds)


def get_notice(
    session: Session, viewer: Identity, notice_id: UUID, *, to_change: bool = False
) -> NoticeRow:
    """Return a visible notice. Raises NoticeNotFound.

    to_change: nobody else changes it before this transaction ends.
    """
    query = visible_notices(viewer).where(Notice.id == notice_id)
    if to_change:
        query = query.with_for_update(of=Notice).execution_options(populate_existing=True)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NoticeNotFound(id=str(notice_id))
    return NoticeRow(*found)


def page_of_notices(
    session: Session,
    viewer: Identity,
    wanted: NoticeFilter,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[NoticeRow]:
    """Return visible notices, the last written first."""
    query = visible_notices(viewer).where(*_narrowed(wanted))
    order = Notice.created_at, Notice.id
    return newest_first.page_of(session, query, order, NoticeRow, limit=limit, cursor=cursor)


def _narrowed(wanted: NoticeFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.states:
        yield Notice.state.in_(wanted.states)
    if wanted.kinds:
        yield Notice.kind.in_(wanted.kinds)
    if wanted.organisation_id is not None:
        yield Notice.organisation_id == wanted.organisation_id


def events_of(session: Session, viewer: Identity, row: NoticeRow) -> Sequence[NoticeEvent]:
    """Return what happened to a notice `viewer` was shown, in order: some dozens at most."""
    del viewer  # whoever sees a notice sees its timeline
    query = select(NoticeEvent).where(NoticeEvent.notice_id == row.notice.id)
    return session.scalars(query.order_by(NoticeEvent.number)).all()


def versions_of(session: Session, viewer: Identity, notice_id: UUID) -> Sequence[NoticeVersion]:
    """Return the words of a notice `viewer` was shown, at their different times, first to last."""
    del viewer
    query = select(NoticeVersion).where(NoticeVersion.notice_id == notice_id)
    return session.scalars(query.order_by(NoticeVersion.number)).all()
