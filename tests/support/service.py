"""The service as it is really started: several processes, reached over the loopback."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import orjson

from handbook_api.runtime import Runtime

_PATIENCE = 90


class Service:
    """Requests to a running service; every one on a connection of its own."""

    def __init__(self, address: str) -> None:
        self._address = address

    def ask(
        self, method: str, path: str, body: Any = None, token: str | None = None
    ) -> tuple[int, Any]:
        """Return status and JSON of an answer under /api/v1."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = None if body is None else orjson.dumps(body)
        asked = Request(f"{self._address}/api/v1{path}", data=data, headers=headers, method=method)
        try:
            with urlopen(asked, timeout=60) as answer:
                return answer.status, _json(answer.read())
        except HTTPError as refused:
            return refused.code, _json(refused.read())

    def is_ready(self) -> bool:
        try:
            with urlopen(f"{self._address}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@contextmanager
def serving(runtime: Runtime, **settings: str) -> Iterator[Service]:
    """Run `handbook serve` over the database of `runtime`; it is stopped when the block ends.

    settings: names without their prefix, such as web_workers="4".
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {
        "database_url": runtime.settings.database,
        "var_folder": str(runtime.settings.var_folder),
        "content_folder": str(runtime.settings.content_folder),
        "key_file": str(runtime.settings.keys),
        "port": str(port),
        "log_level": "error",
        **settings,
    }
    environment = {f"HANDBOOK_{name.upper()}": value for name, value in given.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "handbook_api.cli", "serve"],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    service = Service(f"http://127.0.0.1:{port}")
    try:
        _wait_until_ready(service, process)
        yield service
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _wait_until_ready(service: Service, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while not service.is_ready():
        if process.poll() is not None or time.monotonic() > until:
            raise AssertionError("the service did not start")
        time.sleep(0.1)


def _json(body: bytes) -> Any:
    return orjson.loads(body) if body else None
