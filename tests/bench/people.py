"""A province of fictional people: how fast they are made, found, read, and let in.

150,000 members unless BENCH_MEMBERS says otherwise.
"""

import json
import os
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import func, select

from handbook_api.auth.models import Account
from handbook_api.core.identity import Grant, Identity, Role, Strength
from handbook_api.core.settings import Settings
from handbook_api.db import migrate
from handbook_api.db.sealing import KeyRing
from handbook_api.demo.service import Wanted, make_demo, open_doors
from handbook_api.demo.sizes import usual_count
from handbook_api.members.models import Member
from handbook_api.members.queries import MemberFilter, page_of_members, search_people
from handbook_api.organisations.models import Organisation
from handbook_api.runtime import Runtime, build_runtime
from handbook_api.serving import web_command
from tests.bench.figures import memory_peak, percentile, table, timed
from tests.bench.serving import Server
from tests.support.postgresql import Cluster, find_binaries

MEMBERS = int(os.environ.get("BENCH_MEMBERS", "150000"))
_SEARCHES = 200
_SECONDS = 8
_THREADS = 8
_PORT = 8766


def run() -> None:
    """Print how long a province takes to be made, and what its people wait for."""
    rows, found, rates = [], [], []
    with tempfile.TemporaryDirectory() as name:
        for engine, url in _databases(Path(name)):
            settings = _settings(Path(name) / engine, url)
            runtime = build_runtime(settings)
            migrate.upgrade(runtime.engine)
            wanted = Wanted(MEMBERS, usual_count(MEMBERS), seed=1)
            seconds = timed(lambda: make_demo(runtime, wanted, lambda *_: None))  # noqa: B023
            rows.append([engine, f"{seconds:.0f} s", f"{MEMBERS / seconds:,.0f}", _peak()])
            found += [[engine, *row] for row in _finding(runtime)]
            rates += [[engine, *row] for row in _serving(runtime, settings)]
            runtime.close()
    print(f"### A province of {MEMBERS:,} people ({usual_count(MEMBERS):,} cells)\n")
    table(["database", "made in", "members a second", "memory peak"], rows)
    print("### Finding people, one thread, warm, ms\n")
    table(["database", "viewer", "what", "p50", "p95", "most"], found)
    print(f"### Over HTTP, {_THREADS} connections, 2 web processes of 4 threads, granian\n")
    table(["database", "request", "a second", "p95 ms"], rates)


def _peak() -> str:
    return f"{memory_peak():.0f} MB"


def _settings(folder: Path, url: str | None) -> Settings:
    folder.mkdir()
    KeyRing.generate().write(folder / "keys.json")
    return Settings(var_folder=folder, database_url=url, key_file=folder / "keys.json", port=_PORT)


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


def _finding(runtime: Runtime) -> Iterator[list[str]]:
    chance = random.Random(7)
    with runtime.transaction(read_only=True) as session:
        some = session.scalars(select(Member).order_by(Member.id).limit(_SEARCHES)).all()
        cell = session.scalars(
            select(Organisation).where(Organisation.id == some[0].last_cell_id)
        ).one()
        viewers = {
            "officer of the province": _serving_at(Role.ORGANISATION_OFFICER, "/"),
            "secretary of a cell": _serving_at(Role.SECRETARY, cell.path),
        }
        kinds: dict[str, Callable[[Member], str]] = {
            "whole name, no marks": lambda member: member.folded_name,
            "whole name, with marks": lambda member: member.full_name,
            "last two words": lambda member: " ".join(member.folded_name.split()[-2:]),
            "given name": lambda member: member.folded_name.split()[-1],
            "beginning of a name": lambda member: member.folded_name[: chance.randint(2, 5)],
            "family name": lambda member: member.folded_name.split()[0],
        }
        for who, viewer in viewers.items():
            for kind, typed in kinds.items():
                times = [
                    timed(lambda: search_people(session, viewer, words, MemberFilter(), limit=20))  # noqa: B023
                    for words in map(typed, some)
                ]
                yield [who, kind, *_spread(times)]
            times = [
                timed(lambda: page_of_members(session, viewer, MemberFilter(), limit=50))  # noqa: B023
                for _ in range(50)
            ]
            yield [who, "first page of the list", *_spread(times)]


def _serving_at(role: Role, path: str) -> Identity:
    return Identity("bench", grants=(Grant(role, path),), strength=Strength.TWO_FACTOR)


def _spread(seconds: list[float]) -> list[str]:
    ms = [1000 * one for one in seconds]
    return [f"{statistics.median(ms):.1f}", f"{percentile(ms, 95):.1f}", f"{max(ms):.1f}"]


def _serving(runtime: Runtime, settings: Settings) -> Iterator[list[str]]:
    doors = {door.role: door for door in open_doors(runtime)}
    with runtime.transaction(read_only=True) as session:
        people = session.scalar(select(func.count()).select_from(Account))
    assert people
    environment = {
        "HANDBOOK_VAR_FOLDER": str(settings.var_folder),
        "HANDBOOK_DATABASE_URL": settings.database,
        "HANDBOOK_KEY_FILE": str(settings.keys),
        "HANDBOOK_LOG_LEVEL": "error",
    }
    with Server(web_command(settings), f"http://127.0.0.1:{_PORT}/healthz", environment):
        member = doors["member"]
        sign_in = {"name": member.name, "password": member.password, "device": "bench"}
        token = _ask("POST", "/auth/sign-in", None, sign_in)[1]["access_token"]
        for name, method, path, body, who in (
            ("sign in (argon2id, 64 MiB)", "POST", "/auth/sign-in", sign_in, None),
            ("GET /me", "GET", "/me", None, token),
            ("GET /me/record (written down)", "GET", "/me/record", None, token),
            ("GET /documents as a member", "GET", "/documents?limit=20", None, token),
        ):
            yield [name, *_rate(method, path, body, who)]


def _rate(method: str, path: str, body: object, token: str | None) -> list[str]:
    """Return answers a second and the p95 wait; anything but success ends the bench."""
    until = time.monotonic() + _SECONDS
    waits: list[float] = []

    def one_after_another() -> None:
        while time.monotonic() < until:
            begun = time.perf_counter()
            status, _ = _ask(method, path, token, body)
            if status not in (200, 201, 503):
                raise SystemExit(f"{path}: {status}")
            if status != 503:
                waits.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=one_after_another) for _ in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [f"{len(waits) / _SECONDS:,.0f}", f"{1000 * percentile(waits, 95):.0f}"]


def _ask(method: str, path: str, token: str | None, body: object) -> tuple[int, dict[str, str]]:
    connection = HTTPConnection("127.0.0.1", _PORT, timeout=60)
    headers = {"Content-Type": "application/json"} if body is not None else {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        connection.request(
            method, f"/api/v1{path}", json.dumps(body) if body is not None else None, headers
        )
        answer = connection.getresponse()
        read = answer.read()
        return answer.status, json.loads(read) if answer.status < 300 else {}
    finally:
        connection.close()
