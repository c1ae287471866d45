"""Requests a second under gunicorn and granian, beside a bare Flask handler, in one run."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

from flask import Flask

from handbook_api.core.settings import Settings
from handbook_api.serving import web_command
from tests.bench.figures import table
from tests.bench.relevance import library_with_corpus

_SECONDS = 6
_CONNECTIONS = 16
_ROUNDS = 3
_PORT = 8765

bare = Flask("bare")


@bare.get("/")
def hello() -> str:
    """The least Flask can do."""
    return "ok"


def make_bare() -> Flask:
    """Return the bare application, for servers that want a factory."""
    return bare


def run() -> None:
    """Print requests a second; the median of three rounds, servers taking turns."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        library_with_corpus(Path(folder)).close()
        rates: dict[tuple[str, str], list[float]] = {}
        for _ in range(_ROUNDS):
            for server in ("gunicorn", "granian"):
                _one_round(server, Path(folder), rates)
    kinds = dict.fromkeys(kind for _, kind in rates)
    print(
        f"### Requests a second (wrk, {_CONNECTIONS} connections, 2 web processes of 4 threads)\n"
    )
    table(
        ["request", "gunicorn", "granian", "granian / gunicorn", "granian / bare"],
        [_row(kind, rates) for kind in kinds],
    )


def _row(kind: str, rates: dict[tuple[str, str], list[float]]) -> list[str]:
    gunicorn, granian = (sorted(rates[server, kind])[1] for server in ("gunicorn", "granian"))
    base = sorted(rates["granian", "bare Flask handler"])[1]
    return [
        kind,
        f"{gunicorn:,.0f}",
        f"{granian:,.0f}",
        f"{granian / gunicorn:.2f}",
        f"{granian / base:.2f}",
    ]


def _one_round(server: str, folder: Path, rates: dict[tuple[str, str], list[float]]) -> None:
    settings = Settings(var_folder=folder, server=server, port=_PORT)
    base = f"http://127.0.0.1:{_PORT}"
    command = web_command(settings)
    bare_command = [
        part.replace("handbook_api.app:serve", "tests.bench.serving:make_bare") for part in command
    ]
    with Server(bare_command, f"{base}/"):
        rates.setdefault((server, "bare Flask handler"), []).append(_rate(f"{base}/"))
    environment = {"HANDBOOK_VAR_FOLDER": str(folder), "HANDBOOK_LOG_LEVEL": "error"}
    document = f"{base}/api/v1/documents/294-qd-tw-2025"
    search = f"{base}/api/v1/search?q={quote('kết nạp lại người xin ra khỏi đảng')}"
    with Server(command, f"{base}/healthz", environment):
        tag = urlopen(Request(document)).headers["ETag"]
        for kind, address, headers in (
            ("a document", document, ()),
            ("a document, If-None-Match", document, (f"If-None-Match: {tag}",)),
            ("a search", search, ()),
        ):
            rates.setdefault((server, kind), []).append(_rate(address, *headers))


class Server:
    """A server process that answers `ready` inside the block."""

    def __init__(
        self, command: list[str], ready: str, environment: dict[str, str] | None = None
    ) -> None:
        self._command, self._ready = command, ready
        self._environment = {**os.environ, **(environment or {})}

    def __enter__(self) -> None:
        self._process = subprocess.Popen(
            self._command, env=self._environment, stdout=subprocess.DEVNULL, stderr=sys.stderr
        )
        for _ in range(300):
            try:
                urlopen(self._ready, timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"{self._command[:4]} does not answer")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)


def _rate(address: str, *headers: str) -> float:
    """Return answers a second; refuses to count errors as answers."""
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{_SECONDS}s", "--timeout", "10s"]
    for header in headers:
        command += ["-H", header]
    subprocess.run([*command[:3], "-d1s", address], capture_output=True, check=True)  # warm
    shown = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in shown and not headers:
        raise SystemExit(f"{address}: {shown}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", shown)
    if found is None:
        raise SystemExit(json.dumps(shown))
    return float(found[1])
