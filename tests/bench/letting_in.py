"""What people wait for over HTTP: signing in, and reading as somebody who has."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from http.client import HTTPConnection
from typing import Any

from handbook_api.auth import passwords
from handbook_api.core.settings import Settings
from handbook_api.demo.service import SignIn, open_doors
from handbook_api.runtime import Runtime
from handbook_api.serving import web_command
from tests.bench.figures import percentile
from tests.bench.serving import Server

PORT = 8766
THREADS = 8
_SECONDS = 8
_PASSWORD = "khoai lang nướng mật ong"

#: Method, path, bodies (threads take turns at them), token.
_Request = tuple[str, str, Sequence[object], str | None]


def measured(runtime: Runtime, settings: Settings) -> Iterator[list[str]]:
    """Yield requests, how many a second, and the p95 wait in ms; bare work beside them."""
    yield ["argon2id alone, 2 threads", f"{_hashes():.1f}", "–"]
    base = f"http://127.0.0.1:{PORT}"
    command = web_command(settings)
    bare = [
        part.replace("handbook_api.app:serve", "tests.bench.serving:make_bare") for part in command
    ]
    with Server(bare, f"{base}/"):
        yield ["bare Flask handler", *_rate(("GET", "//", [None], None))]
    doors = {door.role: door for door in open_doors(runtime)}
    environment = {
        "HANDBOOK_VAR_FOLDER": str(settings.var_folder),
        "HANDBOOK_DATABASE_URL": settings.database,
        "HANDBOOK_KEY_FILE": str(settings.keys),
        "HANDBOOK_LOG_LEVEL": "error",
    }
    with Server(command, f"{base}/healthz", environment):
        for name, request in _requests(doors):
            yield [name, *_rate(request)]


def _hashes() -> float:
    """Return how many passwords a second two threads compare, with nothing around it."""
    hashed = passwords.HASHER.hash(_PASSWORD)
    until, done = time.monotonic() + _SECONDS / 2, [0, 0]

    def compare(number: int) -> None:
        while time.monotonic() < until:
            passwords.HASHER.verify(hashed, _PASSWORD)
            done[number] += 1

    _in_threads([partial(compare, 0), partial(compare, 1)])
    return sum(done) / (_SECONDS / 2)


def _requests(doors: dict[str, SignIn]) -> Iterator[tuple[str, _Request]]:
    # An account bears few tries at once: everybody signs in.
    everybody = [_sign_in(door) for door in doors.values() if door.name]
    yield "sign in", ("POST", "/auth/sign-in", everybody, None)
    # Only now: with so many sessions of one person the older ones have ended.
    tokens = {role: _tokens(doors[role]) for role in ("member", "secretary", "officer")}
    one = _ask("GET", "/members?limit=1", tokens["secretary"])["items"][0]["id"]
    yield "GET /me", ("GET", "/me", [None], tokens["member"])
    yield "GET /me/record", ("GET", "/me/record", [None], tokens["member"])
    yield "GET /members/{id}, secretary", ("GET", f"/members/{one}", [None], tokens["secretary"])
    yield "GET /members, secretary", ("GET", "/members?limit=50", [None], tokens["secretary"])
    yield "GET /members, officer", ("GET", "/members?limit=50", [None], tokens["officer"])
    found = [{"name": "nguyen thi"}]
    yield "POST /members/searches, officer", ("POST", "/members/searches", found, tokens["officer"])
    yield "GET /documents, member", ("GET", "/documents?limit=20", [None], tokens["member"])


def _sign_in(door: SignIn) -> dict[str, str]:
    return {"name": door.name, "password": door.password, "device": "bench"}


def _tokens(door: SignIn) -> str:
    token: str = _ask("POST", "/auth/sign-in", None, _sign_in(door))["access_token"]
    if door.backup_codes:
        code = {"code": door.backup_codes[0]}
        token = _ask("POST", "/auth/second-factor", token, code)["access_token"]
    return token


def _rate(request: _Request) -> list[str]:
    """Return answers a second and the p95 wait; anything but success ends the bench.

    Busy (503) is no answer: whoever signs in waits a moment and tries again.
    """
    method, path, bodies, token = request
    until = time.monotonic() + _SECONDS
    waits: list[float] = []
    refused: list[str] = []

    def one_after_another(body: object) -> None:
        while time.monotonic() < until:
            begun = time.perf_counter()
            status, read = _send(method, path, token, body)
            if status in (200, 201):
                waits.append(time.perf_counter() - begun)
            elif status != 503:
                refused.append(f"{status} {read[:300]!r}")

    bodies = [bodies[number % len(bodies)] for number in range(THREADS)]
    _in_threads([partial(one_after_another, body) for body in bodies])
    if refused or not waits:
        raise SystemExit(f"{path}: {refused[:1]}")
    return [f"{len(waits) / _SECONDS:,.1f}", f"{1000 * percentile(waits, 95):.0f}"]


def _in_threads(acts: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _ask(method: str, path: str, token: str | None, body: object = None) -> dict[str, Any]:
    status, read = _send(method, path, token, body)
    if status >= 300:
        raise SystemExit(f"{path}: {status} {read[:300]!r}")
    found: dict[str, Any] = json.loads(read)
    return found


def _send(method: str, path: str, token: str | None, body: object) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
    headers = {"Content-Type": "application/json"} if body is not None else {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    address = path[1:] if path.startswith("//") else f"/api/v1{path}"
    try:
        connection.request(method, address, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
