"""How long a list of 150,000 members takes to be read in, and how much memory, on both databases.

As many as BENCH_MEMBERS says, if it says.
Each database gets a process of its own, so that its memory is its own.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from handbook_api.core import logs
from handbook_api.core.identity import TERMINAL
from handbook_api.core.settings import Settings
from handbook_api.db import migrate
from handbook_api.db.sealing import KeyRing
from handbook_api.gateways.table_reading import open_table
from handbook_api.gateways.text_extraction.nursery import Nursery
from handbook_api.members.imports.service import (
    Confirmed,
    Order,
    carry_out,
    new_run,
    plan_import,
    propose_columns,
)
from handbook_api.runtime import Runtime, build_runtime
from tests.bench.big_list import a_tree, write_list
from tests.bench.figures import memory_peak, table
from tests.support.postgresql import Cluster, find_binaries

PEOPLE = int(os.environ.get("BENCH_MEMBERS", "150000"))
CELLS = max(1, PEOPLE // 50)
_STEPS = ("read", "plan", "take over", "compare again")


def run(people: int = PEOPLE, cells: int = CELLS) -> None:
    """Print seconds and memory of every step, for SQLite and, where it is installed, PostgreSQL."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "danh-sach.xlsx"
        write_list(path, people, cells)
        size = path.stat().st_size / 1e6
        rows.append(("SQLite", _measured(path, cells, "")))
        binaries = find_binaries()
        if binaries is not None:
            cluster = Cluster(binaries, lasting=True)
            try:
                rows.append(("PostgreSQL", _measured(path, cells, cluster.url("postgres"))))
            finally:
                cluster.remove()
    print(f"### Taking over {people:,} members in {cells:,} cells (one workbook, {size:.0f} MB)\n")
    table(
        ["database", *(f"{step}, s (CPU)" for step in _STEPS), "peak, MB", "reader's peak, MB"],
        [
            [name, *(_seconds(found, step) for step in _STEPS), *_memory(found)]
            for name, found in rows
        ],
    )


def _seconds(found: dict[str, float], step: str) -> str:
    """Wall clock, and this process's own share: a loaded machine shows in the difference."""
    return f"{found[step]:.0f} ({found[f'{step}, CPU']:.0f})"


def _memory(found: dict[str, float]) -> tuple[str, str]:
    grown = found["peak"] - found["before"]
    return f"{found['peak']:.0f} (+{grown:.0f})", f"{found['reader']:.0f}"


def _measured(path: Path, cells: int, url: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.member_import", str(path), str(cells), url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(path: Path, cells: int, url: str) -> dict[str, float]:
    """Return seconds by step, and peaks of memory in MB, of this process and of the reader."""
    with tempfile.TemporaryDirectory() as folder, Nursery() as nursery:
        said: dict[str, Any] = {"database_url": url} if url else {}
        settings = Settings(var_folder=Path(folder), **said)
        KeyRing.generate().write(settings.keys)
        runtime = build_runtime(settings)
        migrate.upgrade(runtime.engine)
        with runtime.transaction() as session:
            a_tree(session, cells)
        steps = _Steps(runtime, path, nursery)
        found = {"before": memory_peak()}
        acts: tuple[Callable[[], object], ...] = (
            steps.read,
            steps.plan,
            steps.take_over,
            steps.plan,
        )
        for name, act in zip(_STEPS, acts, strict=True):
            begun, used = time.perf_counter(), time.process_time()
            act()
            found[name] = time.perf_counter() - begun
            found[f"{name}, CPU"] = time.process_time() - used
        runtime.close()
        return {**found, "peak": memory_peak(), "reader": steps.reader_peak}


class _Steps:
    def __init__(self, runtime: Runtime, path: Path, nursery: Nursery) -> None:
        self._runtime, self._path, self._nursery = runtime, path, nursery
        self.reader_peak = 0.0
        with runtime.transaction(read_only=True) as session, self._open() as opened:
            self._proposal = propose_columns(session, TERMINAL, runtime.content, opened)

    def _open(self) -> Any:
        return open_table(self._path, nursery=self._nursery)

    def _note(self) -> None:
        if self._nursery.outcome is not None:
            self.reader_peak = max(self.reader_peak, self._nursery.outcome.memory_kib / 1e3)

    def read(self) -> None:
        with self._open() as opened:
            for _ in opened:
                pass
        self._note()

    def plan(self) -> None:
        with self._runtime.transaction(read_only=True) as session, self._open() as opened:
            confirmed = Confirmed(opened, self._proposal.mapping)
            plan = plan_import(session, TERMINAL, self._runtime.content, confirmed)
        if plan.fault_count:
            raise SystemExit(f"the list has faults: {plan.faults[:3]}")
        self._note()

    def take_over(self) -> None:
        with self._runtime.transaction() as session, self._open() as opened:
            confirmed = Confirmed(opened, self._proposal.mapping)
            order = Order(new_run(TERMINAL, self._path, self._proposal.digest))
            carry_out(session, TERMINAL, self._runtime.content, confirmed, order)
        self._note()


if __name__ == "__main__":
    logs.configure("error")
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
