"""Jobs worked off in the test's own process, as a worker would, without waiting."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from handbook_api import registry
from handbook_api.core import clock
from handbook_api.core.errors import NotFound
from handbook_api.db.jobs import Job, enqueue
from handbook_api.jobs.claiming import next_due
from handbook_api.jobs.handling import Handler
from handbook_api.jobs.running import run_next
from handbook_api.jobs.slots import Timetable
from handbook_api.runtime import Runtime

#: Over weeks the timetable is not kept to the hour: in as many steps it comes by.
_MOST_STEPS = 48
#: More than any test has to do: a job that never comes to an end is found out.
_MOST = 20_000


def work_off(
    runtime: Runtime,
    until: datetime | None = None,
    *,
    handlers: Mapping[str, Handler] | None = None,
    slots: bool = False,
) -> int:
    """Run every job that is due, until none is; return how many were run.

    until: let time go by up to then: the clock is held still at each moment at which something
        is due, in order. Afterwards it stands where it stood before: freeze it at `until` to go
        on from there. slots: the timetable makes its jobs, too: each hour, or over more than two
        days in equal steps.
    handlers: instead of `registry.JOBS`.
    """
    known = registry.JOBS if handlers is None else handlers
    timetable = Timetable(registry.SLOTS if slots else ())
    done, at = 0, clock.now()
    pause = (until - at) / _MOST_STEPS if until else timedelta(0)
    while at is not None:
        with clock.frozen(at):
            timetable.make_due(runtime)
            done += _all_due(runtime, known)
            at = None if until is None else _next(runtime, known, timetable, until, pause)
    return done


def jobs_of(runtime: Runtime, kind: str) -> list[Job]:
    """Return every job of a kind, oldest first."""
    with runtime.transaction(read_only=True) as session:
        query = select(Job).where(Job.kind == kind).order_by(Job.created_at)
        return list(session.scalars(query))


def a_dead_job(runtime: Runtime) -> UUID:
    """The id of a job that was given up."""

    def refuse(*_: object) -> None:
        raise NotFound

    with runtime.transaction() as session:
        enqueue(session, "notices.sweep", {"notice_id": "7"})
    work_off(runtime, handlers={"notices.sweep": refuse})
    with runtime.transaction(read_only=True) as session:
        return session.scalars(select(Job.id).where(Job.state == "dead")).one()


def _all_due(runtime: Runtime, known: Mapping[str, Handler]) -> int:
    for done in range(_MOST):
        if not run_next(runtime, known):
            return done
    raise AssertionError("the jobs never come to an end")


def _next(
    runtime: Runtime,
    known: Mapping[str, Handler],
    timetable: Timetable,
    until: datetime,
    pause: timedelta,
) -> datetime | None:
    slot_at = timetable.following(clock.now())
    with runtime.transaction(read_only=True) as session:
        due_at = next_due(session, known.keys())
    if slot_at is not None:
        slot_at = max(slot_at, min(clock.now() + pause, until))
    coming = [at for at in (due_at, slot_at) if at is not None]
    return min((at for at in coming if at <= until), default=None)
