"""One job from the claim to what became of it."""

from contextlib import nullcontext
from datetime import timedelta

import structlog
from sqlalchemy import Update, update
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.db.jobs import LONGEST_WAIT, Job, JobState
from handbook_api.jobs.claiming import Claimed, LeaseLost, claim, hold, prolong
from handbook_api.jobs.giving_up import (
    MOST_ATTEMPTS,
    bury,
    is_refusal,
    name_of,
    place_of,
    rest_after,
)
from handbook_api.jobs.handling import Again, Handler, Handlers, Prepared
from handbook_api.jobs.watching import Watch
from handbook_api.runtime import Runtime

log = structlog.get_logger("jobs")


def run_next(runtime: Runtime, handlers: Handlers, watch: Watch | None = None) -> bool:
    """The job that has been due for longest was worked on; False when nothing is due.

    What becomes of it is written down, whatever the handler raises. Raises only when the database
    cannot be reached: then the lease runs out, and the job is taken up again. watch: is told.
    """
    with runtime.transaction() as session:
        lease_for = timedelta(seconds=runtime.settings.job_lease_seconds)
        claimed = claim(session, handlers.keys(), lease_for)
    if claimed is None:
        return False
    try:
        watched = nullcontext() if watch is None else watch.over(claimed.kind)
        with watched:
            act = _ready(runtime, handlers[claimed.kind], claimed, lease_for)
            with runtime.transaction() as session:
                hold(session, claimed)
                _finish(session, claimed, act(session, runtime, claimed.payload))
    except LeaseLost:
        log.warning("job_taken_over", job=str(claimed.id), kind=claimed.kind)
    except Exception as error:
        with runtime.transaction() as session:
            _note_failure(session, claimed, error)
    return True


def _ready(
    runtime: Runtime, handler: Handler | Prepared, claimed: Claimed, lease_for: timedelta
) -> Handler:
    """Return what is to be done in the transaction, with all that needs none done."""
    if not isinstance(handler, Prepared):
        return handler
    with runtime.transaction() as session:
        prolong(session, claimed, max(lease_for, handler.takes))
    return handler.prepare(runtime, claimed.payload)


def _finish(session: Session, claimed: Claimed, outcome: Again | None) -> None:
    now = clock.now()
    if outcome is None:
        session.execute(
            _row(claimed).values(
                state=JobState.DONE, due_at=None, lease=None, last_error=None, finished_at=now
            )
        )
        return
    at = outcome.at or now
    if at > now + LONGEST_WAIT:
        raise ValueError("a job is put off by a year at most")
    payload = claimed.payload if outcome.payload is None else dict(outcome.payload)
    session.execute(
        _row(claimed).values(
            state=JobState.WAITING,
            due_at=at,
            lease=None,
            attempts=0,
            last_error=None,
            payload=payload,
        )
    )


def _note_failure(session: Session, claimed: Claimed, error: Exception) -> None:
    try:
        hold(session, claimed)
    except LeaseLost:
        # The commit was done though its answer was lost, or somebody else has the job.
        return
    code = name_of(error)
    facts = {"error": code, "place": place_of(error), "attempts": claimed.attempts}
    log.warning("job_failed", job=str(claimed.id), kind=claimed.kind, **facts)
    if is_refusal(error) or claimed.attempts >= MOST_ATTEMPTS:
        bury(session, claimed.id, claimed.kind, code)
        return
    due_at = clock.now() + rest_after(claimed.attempts)
    session.execute(
        _row(claimed).values(state=JobState.WAITING, due_at=due_at, lease=None, last_error=code)
    )


def _row(claimed: Claimed) -> Update:
    return update(Job).where(Job.id == claimed.id)
