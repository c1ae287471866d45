"""Jobs as far as somebody may see them: all, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from handbook_api.backlog.errors import JobNotFound
from handbook_api.backlog.policy import POLICY, JobAct
from handbook_api.core.identity import Identity
from handbook_api.core.paging import CursorNotUnderstood, Page, decode_cursor, encode_cursor
from handbook_api.core.policy import Subject
from handbook_api.db.jobs import Job, JobState


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many jobs of a kind are in a state. first_due_at: None for final states."""

    kind: str
    state: str
    number: int
    first_due_at: datetime | None


def visible_jobs(viewer: Identity) -> Select[Job]:
    """Select the jobs that the viewer looks after."""
    may = POLICY.allows(viewer, JobAct.READ, Subject())
    return select(Job).where(true() if may else false())


def count_jobs(session: Session, viewer: Identity) -> Sequence[KindCount]:
    """Return how many jobs there are, by kind and state."""
    jobs = visible_jobs(viewer).with_only_columns(
        Job.kind, Job.state, func.count(), func.min(Job.due_at)
    )
    rows = session.execute(jobs.group_by(Job.kind, Job.state).order_by(Job.kind, Job.state))
    return [KindCount(*row) for row in rows]


def get_job(session: Session, viewer: Identity, id_: UUID, *, locked: bool = False) -> Job:
    """Return a job. locked: nobody else changes it meanwhile. Raises JobNotFound."""
    query = visible_jobs(viewer).where(Job.id == id_)
    job = session.scalars(query.with_for_update() if locked else query).one_or_none()
    if job is None:
        raise JobNotFound
    return job


def page_of_dead(
    session: Session, viewer: Identity, kind: str | None, *, limit: int, cursor: str | None
) -> Page[Job]:
    """Return a page of what was given up, latest first. Raises CursorNotUnderstood."""
    query = visible_jobs(viewer).where(Job.state == JobState.DEAD)
    if kind is not None:
        query = query.where(Job.kind == kind)
    if cursor is not None:
        query = query.where(_after(cursor))
    query = query.order_by(Job.finished_at.desc(), Job.id.desc()).limit(limit + 1)
    rows = session.scalars(query).all()
    if len(rows) <= limit:
        return Page(rows, None)
    last = rows[limit - 1]
    at = "" if last.finished_at is None else last.finished_at.isoformat()
    return Page(rows[:limit], encode_cursor([at, str(last.id)]))


def dead_ids(session: Session, viewer: Identity, kind: str | None) -> Sequence[UUID]:
    """Return the jobs that were given up, oldest first."""
    query = visible_jobs(viewer).where(Job.state == JobState.DEAD).with_only_columns(Job.id)
    if kind is not None:
        query = query.where(Job.kind == kind)
    return session.scalars(query.order_by(Job.finished_at, Job.id)).all()


def _after(cursor: str) -> ColumnElement[bool]:
    said, id_ = map(str, decode_cursor(cursor, (str, str)))
    try:
        at, number = datetime.fromisoformat(said), UUID(id_)
    except ValueError as error:
        raise CursorNotUnderstood from error
    if at.tzinfo is None:
        raise CursorNotUnderstood
    return or_(Job.finished_at < at, and_(Job.finished_at == at, Job.id < number))
