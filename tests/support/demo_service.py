"""A service with the demo committee in a folder of its own, as `make run` starts one."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PATIENCE = 300
_MEMBER = re.compile(r"tên đăng nhập (dangvien\.demo)\s+mật khẩu (\S+)")


@dataclass(frozen=True)
class DemoService:
    """A running service, and how its member signs in."""

    address: str
    name: str
    word: str
    settings: dict[str, str]

    def command(self, *said: str) -> None:
        """Run a command of the handbook over the same data, without a word."""
        subprocess.run(
            [*_HANDBOOK, *said],
            env={**os.environ, **self.settings},
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=300,
        )


_HANDBOOK = (sys.executable, "-m", "handbook_api.cli")


@contextmanager
def demo_service(folder: Path) -> Iterator[DemoService]:
    """Serve the demo committee from `folder`, prepared anew, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"HANDBOOK_VAR_FOLDER": str(folder / "var"), "HANDBOOK_PORT": str(port)}
    command = [*_HANDBOOK, "serve", "--prepare", "--demo"]
    said = folder / "said.txt"
    with said.open("wb") as output, (folder / "log.jsonl").open("wb") as log:
        process = subprocess.Popen(
            command, env={**os.environ, **settings}, stdout=output, stderr=log
        )
        try:
            name, word = waited(lambda: _signs_in(process, said)).groups()
            yield DemoService(f"http://127.0.0.1:{port}", name, word, settings)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def _signs_in(process: subprocess.Popen[bytes], said: Path) -> re.Match[str] | None:
    if process.poll() is not None:
        log = said.with_name("log.jsonl").read_text("utf-8")
        raise RuntimeError(f"the service ended with {process.returncode}: {log[-2000:]}")
    return _MEMBER.search(said.read_text("utf-8"))


def waited(ask: Callable[[], Any]) -> Any:
    """Return the first true answer. Raises TimeoutError after five minutes."""
    until = time.monotonic() + _PATIENCE
    while not (found := ask()):
        if time.monotonic() > until:
            raise TimeoutError(ask)
        time.sleep(1)
    return found
