"""Taking a job into one's hands, and keeping hold of it while working."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.db.jobs import Job, JobState
from handbook_api.jobs.giving_up import MOST_ATTEMPTS, bury

log = structlog.get_logger("jobs")

#: What is written down of a job whose workers died so often that nobody begins it again.
ABANDONED = "jobs.abandoned"


class LeaseLost(Exception):
    """Somebody else has taken the job over, or it is finished: what was done here is undone."""

    status, code = 409, "jobs.lease_lost"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job in the hands of one worker. attempts: this one included."""

    id: UUID
    kind: str
    payload: dict[str, Any]
    lease: UUID
    attempts: int


def next_due(session: Session, kinds: Collection[str]) -> datetime | None:
    """Return when there will be something to do for whoever knows these kinds; None: nothing."""
    query = select(Job.due_at).where(Job.due_at.is_not(None), Job.kind.in_(kinds))
    return session.scalar(query.order_by(Job.due_at).limit(1))


def claim(session: Session, kinds: Collection[str], lease_for: timedelta) -> Claimed | None:
    """The job that has been due for longest is ours for `lease_for`, and this attempt counts.

    A job whose worker died is due again when its lease is over. None: nothing is due.
    """
    while (claimed := _claim(session, kinds, lease_for)) is not None:
        if claimed.attempts <= MOST_ATTEMPTS:
            return claimed
        # Every attempt ended with the death of its worker: this one would, too.
        bury(session, claimed.id, claimed.kind, ABANDONED)
    return None


def _claim(session: Session, kinds: Collection[str], lease_for: timedelta) -> Claimed | None:
    now = clock.now()
    # Workers do not queue for one row: whoever comes second takes the next. SQLite has one writer
    # at a time and leaves FOR UPDATE out.
    longest_due = (
        select(Job.id)
        .where(Job.due_at <= now, Job.kind.in_(kinds))
        .order_by(Job.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = (
        update(Job)
        .where(Job.id == longest_due)
        .values(
            state=JobState.RUNNING,
            due_at=now + lease_for,
            lease=uuid4(),
            attempts=Job.attempts + 1,
        )
        .returning(Job.id, Job.kind, Job.payload, Job.lease, Job.attempts)
        .execution_options(synchronize_session=False)
    )
    row = session.execute(taken).one_or_none()
    return None if row is None else Claimed(*row)


def hold(session: Session, claimed: Claimed) -> None:
    """Nobody else takes the job before this transaction ends, however long it takes.

    Raises LeaseLost when it is not ours any more.
    """
    ours = select(Job.id).where(Job.id == claimed.id, Job.lease == claimed.lease)
    if session.scalar(ours.with_for_update()) is None:
        raise LeaseLost


def prolong(session: Session, claimed: Claimed, lease_for: timedelta) -> None:
    """The job is ours for `lease_for` from now. Raises LeaseLost."""
    hold(session, claimed)
    due_at = clock.now() + lease_for
    session.execute(update(Job).where(Job.id == claimed.id).values(due_at=due_at))
