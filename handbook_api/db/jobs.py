"""Work to be done after the commit, written down in the same transaction as its reason.

A job lies in the same database as the row it is about, so it cannot be lost between two stores,
and nobody begins it before its reason is committed. Who takes jobs up stands in `jobs/`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, String, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from handbook_api.core import clock
from handbook_api.db.base import Base
from handbook_api.db.inserting import insert_into

#: What waiting workers listen to, on whatever machine (PostgreSQL).
CHANNEL = "handbook_jobs"

#: Nothing is put off longer: whatever is later is found again by a slot of the timetable.
LONGEST_WAIT = timedelta(days=366)

Payload = Mapping[str, str | int | None]


class JobState(StrEnum):
    """Where a job stands. Only the first two are due at some time."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    #: Given up after too many attempts, or refused: somebody has to look at it.
    DEAD = "dead"
    #: Somebody looked at it and put it away.
    DISCARDED = "discarded"


class Job(Base):
    """One piece of work. `payload` holds ids, codes and dates, never anything personal."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint(
            "(due_at IS NULL) = (state IN ('done', 'dead', 'discarded'))", name="final_is_not_due"
        ),
        Index(
            "ix_jobs_due",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index(None, "state", "finished_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    #: Two jobs of one name are one: whoever comes second adds nothing.
    once_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=JobState.WAITING)
    #: Waiting: not before. Running: when its lease is over. None once it is final.
    due_at: Mapped[datetime | None]
    #: Whose hands it is in: a new one at every claim, so that a late finisher is recognised.
    lease: Mapped[UUID | None]
    #: How often it was begun since it last came a step further.
    attempts: Mapped[int] = mapped_column(default=0)
    #: The code or class of the last failure, never its words.
    last_error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class NewJob:
    """One piece of work to be written down; see `enqueue`."""

    kind: str
    payload: Payload
    run_at: datetime | None = None
    once_key: str | None = None


def enqueue(
    session: Session,
    kind: str,
    payload: Payload,
    *,
    run_at: datetime | None = None,
    once_key: str | None = None,
) -> None:
    """A job of this kind is done at or after `run_at` (now) if this transaction commits.

    once_key: nothing is added when a job of this name was ever added and is still remembered;
        of two transactions that add it in the same moment, one does.
    """
    enqueue_many(session, [NewJob(kind, payload, run_at, once_key)])


def enqueue_many(session: Session, jobs: Sequence[NewJob]) -> None:
    """All these jobs are done if this transaction commits, each as by `enqueue`."""
    now = clock.now()
    if any(job.run_at is not None and job.run_at > now + LONGEST_WAIT for job in jobs):
        raise ValueError("a job is put off by a year at most")
    rows = [
        {
            "kind": job.kind,
            "payload": dict(job.payload),
            "once_key": job.once_key,
            "due_at": job.run_at or now,
            "created_at": now,
        }
        for job in sorted(jobs, key=lambda job: job.once_key or "")
    ]
    if rows:
        session.execute(insert_into(session, Job).on_conflict_do_nothing(), rows)
        wake_workers(session)


def wake_workers(session: Session, channel: str = CHANNEL) -> None:
    """Whoever waits at `channel` looks for work as soon as this transaction has committed.

    On SQLite workers look by themselves, several times a second.
    """
    session.info.setdefault("wakes", set()).add(channel)


def send_wakes(session: Session) -> None:
    """Each channel is called once for all that was written down; the transaction calls this last.

    PostgreSQL delivers it with the commit, and forgets it with a rollback.
    """
    if session.get_bind().dialect.name == "postgresql":
        for channel in sorted(session.info.pop("wakes", ())):
            session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": channel})


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much there is to do now. oldest_due_at: since when the first of it waits."""

    due: int
    oldest_due_at: datetime | None
    dead: int


def backlog(session: Session) -> Backlog:
    """Return how far the workers are behind, from the two indexes alone."""
    due = select(func.count(), func.min(Job.due_at)).where(Job.due_at <= clock.now())
    dead = select(func.count()).where(Job.state == JobState.DEAD)
    number, oldest = session.execute(due).one()
    return Backlog(number, oldest, session.scalars(dead).one())
