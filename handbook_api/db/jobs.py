"""Work to be done after the commit, written down in the same transaction as its reason.

A job lies in the same database as the row it is about, so it cannot be lost between two stores,
and nobody begins it before its reason is committed. Who takes jobs up stands in `jobs/`.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from handbook_api.core import clock
from handbook_api.db.base import Base

#: What waiting workers of other machines listen to (PostgreSQL).
CHANNEL = "handbook_jobs"


class JobState(StrEnum):
    """Where a job stands. Only the first two are due at some time."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(Base):
    """One piece of work. `payload` holds ids, codes and dates, never anything personal."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("(due_at IS NULL) = (state IN ('done', 'dead'))", name="final_is_not_due"),
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


def enqueue(
    session: Session,
    kind: str,
    payload: Mapping[str, str | int | None],
    *,
    run_at: datetime | None = None,
    once_key: str | None = None,
) -> None:
    """A job of this kind is done at or after `run_at` (now) if this transaction commits.

    once_key: nothing is added when a job of this name was ever added and is still remembered.
    """
    if once_key is not None and session.scalar(select(Job.id).where(Job.once_key == once_key)):
        return
    now = clock.now()
    session.add(
        Job(
            kind=kind,
            payload=dict(payload),
            once_key=once_key,
            due_at=run_at or now,
            created_at=now,
        )
    )
    session.flush()
    wake_workers(session)


def wake_workers(session: Session) -> None:
    """Workers that wait look for work as soon as this transaction has committed.

    On SQLite they look by themselves, several times a second.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"NOTIFY {CHANNEL}"))
