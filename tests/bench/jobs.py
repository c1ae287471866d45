"""Jobs a second with one worker and with two, beside bare claims, on both databases."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import func, select, text, update

from handbook_api.core.settings import Settings
from handbook_api.db import migrate
from handbook_api.db.jobs import Job, JobState, NewJob, enqueue_many
from handbook_api.db.sealing import KeyRing
from handbook_api.jobs.claiming import claim
from handbook_api.runtime import Runtime, build_runtime
from tests.bench.figures import percentile, table, timed
from tests.jobs.hatchery import hatchery
from tests.support.postgresql import Cluster, find_binaries

JOBS = 3_000
_KIND = "test.count"
_LEASE = timedelta(seconds=30)


def run() -> None:
    """Print the rates; each job writes one row. The databases lie on a disk."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        rows += _measured("SQLite", Path(folder), None)
        binaries = find_binaries()
        if binaries is not None:
            cluster = Cluster(binaries, lasting=True)
            try:
                rows += _measured("PostgreSQL", Path(folder), cluster.url("postgres"))
            finally:
                cluster.remove()
    print(f"### Jobs ({JOBS:,}, each writes one row; beside them somebody else writes)\n")
    table(["database", "how", "jobs/s", "of bare claims", "the other's wait p50 / p95, ms"], rows)


def _measured(name: str, folder: Path, url: str | None) -> list[list[str]]:
    runtime = _runtime(folder / name, url)
    bare = JOBS / timed(lambda: _bare_claims(runtime))
    rows = [[name, "bare claims and marks, 1 thread", f"{bare:,.0f}", "100%", "–"]]
    for workers in (1, 2):
        waits: list[float] = []
        with _somebody_else(runtime, waits):
            rate = _worked(runtime, workers)
        wait = " / ".join(f"{1000 * percentile(waits, part):.0f}" for part in (50, 95))
        words = "1 worker" if workers == 1 else f"{workers} workers"
        rows.append([name, words, f"{rate:,.0f}", f"{rate / bare:.0%}", wait])
    runtime.close()
    return rows


@contextmanager
def _somebody_else(runtime: Runtime, waits: list[float]) -> Iterator[None]:
    """Ten times a second a web node writes a row, and notes how long that took."""
    over = Event()

    def write() -> None:
        while not over.wait(0.1):
            waits.append(timed(lambda: _write_a_row(runtime)))

    writer = Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()


def _write_a_row(runtime: Runtime) -> None:
    with runtime.transaction() as session:
        session.execute(text("INSERT INTO notes VALUES (-1)"))


def _runtime(folder: Path, url: str | None) -> Runtime:
    folder.mkdir()
    KeyRing.generate().write(folder / "keys.json")
    settings = Settings(database_url=url, var_folder=folder, key_file=folder / "keys.json")
    runtime = build_runtime(settings)
    migrate.upgrade(runtime.engine)
    with runtime.transaction() as session:
        session.execute(text("CREATE TABLE notes (number INTEGER)"))
    return runtime


def _write_down(runtime: Runtime) -> None:
    with runtime.transaction() as session:
        enqueue_many(session, [NewJob(_KIND, {"number": number}) for number in range(JOBS)])


def _bare_claims(runtime: Runtime) -> None:
    """The least that can be done: a claim, and a mark together with one row, again and again."""
    _write_down(runtime)
    for number in range(JOBS):
        with runtime.transaction() as session:
            claimed = claim(session, [_KIND], _LEASE)
        with runtime.transaction() as session:
            session.execute(text("INSERT INTO notes VALUES (:number)"), {"number": number})
            done = {"state": JobState.DONE, "due_at": None, "lease": None}
            session.execute(update(Job).where(Job.id == claimed.id).values(done))


def _worked(runtime: Runtime, workers: int) -> float:
    """Return jobs a second, between the first tenth and the last that were done."""
    before = _done(runtime)
    _write_down(runtime)
    with hatchery(runtime) as started:
        for _ in range(workers):
            started.hatch()
        first = JOBS // 10
        while (begun_with := _done(runtime) - before) < first:
            time.sleep(0.01)
        begun = time.perf_counter()
        while _done(runtime) - before < JOBS:
            time.sleep(0.05)
        return (JOBS - begun_with) / (time.perf_counter() - begun)


def _done(runtime: Runtime) -> int:
    with runtime.transaction(read_only=True) as session:
        return session.scalars(select(func.count()).where(Job.state == JobState.DONE)).one()
