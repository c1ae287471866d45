"""What phones ask for all day: whether anything is new, and what."""

import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path

import orjson
from sqlalchemy import select

from handbook_api import registry
from handbook_api.core.settings import Settings
from handbook_api.db import migrate
from handbook_api.db.sealing import KeyRing
from handbook_api.jobs.running import run_next
from handbook_api.members.models import Member
from handbook_api.notices.audiences import Audience
from handbook_api.notices.service import Said, send_by_system
from handbook_api.runtime import Runtime, build_runtime
from handbook_api.serving import web_command
from tests.bench.figures import percentile, table
from tests.bench.serving import Server
from tests.support.crowds import a_crowd
from tests.support.people import signed_in
from tests.support.postgresql import Cluster, find_binaries

PORT, THREADS, SECONDS = 8767, 8, 8
_PEOPLE, _NOTICES = 2_000, 25
_TEXT = "Kính mời đồng chí dự sinh hoạt chi bộ thường kỳ, mang theo tài liệu đã phát. " * 4


def run() -> None:
    """Print answers a second and bytes of the feed, on both databases."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for engine, url in _databases(Path(name)):
            rows += [[engine, *row] for row in _measured(Path(name) / engine, url)]
    print(f"### The feed of a phone ({THREADS} connections, 2 web processes of 4 threads)\n")
    table(["database", "asked for", "a second", "p95 ms", "bytes"], rows)


def _measured(folder: Path, url: str) -> Iterator[list[str]]:
    folder.mkdir()
    KeyRing.generate().write(folder / "keys.json")
    settings = Settings(
        var_folder=folder, database_url=url, key_file=folder / "keys.json", port=PORT
    )
    runtime = build_runtime(settings)
    migrate.upgrade(runtime.engine)
    tokens = _prepare(runtime)
    runtime.close()
    environment = {
        "HANDBOOK_VAR_FOLDER": str(folder),
        "HANDBOOK_DATABASE_URL": url,
        "HANDBOOK_KEY_FILE": str(settings.keys),
        "HANDBOOK_LOG_LEVEL": "error",
    }
    with Server(web_command(settings), f"http://127.0.0.1:{PORT}/healthz", environment):
        first, _, body = _ask("/me/sync", tokens[0], {})
        cursor = orjson.loads(body)["cursor"]
        if first != 200 or len(orjson.loads(body)["notices"]) != _NOTICES:
            raise SystemExit("the feed does not hold what was sent")
        packed = {"Accept-Encoding": "br"}
        yield [f"the first time ({_NOTICES} notices)", *_rate("/me/sync", tokens, packed)]
        yield ["the same, not packed", *_rate("/me/sync", tokens, {})]
        since = f"/me/sync?since={cursor}"
        yield ["nothing new", *_rate(since, tokens, packed)]
        tags = {token: _ask(since, token, {})[1]["etag"] for token in tokens}
        yield ["nothing new, If-None-Match", *_rate(since, tokens, packed, tags)]
        yield ["GET /me/inbox/summary", *_rate("/me/inbox/summary", tokens, {})]


def _prepare(runtime: Runtime) -> list[str]:
    top = a_crowd(runtime, _PEOPLE)
    with runtime.transaction() as session:
        for number in range(_NOTICES):
            audience = Audience(organisations=(top.id,))
            title = f"Mời sinh hoạt chi bộ thường kỳ, kỳ {number}"
            send_by_system(session, Said("digest", title, _TEXT, audience, f"bench {number}"))
    while run_next(runtime, registry.JOBS):
        pass
    with runtime.transaction(read_only=True) as session:
        accounts = session.scalars(select(Member.account_id).limit(THREADS)).all()
    return [signed_in(runtime, account) for account in accounts]


def _rate(
    path: str, tokens: list[str], headers: Mapping[str, str], tags: Mapping[str, str] | None = None
) -> list[str]:
    """Return answers a second, the p95 wait and the bytes of one answer with its headers."""
    waits: list[float] = []
    sizes: list[int] = []
    wanted = 304 if tags else 200
    until = time.monotonic() + SECONDS

    def one_after_another(token: str) -> None:
        sent = {**headers, **({"If-None-Match": tags[token]} if tags else {})}
        while time.monotonic() < until:
            begun = time.perf_counter()
            status, heads, body = _ask(path, token, sent)
            if status != wanted:
                raise SystemExit(f"{path}: {status}")
            waits.append(time.perf_counter() - begun)
            sizes.append(len(body) + sum(len(k) + len(v) + 4 for k, v in heads.items()))

    threads = [threading.Thread(target=one_after_another, args=[one]) for one in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    p95 = f"{1000 * percentile(waits, 95):.0f}"
    return [f"{len(waits) / SECONDS:,.0f}", p95, f"{percentile(sizes, 50):,.0f}"]


def _ask(path: str, token: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        sent = {**headers, "Authorization": f"Bearer {token}"}
        connection.request("GET", f"/api/v1{path}", headers=sent)
        answer = connection.getresponse()
        heads = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, heads, answer.read()
    finally:
        connection.close()


def _databases(folder: Path) -> Iterator[tuple[str, str]]:
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
