"""The web server and its companion worker, as children of one command."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from handbook_api.core.errors import HandbookError
from handbook_api.core.settings import Settings

#: How long children may take to finish their requests when we stop.
_GRACE_SECONDS = 15
_START_SECONDS = 60
_PR_SET_PDEATHSIG = 1
_FACTORY = "handbook_api.app:serve"


class PortTaken(HandbookError):
    """Another program listens there already."""

    status, code = 409, "serve.port_taken"


class ServerStopped(HandbookError):
    """The web server ended by itself; its own words stand above."""

    status, code = 500, "serve.stopped"


def web_command(settings: Settings) -> list[str]:
    """Return the command that runs the chosen WSGI server."""
    if settings.server == "gunicorn":
        return [
            *(sys.executable, "-m", "gunicorn", f"{_FACTORY}()"),
            *("--bind", f"{settings.host}:{settings.port}"),
            *("--worker-class", "gthread", "--no-control-socket"),
            *("--workers", str(settings.web_workers), "--threads", str(settings.web_threads)),
            *("--timeout", "60", "--graceful-timeout", str(_GRACE_SECONDS)),
            *("--keep-alive", "5", "--log-level", "warning"),
        ]
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", _FACTORY),
        *("--host", settings.host, "--port", str(settings.port)),
        *("--workers", str(settings.web_workers)),
        *("--blocking-threads", str(settings.web_threads), "--backlog", "1024"),
        *("--respawn-failed-workers", "--workers-kill-timeout", str(_GRACE_SECONDS // 3)),
        *("--log-level", "warning"),
    ]


def serve(settings: Settings, announce: Callable[[], None]) -> None:
    """Run the web server, and the worker beside it when asked, until SIGTERM or SIGINT.

    `announce` is called once the server answers. A worker that dies is started again; a server
    that dies ends everything. Raises PortTaken, ServerStopped.
    """
    _require_free(settings)
    metrics = tempfile.mkdtemp(prefix="handbook-metrics-")
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": metrics}
    stopping = _Stopping()
    try:
        server = _start(web_command(settings), environment)
        children = {"server": server}
        try:
            if settings.embedded_worker:
                children["worker"] = _start_worker(environment)
            _wait_until_up(settings, server, announce, stopping)
            _watch(children, environment, stopping)
        finally:
            _end(children)
    finally:
        shutil.rmtree(metrics, ignore_errors=True)
    if not stopping.asked:
        raise ServerStopped(code=server.returncode)


class _Stopping:
    """Remembers that somebody asked us to stop."""

    def __init__(self) -> None:
        self.asked = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.asked = True


def _require_free(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTaken(host=settings.host, port=settings.port) from error


def _start_worker(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return _start([sys.executable, "-m", "handbook_api.cli", "worker"], environment)


def _start(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=environment, preexec_fn=_end_with_parent)  # noqa: PLW1509


def _end_with_parent() -> None:
    """Ask the kernel to end this child when its parent is killed, so that no port stays taken."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_until_up(
    settings: Settings,
    server: subprocess.Popen[bytes],
    announce: Callable[[], None],
    stopping: _Stopping,
) -> None:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    address = f"http://{host}:{settings.port}/healthz"
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None and not stopping.asked:
        try:
            with urlopen(address, timeout=1):
                announce()
                return
        except (URLError, OSError):
            time.sleep(0.05)


def _watch(
    children: dict[str, subprocess.Popen[bytes]],
    environment: Mapping[str, str],
    stopping: _Stopping,
) -> None:
    while not stopping.asked and children["server"].poll() is None:
        worker = children.get("worker")
        if worker is not None and worker.poll() is not None:
            time.sleep(1)
            children["worker"] = _start_worker(environment)
        time.sleep(0.2)


def _end(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + _GRACE_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
