"""A notice to a whole province: when it lies in the inboxes, and when its bells are planned.

20,000 and 150,000 members unless BENCH_NOTICE_MEMBERS says otherwise.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select, text

from handbook_api import registry
from handbook_api.core.settings import Settings
from handbook_api.db import migrate
from handbook_api.db.sealing import KeyRing
from handbook_api.jobs.running import run_next
from handbook_api.notices.audiences import Audience
from handbook_api.notices.delivering.models import Delivery
from handbook_api.notices.models import Recipient
from handbook_api.notices.service import Said, send_by_system
from handbook_api.runtime import Runtime, build_runtime
from tests.bench.figures import memory_peak, table
from tests.support.crowds import a_crowd
from tests.support.postgresql import Cluster, find_binaries

SIZES = [int(one) for one in os.environ.get("BENCH_NOTICE_MEMBERS", "20000,150000").split(",")]
_DEVICES = 1.3
_SHARE = 0.999


def run() -> None:
    """Print how long inboxes and bells take, on both databases."""
    rows = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            for engine, runtime in _runtimes(Path(name)):
                rows.append([engine, f"{size:,}", *_measured(runtime, size)])
                runtime.close()
    print(f"### A notice to a province (one worker, {_DEVICES} devices a member)\n")
    head = ["database", "members", "99.9 % have it after", "all", "bells planned after", "memory"]
    table(head, rows)


def _measured(runtime: Runtime, size: int) -> list[str]:
    top = a_crowd(runtime, size, devices=_DEVICES)
    if runtime.engine.dialect.name == "postgresql":
        with runtime.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as one:
            one.execute(text("ANALYZE"))  # autovacuum does so within a minute
    audience = Audience(organisations=(top.id,))
    with runtime.transaction() as session:
        send_by_system(session, Said("digest", "Tin tháng", "Văn bản mới", audience, "bench"))
    begun, nearly, everybody = time.perf_counter(), None, None
    while run_next(runtime, registry.JOBS):
        if everybody is None:
            have = _count(runtime, Recipient)
            passed = time.perf_counter() - begun
            nearly = passed if nearly is None and have >= size * _SHARE else nearly
            everybody = passed if have == size else None
    bells = time.perf_counter() - begun
    if _count(runtime, Delivery) < size:
        raise SystemExit("bells are missing: nothing was measured")
    return [f"{one:.1f} s" for one in (nearly, everybody, bells) if one is not None] + [
        f"{memory_peak():.0f} MB"
    ]


def _count(runtime: Runtime, model: type[Recipient] | type[Delivery]) -> int:
    with runtime.transaction(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def _runtimes(folder: Path) -> Iterator[tuple[str, Runtime]]:
    yield "SQLite", _runtime(folder / "sqlite", f"sqlite:///{folder / 'bench.sqlite3'}")
    binaries = find_binaries()
    if binaries is None:
        print("PostgreSQL is not installed: left out\n")
        return
    cluster = Cluster(binaries, lasting=True)
    try:
        yield "PostgreSQL", _runtime(folder / "postgresql", cluster.url("postgres"))
    finally:
        cluster.remove()


def _runtime(folder: Path, url: str) -> Runtime:
    folder.mkdir()
    KeyRing.generate().write(folder / "keys.json")
    # Bells are planned only where there is somebody to hand them to; nothing is sent here.
    (folder / "fcm.json").write_text("{}")
    built = build_runtime(
        Settings(
            var_folder=folder,
            database_url=url,
            key_file=folder / "keys.json",
            fcm_credentials_file=folder / "fcm.json",
        )
    )
    migrate.upgrade(built.engine)
    return built
