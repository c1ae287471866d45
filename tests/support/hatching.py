"""Real processes, ready in a moment: each is forked from one that has read the code.

A module that is run as a program calls `serve` with what a process is to do; a test opens
`hatching` on that module, and starts and kills as many as it likes.
"""

import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).parents[2]


class Hatchery:
    """Starts and kills processes of one kind."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.alive: list[int] = []

    def hatch(self) -> int:
        """Return the process id of a new one."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        self.alive.append(int(self._process.stdout.readline()))
        return self.alive[-1]

    def kill(self, number: int, how: signal.Signals = signal.SIGKILL) -> None:
        """Send `how` to the one with this process id."""
        self.alive.remove(number)
        os.kill(number, how)

    def is_gone(self, number: int) -> bool:
        """Whether no process has this id any more."""
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        return False


@contextmanager
def hatching(module: str, settings: Mapping[str, str]) -> Iterator[Hatchery]:
    """Processes of `module` with these settings; all of them are gone when the block ends."""
    ours = {f"HANDBOOK_{name.upper()}": value for name, value in settings.items()}
    # What makes a run long is no setting: the service refuses names that it does not know.
    others = {k: v for k, v in os.environ.items() if not k.startswith("HANDBOOK_TEST_")}
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=_ROOT,
        env={**others, **ours},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    made = Hatchery(process)
    try:
        yield made
    finally:
        for number in list(made.alive):
            made.kill(number)
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()


def serve(work: Callable[[], None]) -> None:
    """Fork a process that does `work` for every line on standard input, and answer its id."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            os.close(0)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                work()
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(0)
        print(child, flush=True)
