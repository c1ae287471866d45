"""A province of fictional people: how fast they are made, found, read, and let in.

150,000 members unless BENCH_MEMBERS says otherwise.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from handbook_api.core.settings import Settings
from handbook_api.db import migrate
from handbook_api.db.sealing import KeyRing
from handbook_api.demo.service import Wanted, make_demo
from handbook_api.demo.sizes import usual_count
from handbook_api.runtime import Runtime, build_runtime
from tests.bench import finding, letting_in
from tests.bench.figures import memory_peak, table, timed
from tests.support.postgresql import Cluster, find_binaries

MEMBERS = int(os.environ.get("BENCH_MEMBERS", "150000"))


def run() -> None:
    """Print how long a province takes to be made, and what its people wait for."""
    made, found, rates = [], [], []
    with tempfile.TemporaryDirectory() as name:
        for engine, url in _databases(Path(name)):
            settings = _settings(Path(name) / engine, url)
            runtime = build_runtime(settings)
            migrate.upgrade(runtime.engine)
            wanted = Wanted(MEMBERS, usual_count(MEMBERS), seed=1)
            seconds = timed(lambda: make_demo(runtime, wanted, lambda *_: None))  # noqa: B023
            rate, size = f"{MEMBERS / seconds:,.0f}", f"{_size(runtime):,.0f} MB"
            made.append([engine, f"{seconds:.0f} s", rate, f"{memory_peak():.0f} MB", size])
            found += [[engine, *row] for row in finding.measured(runtime)]
            rates += [[engine, *row] for row in letting_in.measured(runtime, settings)]
            runtime.close()
    print(f"### A province of {MEMBERS:,} people ({usual_count(MEMBERS):,} cells)\n")
    table(["database", "made in", "members a second", "memory peak", "database"], made)
    print("### Finding people (one thread, warm, 20 best), ms\n")
    table(["database", "viewer", "what", "p50", "p95", "most", "statements at most"], found)
    print(
        f"### Over HTTP ({letting_in.THREADS} connections, 2 web processes of 4 threads, granian)\n"
    )
    table(["database", "request", "a second", "p95 ms"], rates)


def _size(runtime: Runtime) -> float:
    """Return how large the database is, MB; what was written is tidied as the server would."""
    is_sqlite = runtime.engine.dialect.name == "sqlite"
    with runtime.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if is_sqlite:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        else:
            connection.execute(text("VACUUM ANALYZE"))  # autovacuum does so within a minute
            size = "SELECT pg_database_size(current_database())"
        found: int = connection.execute(text(size)).scalar_one()
        return found / 1e6


def _settings(folder: Path, url: str | None) -> Settings:
    folder.mkdir()
    KeyRing.generate().write(folder / "keys.json")
    return Settings(
        var_folder=folder, database_url=url, key_file=folder / "keys.json", port=letting_in.PORT
    )


def _databases(folder: Path) -> Iterator[tuple[str, str | None]]:
    yield "SQLite", f"sqlite:///{folder / 'bench.sqlite3'}"
    binaries = find_binaries()
    if binaries is None:
        print("PostgreSQL is not installed: left out\n")
        return
    cluster = Cluster(binaries, lasting=True)
    try:
        yield "PostgreSQL", cluster.url("postgres")
    finally:
        cluster.remove()
