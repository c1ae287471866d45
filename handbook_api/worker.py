"""The background process: timers, jobs and loops side by side, until it is asked to stop."""

import os
import signal
from collections.abc import Callable, Sequence
from contextvars import copy_context
from functools import partial
from threading import Event, Thread
from time import monotonic

import structlog
from sqlalchemy.exc import SQLAlchemyError

from handbook_api import registry
from handbook_api.db import migrate
from handbook_api.jobs.giving_up import name_of, place_of
from handbook_api.jobs.loop import work
from handbook_api.jobs.slots import Timetable
from handbook_api.jobs.watching import Watch
from handbook_api.runtime import Runtime

log = structlog.get_logger("worker")

Activity = Callable[[Event], None]

#: What is under way may end itself; less than the grace that `serve` gives its children.
_GRACE_SECONDS = 12
#: How long to wait before beginning again what raised: from, and at most, in seconds.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 10.0
#: A job is short by contract; whoever takes so long waits for something that never comes.
_LONGEST_JOB_SECONDS = 120.0
_LOOK_SECONDS = 1.0
#: A database that came back is met again after so many seconds at most.
_LONGEST_WAIT = 4.0


def run(runtime: Runtime) -> None:
    """Do everything again and again until the process is asked to stop, then end within 12 s.

    A database that is away is waited for. Raises NotMigrated.
    """
    stopping = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    _wait_for_database(runtime, stopping)
    log.info("worker_started")
    watch = Watch()
    threads = _start(runtime, stopping, watch)
    while not stopping.wait(_LOOK_SECONDS):
        _end_if_stuck(watch)
    until = monotonic() + _GRACE_SECONDS
    for thread in threads:
        thread.join(max(0.0, until - monotonic()))
    late = [thread.name for thread in threads if thread.is_alive()]
    log.info("worker_stopped", cut_short=late)


def _end_if_stuck(watch: Watch) -> None:
    kind = watch.longer_than(_LONGEST_JOB_SECONDS)
    if kind is not None:
        # A thread cannot be ended from outside. It may hold the one lock of SQLite's writers:
        # with the process the lock goes, and whoever runs us starts us again.
        log.error("job_stuck", kind=kind)
        os._exit(1)


def _wait_for_database(runtime: Runtime, stopping: Event) -> None:
    pause = _FIRST_PAUSE
    while not stopping.is_set():
        try:
            migrate.require_head(runtime.engine)
        except SQLAlchemyError as error:
            log.warning("database_unavailable", error=name_of(error))
            stopping.wait(pause)
            pause = min(pause * 2, _LONGEST_WAIT)
        else:
            return


def _start(runtime: Runtime, stopping: Event, watch: Watch) -> Sequence[Thread]:
    """Return the running threads. They end with the process; what one was doing is rolled back."""
    timetable = Timetable(registry.SLOTS)
    activities: list[tuple[str, Activity]] = [
        ("timers", partial(_watch_timers, runtime)),
        ("jobs", partial(work, runtime, registry.JOBS, timetable, watch=watch)),
        *(
            (f"{loop.__module__}.{loop.__qualname__}", partial(loop, runtime))
            for loop in registry.LOOPS
        ),
    ]
    threads = []
    for name, activity in activities:
        # A clock held still for this context stays so in its threads.
        arguments = (_keep_up, name, activity, stopping)
        thread = Thread(target=copy_context().run, args=arguments, name=name, daemon=True)
        thread.start()
        threads.append(thread)
    return threads


def _keep_up(name: str, activity: Activity, stopping: Event) -> None:
    pause = _FIRST_PAUSE
    while not stopping.is_set():
        begun = monotonic()
        try:
            activity(stopping)
        except (Exception, SystemExit) as error:
            log.error("activity_failed", activity=name, error=name_of(error), place=place_of(error))
        if monotonic() - begun > _LONGEST_PAUSE:
            pause = _FIRST_PAUSE
        stopping.wait(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _watch_timers(runtime: Runtime, stopping: Event) -> None:
    """A timer that fails is logged and tried again next time; the others go on."""
    while not stopping.is_set():
        for timer in registry.TIMERS:
            if not stopping.is_set():
                _attempt(timer, runtime)
        stopping.wait(runtime.settings.index_poll_seconds)


def _attempt(timer: registry.Timer, runtime: Runtime) -> None:
    try:
        timer(runtime)
    except Exception as error:
        name = timer.__qualname__
        log.error("timer_failed", timer=name, error=name_of(error), place=place_of(error))
