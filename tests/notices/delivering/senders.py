"""Real sender processes, ready in a moment: each is forked from one that has read the code.

Run as a program: for every line on standard input one more sender, whose process id is answered.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import handbook_api.gateways.push.fcm  # before the first fork
import handbook_api.registry
from handbook_api.core import logs
from handbook_api.core.settings import Settings, read_settings
from handbook_api.notices.delivering import sender
from handbook_api.runtime import build_runtime

ROOT = Path(__file__).parents[3]


class Senders:
    """Starts and kills senders of one database."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.alive: list[int] = []

    def start(self) -> int:
        """Return the process id of a new sender."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        self.alive.append(int(self._process.stdout.readline()))
        return self.alive[-1]

    def kill(self, number: int, how: signal.Signals = signal.SIGKILL) -> None:
        """Send `how` to the sender with this process id, one of ours."""
        self.alive.remove(number)
        os.kill(number, how)


@contextmanager
def senders_of(settings: Settings) -> Iterator[Senders]:
    """Senders with these settings; all of them are gone when the block ends."""
    given = {
        f"HANDBOOK_{name.upper()}": str(
            value.get_secret_value() if name == "database_url" else value
        )
        for name, value in settings
        if value is not None and value != Settings.model_fields[name].default
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.notices.delivering.senders"],
        cwd=ROOT,
        env={**os.environ, **given},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    senders = Senders(process)
    try:
        yield senders
    finally:
        for number in list(senders.alive):
            senders.kill(number)
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def _send() -> None:
    stopping = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    runtime = build_runtime(read_settings())
    sender.run(runtime, stopping)
    runtime.close()


def main() -> None:
    """Fork a sender for every line; the dead are buried by themselves."""
    assert handbook_api.registry.LOOPS
    logs.configure("error")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        number = os.fork()
        if number == 0:
            os.close(0)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                _send()
            finally:
                os._exit(0)
        print(number, flush=True)


if __name__ == "__main__":
    main()
