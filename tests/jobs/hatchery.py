"""Real worker processes, with jobs for them."""

import os
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
from tests.support.hatching import Hatchery, hatching, serve

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
    with hatching("tests.jobs.hatchery", given) as made:
        yield made


def _work() -> None:
    settings = read_settings()
    logs.configure(settings.log_level)
    registry.JOBS = {"test.note": note, "test.count": count, "test.hang": hang}
    worker._LONGEST_JOB_SECONDS = float(os.environ.get(LONGEST_JOB, worker._LONGEST_JOB_SECONDS))
    registry.SLOTS = registry.TIMERS = registry.LOOPS = ()
    worker.run(build_runtime(settings))


if __name__ == "__main__":
    serve(_work)
