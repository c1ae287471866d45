"""One worker's day: make what the clock asks for, do what is due, wait."""

from threading import Event
from time import perf_counter

import structlog

from handbook_api.core import clock
from handbook_api.jobs.claiming import next_due
from handbook_api.jobs.giving_up import name_of
from handbook_api.jobs.handling import Handlers
from handbook_api.jobs.running import run_next
from handbook_api.jobs.slots import Timetable
from handbook_api.jobs.waiting import Doorbell
from handbook_api.jobs.watching import Watch
from handbook_api.runtime import Runtime

log = structlog.get_logger("jobs")

#: How long to wait for a database that is away: from, and at most, in seconds.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 5.0
#: On SQLite other writers get their turn between two jobs, in seconds: from, and at most.
_LEAST_WAY, _MOST_WAY = 0.001, 0.05


def work(
    runtime: Runtime, handlers: Handlers, timetable: Timetable, stopping: Event, *, watch: Watch
) -> None:
    """Jobs are done as they become due until the process is to stop.

    A database that is away, a full disk: said in the log, tried again until it passes.
    """
    bell = Doorbell(runtime.engine, stopping)
    pause, busy = _FIRST_PAUSE, False
    while not stopping.is_set():
        try:
            timetable.make_due(runtime)
            if busy or _is_due(runtime, handlers, bell):
                begun = perf_counter()
                busy = run_next(runtime, handlers, watch)
                _give_way(runtime, stopping, perf_counter() - begun)
            pause = _FIRST_PAUSE
        except Exception as error:
            log.warning("jobs_unavailable", error=name_of(error))
            bell.close()
            stopping.wait(pause)
            pause, busy = min(pause * 2, _LONGEST_PAUSE), False
    bell.close()


def _is_due(runtime: Runtime, handlers: Handlers, bell: Doorbell) -> bool:
    """Whether there is something to do now; when not, some time has gone by."""
    bell.listen()
    with runtime.transaction(read_only=True) as session:
        due_at = next_due(session, handlers.keys())
    if due_at is not None and due_at <= clock.now():
        return True
    bell.wait(float("inf") if due_at is None else (due_at - clock.now()).total_seconds())
    return False


def _give_way(runtime: Runtime, stopping: Event, worked: float) -> None:
    """On SQLite other writers had their turn: they do not queue, and whoever comes right back
    is served again and again."""
    if runtime.engine.dialect.name == "sqlite":
        stopping.wait(min(max(worked, _LEAST_WAY), _MOST_WAY))
