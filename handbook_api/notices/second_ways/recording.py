"""What became of one message is written down at once, before the next is handed over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.notices.delivering.models import Delivery, DeliveryState, Pause, Way
from handbook_api.notices.models import Reach, Recipient
from handbook_api.notices.reaching import raise_inbox, rise_to
from handbook_api.notices.second_ways.claiming import Letter
from handbook_api.notices.second_ways.verdicts import Verdict


def rests(session: Session, way: Way) -> bool:
    """Whether the way rests just now."""
    until = session.scalar(select(Pause.until).where(Pause.name == way.value))
    return until is not None and until > clock.now()


def record(session: Session, way: Way, lease: UUID, letter: Letter, verdict: Verdict) -> None:
    """The delivery is final or back in the queue; whoever was written to has it handed over."""
    now = clock.now()
    written = session.scalar(
        update(Delivery)
        .where(letter.is_row(way), Delivery.lease == lease)
        .values(
            state=verdict.state,
            reason=verdict.reason,
            due_at=verdict.due_at,
            lease=None,
            attempts=letter.attempts if verdict.counts else letter.attempts - 1,
            handed_at=now if verdict.state == DeliveryState.HANDED else None,
            finished_at=now if verdict.due_at is None else None,
        )
        .returning(Delivery.account_id)
    )
    # Whoever came late, when another had taken it over, changes nothing.
    if written is not None and verdict.state == DeliveryState.HANDED:
        _raise_reach(session, letter)
        session.execute(delete(Pause).where(Pause.name == way.value, Pause.until <= now))


def keep(session: Session, way: Way, lease: UUID, lease_seconds: float) -> None:
    """What is left of a claim stays in its carrier's hands for another lease."""
    until = clock.now() + timedelta(seconds=lease_seconds)
    mine = (Delivery.way == way.value, Delivery.due_at.is_not(None), Delivery.lease == lease)
    session.execute(update(Delivery).where(*mine).values(due_at=until))


def put_back(
    session: Session,
    way: Way,
    lease: UUID,
    letters: Sequence[Letter],
    reason: str,
    until: datetime,
) -> None:
    """What was not handed over waits until then, in nobody's hands."""
    for letter in letters:
        session.execute(
            update(Delivery)
            .where(letter.is_row(way), Delivery.lease == lease)
            .values(
                state=DeliveryState.WAITING,
                reason=reason,
                due_at=min(until, letter.give_up_at),
                lease=None,
                attempts=letter.attempts - 1,
            )
        )


def _raise_reach(session: Session, letter: Letter) -> None:
    revision = raise_inbox(session, letter.account_id)
    recipient = session.get(
        Recipient,
        (letter.notice_id, letter.account_id),
        with_for_update=True,
        populate_existing=True,
    )
    if recipient is None:
        return
    rise_to(recipient, Reach.HANDED)
    recipient.handed_at = recipient.handed_at or clock.now()
    recipient.revision = revision
