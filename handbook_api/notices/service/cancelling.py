"""A notice that is out is taken back: it leaves the inboxes, and nothing rings for it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db.jobs import enqueue
from handbook_api.jobs import Again
from handbook_api.notices import queries
from handbook_api.notices.events import Happened
from handbook_api.notices.models import NoticeState, Reach, Recipient
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import NoticeRow
from handbook_api.notices.service.composing import require_revision, require_state
from handbook_api.notices.service.laying import change, next_stretch, recipients_of
from handbook_api.notices.service.noting import note, record
from handbook_api.notices.service.pieces import LATE, account_after, go_on_after, locked_notice
from handbook_api.runtime import Runtime

#: The job that takes a cancelled notice out of inboxes.
WITHDRAW = "notices.withdraw"


def cancel(session: Session, actor: Identity, notice_id: UUID, revision: int) -> NoticeRow:
    """The notice is cancelled; within moments no inbox shows it any more, and nothing rings.

    Raises NotOpen, ChangedMeanwhile.
    """
    row = queries.get_notice(session, actor, notice_id, to_change=True)
    POLICY.require(actor, NoticeAct.CANCEL, Subject(row.path))
    require_state(row.notice, NoticeState.SENT, NoticeState.SENDING)
    require_revision(row.notice, revision)
    notice = row.notice
    # At its end once it is out of every inbox: until then the sweep looks after it.
    notice.state, notice.leaves_at = NoticeState.CANCELLED, clock.now() + LATE
    notice.cancelled_at = clock.now()
    note(session, notice, Happened.CANCELLED, actor.account_id)
    record(session, actor, NoticeAct.CANCEL, notice, row.path)
    once = f"{WITHDRAW}:{notice.id}"
    enqueue(session, WITHDRAW, {"notice_id": str(notice.id)}, once_key=once)
    return row


def withdraw(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """One piece of cancelling: some thousand inboxes no longer show it."""
    del runtime
    notice = locked_notice(session, payload)
    if notice is None or notice.state != NoticeState.CANCELLED:
        return None
    stretch = next_stretch(session, recipients_of(notice.id), account_after(payload))
    change(session, notice.id, stretch, {Recipient.reach: Reach.WITHDRAWN})
    notice.leaves_at = None if stretch.until is None else clock.now() + LATE
    return go_on_after(stretch, payload)
