"""What was given up is begun again, or put away."""

from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.backlog import queries
from handbook_api.backlog.errors import JobNotDead
from handbook_api.backlog.policy import POLICY, JobAct
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.db.jobs import Job, JobState, wake_workers


def retry(session: Session, actor: Identity, id_: UUID) -> Job:
    """A dead job is due now, with all its attempts before it. Raises JobNotFound, JobNotDead."""
    job = _dead(session, actor, id_, JobAct.RETRY)
    job.state, job.due_at, job.finished_at, job.attempts = JobState.WAITING, clock.now(), None, 0
    wake_workers(session)
    return job


def retry_all(session: Session, actor: Identity, kind: str | None = None) -> int:
    """Every dead job (of a kind) is due now; return how many there were."""
    POLICY.require(actor, JobAct.RETRY, Subject())
    ids = queries.dead_ids(session, actor, kind)
    for id_ in ids:
        retry(session, actor, id_)
    return len(ids)


def discard(session: Session, actor: Identity, id_: UUID) -> Job:
    """A dead job is put away; it is kept as long as a done one. Raises JobNotFound, JobNotDead."""
    job = _dead(session, actor, id_, JobAct.DISCARD)
    job.state, job.finished_at = JobState.DISCARDED, clock.now()
    return job


def _dead(session: Session, actor: Identity, id_: UUID, act: JobAct) -> Job:
    job = queries.get_job(session, actor, id_, locked=True)
    POLICY.require(actor, act, Subject())
    if job.state != JobState.DEAD:
        raise JobNotDead(state=job.state)
    facts = {"kind": job.kind, "error": job.last_error}
    audit.record(session, actor, act, "job", str(job.id), facts=facts)
    return job
