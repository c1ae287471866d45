"""The background process: does what is due, then waits."""

import signal
from threading import Event

import structlog

from handbook_api import registry
from handbook_api.runtime import Runtime

log = structlog.get_logger("worker")


def run(runtime: Runtime) -> None:
    """Do every timer's work again and again until the process is asked to stop.

    A timer that fails is logged and tried again next time; the others go on.
    """
    stopping = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    log.info("worker_started")
    while not stopping.is_set():
        for timer in registry.TIMERS:
            _attempt(timer, runtime)
        stopping.wait(runtime.settings.index_poll_seconds)
    log.info("worker_stopped")


def _attempt(timer: registry.Timer, runtime: Runtime) -> None:
    try:
        timer(runtime)
    except Exception as error:
        log.exception("timer_failed", timer=timer.__qualname__, error=type(error).__name__)
