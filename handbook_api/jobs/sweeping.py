"""Nothing stays unfinished for ever, and nothing finished is kept for ever."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.db.jobs import LONGEST_WAIT, Job, JobState
from handbook_api.jobs.giving_up import bury
from handbook_api.jobs.handling import Again
from handbook_api.jobs.slots import LONGEST_MAKE_UP, Every, Slot
from handbook_api.runtime import Runtime

SWEEP = "jobs.sweep"
SLOT = Slot(SWEEP, Every.HOURLY, SWEEP)

#: What is written down of a job that was due and that no running worker knew how to do.
NOBODY_CAME = "jobs.nobody_came"
#: What is written down of a job that came a step further again and again and never to its end.
WITHOUT_END = "jobs.without_end"

#: So long a job waits for a worker of a release that knows its kind.
_LONGEST_OVERDUE = timedelta(days=7)
#: The longest that a job is put off, and a month to do it in.
_LONGEST_LIFE = LONGEST_WAIT + timedelta(days=31)
#: Dead jobs are kept so many times longer than done ones: somebody is to look at them.
_DEAD_KEPT_TIMES = 6
#: Rows of one step.
_PIECE = 500


def sweep(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """What nobody did is dead, and what was kept long enough is forgotten; piece by piece.

    Jobs come in the order in which they are due, this one too, and it measures from its own
    time: after a pause of weeks, whatever a worker knows how to do has had its turn before.
    """
    slot = datetime.fromisoformat(payload["slot"])
    closed = _close(session, NOBODY_CAME, Job.due_at < slot - _LONGEST_OVERDUE)
    closed += _close(session, WITHOUT_END, Job.created_at < clock.now() - _LONGEST_LIFE)
    kept = timedelta(days=runtime.content.notices(clock.today()).keep_jobs_days)
    forgotten = _forget(session, max(kept, LONGEST_MAKE_UP + timedelta(days=1)))
    return Again() if _PIECE in (closed, forgotten) else None


def _close(session: Session, reason: str, which: ColumnElement[bool]) -> int:
    query = (
        select(Job.id, Job.kind)
        .where(Job.due_at.is_not(None), Job.kind != SWEEP, which)
        .limit(_PIECE)
        .with_for_update(skip_locked=True)
    )
    found = session.execute(query).all()
    for id_, kind in found:
        bury(session, id_, kind, reason)
    return len(found)


def _forget(session: Session, kept: timedelta) -> int:
    now = clock.now()
    over = or_(
        and_(
            Job.state.in_((JobState.DONE, JobState.DISCARDED)),
            Job.finished_at < now - kept,
        ),
        and_(Job.state == JobState.DEAD, Job.finished_at < now - kept * _DEAD_KEPT_TIMES),
    )
    ids = session.scalars(select(Job.id).where(over).limit(_PIECE)).all()
    session.execute(delete(Job).where(Job.id.in_(ids)))
    return len(ids)
