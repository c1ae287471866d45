"""What the tree of organisations brings about for notices; `registry.SUBSCRIBERS` says when.

OrganisationsMerged → organisations_merged
OrganisationSplit   → organisation_split
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.members.models import Member
from handbook_api.notices.audiences import PLACE
from handbook_api.notices.models import Notice, NoticeState, Recipient
from handbook_api.organisations.events import OrganisationsMerged, OrganisationSplit

_OUT = (NoticeState.SENDING, NoticeState.SENT)
_UNSENT = (NoticeState.DRAFT, NoticeState.AWAITING_RELEASE, NoticeState.SCHEDULED)


def organisations_merged(session: Session, event: OrganisationsMerged) -> None:
    """Who got a notice that is still running is looked after where he belongs now; what was not
    sent yet is the successor's, and meant for the successor's people."""
    _look_after_where_they_are(session, event.predecessor_ids)
    gone = {str(one) for one in event.predecessor_ids}
    for notice in session.scalars(select(Notice).where(Notice.state.in_(_UNSENT))):
        if notice.organisation_id in event.predecessor_ids:
            notice.organisation_id = event.successor_id
        named = notice.audience["organisations"]
        if gone.intersection(named):
            kept = [one for one in named if one not in gone]
            now = list(dict.fromkeys([*kept, str(event.successor_id)]))
            notice.audience = {**notice.audience, "organisations": now}


def organisation_split(session: Session, event: OrganisationSplit) -> None:
    """Who got a notice that is still running is looked after where he belongs now."""
    _look_after_where_they_are(session, [event.origin_id])


def _look_after_where_they_are(session: Session, ids: Collection[UUID]) -> None:
    place = select(PLACE).where(Member.account_id == Recipient.account_id).scalar_subquery()
    running = select(Notice.id).where(_is_running())
    session.execute(
        update(Recipient)
        .where(Recipient.organisation_id.in_(ids), Recipient.notice_id.in_(running))
        .values(organisation_id=place)
        .execution_options(synchronize_session=False)
    )


def _is_running() -> ColumnElement[bool]:
    """Somebody may have to be called about it: that it is off, too, before its matter is over."""
    now = clock.now()
    off = and_(
        Notice.state == NoticeState.CANCELLED,
        or_(Notice.expires_at.is_(None), Notice.expires_at > now),
        or_(Notice.starts_at.is_(None), Notice.starts_at > now),
    )
    return or_(Notice.state.in_(_OUT), off)
