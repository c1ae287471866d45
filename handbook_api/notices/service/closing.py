"""Nothing stays open for ever: notices lapse, are taken up again, close."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.db.jobs import enqueue
from handbook_api.jobs import Again
from handbook_api.notices.events import Happened
from handbook_api.notices.models import (
    OPEN,
    Notice,
    NoticeState,
    Reach,
    Recipient,
)
from handbook_api.notices.service.asking_to_send import SEND
from handbook_api.notices.service.cancelling import WITHDRAW
from handbook_api.notices.service.laying import change, next_stretch, recipients_of
from handbook_api.notices.service.noting import note
from handbook_api.notices.service.pieces import (
    LATE,
    account_after,
    go_on_after,
    is_over,
    locked_notice,
    within_wait,
)
from handbook_api.notices.service.sending import CLOSE
from handbook_api.runtime import Runtime

#: Notices looked after in one transaction.
_BATCH = 200
_AGAIN = timedelta(hours=1)
_CARRIED_ON_BY = {
    NoticeState.SCHEDULED: SEND,
    NoticeState.SENDING: SEND,
    NoticeState.SENT: CLOSE,
    NoticeState.CANCELLED: WITHDRAW,
}


def close(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """One piece of closing a notice whose time is over: some thousand phones hear of it, and whom
    nothing reached is written down as that.

    From the first piece on nothing is taken down any more; closed it is with the last.
    """
    del runtime
    notice = locked_notice(session, payload)
    if notice is None or notice.state != NoticeState.SENT:
        return None
    if notice.closed_at is None:
        if notice.leaves_at is not None and notice.leaves_at > clock.now():
            return Again(at=within_wait(notice.leaves_at))
        notice.closed_at = clock.now()
    stretch = next_stretch(session, recipients_of(notice.id), account_after(payload))
    unreached = case((Recipient.reach.in_(OPEN), Reach.UNREACHABLE.value), else_=Recipient.reach)
    change(session, notice.id, stretch, {Recipient.reach: unreached})
    if stretch.until is not None:
        notice.leaves_at = clock.now() + LATE
        return go_on_after(stretch, payload)
    notice.state, notice.leaves_at = NoticeState.CLOSED, None
    note(session, notice, Happened.CLOSED)
    return None


def sweep(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """Every notice whose state should have been left by now leaves it, or is taken up again.

    A draft nobody went on with lapses; so does what nobody released, and what waited for its hour
    until its matter was over. What somebody should be sending or closing gets a new job: whatever
    became of the old one.
    """
    del runtime, payload
    late = (
        select(Notice)
        .where(Notice.leaves_at < clock.now())
        .order_by(Notice.leaves_at)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    )
    found = session.scalars(late).all()
    for notice in found:
        _leave(session, notice)
    return Again() if len(found) == _BATCH else None


def _leave(session: Session, notice: Notice) -> None:
    now = clock.now()
    if notice.state in (NoticeState.DRAFT, NoticeState.AWAITING_RELEASE) or is_over(notice):
        notice.state, notice.leaves_at = NoticeState.LAPSED, None
        note(session, notice, Happened.LAPSED)
        return
    kind = _CARRIED_ON_BY[NoticeState(notice.state)]
    # The hour is part of the name: the next sweep makes another job if this one fails too.
    once = f"{kind}:{notice.id}:{now:%Y%m%d%H}"
    enqueue(session, kind, {"notice_id": str(notice.id)}, once_key=once)
    if notice.state != NoticeState.SENT:
        notice.leaves_at = now + _AGAIN
