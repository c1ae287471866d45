"""A notice that is out is taken back: nothing rings for it any more but the news of that.

Whoever knows of it keeps it, marked as cancelled, and is told; for others it was never there.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, null
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db.jobs import Payload, enqueue
from handbook_api.jobs import Again
from handbook_api.notices import queries
from handbook_api.notices.events import Happened
from handbook_api.notices.models import REACHED, Notice, NoticeState, Reach, Recipient
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import NoticeRow
from handbook_api.notices.service.composing import require_revision, require_state
from handbook_api.notices.service.laying import change, next_stretch, recipients_of
from handbook_api.notices.service.noting import note, record
from handbook_api.notices.service.pieces import LATE, account_after, go_on_after, locked_notice
from handbook_api.notices.service.ringing import Turn, ring
from handbook_api.notices.service.versions import version_of
from handbook_api.notices.service.wording import must_be_open_to_all
from handbook_api.runtime import Runtime

#: The job that takes a cancelled notice out of inboxes, and tells those who know of it.
WITHDRAW = "notices.withdraw"

_KNOWS = Recipient.reach.in_(REACHED)


def cancel(
    session: Session, actor: Identity, notice_id: UUID, reason: str, revision: int
) -> NoticeRow:
    """The notice is cancelled, and why is kept like the reason of a correction.

    At once no inbox shows it but those of people who know of it, and they are to be called;
    within moments their phones ring. Raises NotOpen, ChangedMeanwhile, MarkedSecret.
    """
    row = queries.get_notice(session, actor, notice_id, to_change=True)
    POLICY.require(actor, NoticeAct.CANCEL, Subject(row.path))
    require_state(row.notice, NoticeState.SENT, NoticeState.SENDING)
    require_revision(row.notice, revision)
    must_be_open_to_all(reason)
    notice, now = row.notice, clock.now()
    # At its end once everybody's inbox is as it should be: until then the sweep looks after it.
    notice.state, notice.leaves_at = NoticeState.CANCELLED, now + LATE
    notice.cancelled_at = notice.call_from = now
    notice.version += 1
    notice.rounds += 1
    session.add(version_of(notice, reason, actor.account_id))
    note(session, notice, Happened.CANCELLED, actor.account_id, version=notice.version)
    record(session, actor, NoticeAct.CANCEL, notice, row.path, version=notice.version)
    payload: Payload = {"notice_id": str(notice.id), "round": notice.rounds}
    enqueue(session, WITHDRAW, payload, once_key=f"{WITHDRAW}:{notice.id}")
    return row


def withdraw(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """One piece of cancelling: some thousand inboxes no longer show it, or show that it is off."""
    notice = locked_notice(session, payload)
    if notice is None or notice.state != NoticeState.CANCELLED:
        return None
    stretch = next_stretch(session, recipients_of(notice.id), account_after(payload))
    change(session, notice.id, stretch, _taken_back(notice))
    # Taken up again by the sweep, it is still the last round: nothing follows on cancelling.
    last_round = int(payload.get("round", notice.rounds))
    ring(session, runtime, notice, stretch, Turn(last_round, insists=True, only=[_KNOWS]))
    notice.leaves_at = None if stretch.until is None else clock.now() + LATE
    return go_on_after(stretch, payload)


def _taken_back(notice: Notice) -> Mapping[Any, Any]:
    """What becomes of recipients; who had put it away finds it among what is new."""
    seen_before = and_(_KNOWS, Recipient.archived_at < notice.cancelled_at)
    return {
        Recipient.reach: case((_KNOWS, Recipient.reach), else_=Reach.WITHDRAWN.value),
        Recipient.archived_at: case((seen_before, null()), else_=Recipient.archived_at),
    }
