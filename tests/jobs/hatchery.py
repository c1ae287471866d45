"""Real worker processes, ready in a moment: each is forked from one that has read the code.

Run as a program: for every line on standard input one more worker, whose process id is answered.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from handbook_api import registry, worker
from handbook_api.core import logs
from handbook_api.core.settings import read_settings
from handbook_api.runtime import Runtime, build_runtime

#: Seconds after which a worker of ours takes a job for stuck.
LONGEST_JOB = "TEST_LONGEST_JOB"


def note(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> None:
    """Write down the number; a moment more, so that kills meet it at work."""
    session.execute(text("INSERT INTO notes VALUES (:number)"), {"number": payload["number"]})
    time.sleep(0.001)


def hang(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> None:
    """Wait for what never comes."""
    time.sleep(3600)


def count(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> None:
    """Write down the number, as quickly as can be."""
    session.execute(text("INSERT INTO notes VALUES (:number)"), {"number": payload["number"]})


class Hatchery:
    """Starts and kills workers of one database."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.alive: list[int] = []

    def hatch(self) -> int:
        """Return the process id of a new worker."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        self.alive.append(int(self._process.stdout.readline()))
        return self.alive[-1]

    def kill(self, number: int, how: signal.Signals = signal.SIGKILL) -> None:
        """Send `how` to the worker with this process id, one of ours."""
        self.alive.remove(number)
        os.kill(number, how)

    def is_gone(self, number: int) -> bool:
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        return False


@contextmanager
def hatchery(runtime: Runtime, **settings: str) -> Iterator[Hatchery]:
    """Workers over the database of `runtime`; all of them are gone when the block ends."""
    given = {
        "database_url": runtime.settings.database,
        "var_folder": str(runtime.settings.var_folder),
        "content_folder": str(runtime.settings.content_folder),
        "key_file": str(runtime.settings.keys),
        "log_level": "error",
        "index_poll_seconds": "3600",
        **settings,
    }
    environment = {f"HANDBOOK_{name.upper()}": value for name, value in given.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.hatchery"],
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    made = Hatchery(process)
    try:
        yield made
    finally:
        for number in list(made.alive):
            made.kill(number)
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()


def _serve() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            _work()
            os._exit(0)
        print(child, flush=True)


def _work() -> None:
    settings = read_settings()
    logs.configure(settings.log_level)
    registry.JOBS = {"test.note": note, "test.count": count, "test.hang": hang}
    worker._LONGEST_JOB_SECONDS = float(os.environ.get(LONGEST_JOB, worker._LONGEST_JOB_SECONDS))
    registry.SLOTS = registry.TIMERS = registry.LOOPS = ()
    worker.run(build_runtime(settings))


if __name__ == "__main__":
    _serve()
