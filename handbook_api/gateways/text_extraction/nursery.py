"""The parent's side of the sandbox: start a warden, hand it files, keep the clock."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from handbook_api.gateways.text_extraction.errors import (
    FileCorrupt,
    ReaderStopped,
    ReadingTooSlow,
    TooMuchText,
)
from handbook_api.gateways.text_extraction.shapes import Limits

#: Where `handbook_api` lies, for a child that takes nothing from the environment.
_ROOT = str(Path(__file__).resolve().parents[3])
_START = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from handbook_api.gateways.file_readers.warden import serve; serve(int(sys.argv[2]))"
)
_CHUNK = 256 * 1024
#: For what takes milliseconds: the warden starting up, forking, reaping, going away.
_PATIENCE = 10.0
#: What a C library does when it gives up, or when a damaged file led it astray.
_CRASHES = {signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGILL, signal.SIGTRAP}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a reader ended: the signal that killed it (0 = none) and what it used."""

    signal: int
    cpu_seconds: float
    memory_kib: int


class Costs(Protocol):
    """What one reading may cost its parent."""

    @property
    def cpu_seconds(self) -> int: ...
    @property
    def wall_seconds(self) -> float: ...
    @property
    def text_bytes(self) -> int: ...


class Nursery:
    """A warden and its readers. Files are read one after another; not shared by threads."""

    def __init__(self) -> None:
        self._warden: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        #: The reader at work, if any.
        self.process: int | None = None
        #: Of the last file, for measurements.
        self.outcome: Outcome | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """The warden and whatever it was reading are gone."""
        if self._channel is not None:
            # The warden reads end-of-file here, kills its reader and leaves.
            self._channel.close()
        if self._warden is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._warden.wait(_PATIENCE)
            self._warden.kill()
            self._warden.wait()
        self._channel = self._warden = self.process = None

    def read(self, source: int, suffix: str, limits: Limits) -> bytes:
        """Return all that the reader of texts said about the open file `source`.

        One record per line. Raises as `reading` does.
        """
        with self.reading(source, _task(suffix, limits), limits) as said:
            return b"".join(said)

    @contextmanager
    def reading(
        self, source: int, task: Mapping[str, str | int], costs: Costs
    ) -> Iterator[Iterator[bytes]]:
        """A reader is at work on the open file `source`; yields what it says, as it says it.

        Afterwards it is gone, heard to the end or not. A broken warden is replaced before the
        next file. Raises ReadingTooSlow, TooMuchText, FileCorrupt (the reader crashed) or
        ReaderStopped (something outside killed it).
        """
        with contextlib.ExitStack() as left_open:
            try:
                channel = self._ready()
                answer, sink = os.pipe()
                left_open.callback(os.close, answer)
                try:
                    socket.send_fds(channel, [json.dumps(task).encode()], [source, sink])
                finally:
                    os.close(sink)
                self.process = int(_said(channel)["process"])
            except (OSError, ValueError) as error:
                self.close()
                raise ReaderStopped(reason=type(error).__name__) from error
            try:
                yield self._heard(channel, answer, costs)
            finally:
                # Whoever stopped listening has his own reason; a broken warden adds nothing.
                with contextlib.suppress(OSError, ValueError):
                    self._dismiss(channel)

    def _heard(self, channel: socket.socket, answer: int, costs: Costs) -> Iterator[bytes]:
        """What the reader says until it closes its pipe, and then how it ended."""
        try:
            yield from _until_closed(answer, costs)
            self._dismiss(channel)
        except (OSError, ValueError) as error:
            raise ReaderStopped(reason=type(error).__name__) from error
        if self.outcome is not None and self.outcome.signal:
            raise _death(self.outcome, costs)

    def _dismiss(self, channel: socket.socket) -> None:
        """The reader, if any, is gone and reaped; where that fails its warden goes with it."""
        if self.process is None:
            return
        try:
            # A reader that closed its pipe is done; any other has used up its welcome.
            _kill(self.process)
            channel.sendall(b".")
            ended = _said(channel)
            self.process = None
        finally:
            if self.process is not None:
                self.close()
        self.outcome = Outcome(int(ended["signal"]), float(ended["cpu"]), int(ended["memory"]))

    def _ready(self) -> socket.socket:
        if self._channel is None or self._warden is None or self._warden.poll() is not None:
            self.close()
            self._start()
        assert self._channel is not None  # noqa: S101 - _start has just opened it
        return self._channel

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            self._warden = subprocess.Popen(
                [sys.executable, "-I", "-c", _START, _ROOT, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={},
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        ours.settimeout(_PATIENCE)
        self._channel = ours


def _task(suffix: str, limits: Limits) -> dict[str, str | int]:
    return {
        "reader": "text",
        "suffix": suffix,
        "memory": limits.memory_bytes,
        "cpu": limits.cpu_seconds,
        "archive_bytes": limits.archive_bytes,
        "archive_entries": limits.archive_entries,
        "archive_ratio": limits.archive_ratio,
    }


def _said(channel: socket.socket) -> dict[str, Any]:
    """One answer of the warden, which is a short line."""
    answer = b""
    while not answer.endswith(b"\n"):
        part = channel.recv(_CHUNK)
        if not part:
            raise ConnectionResetError
        answer += part
    said: dict[str, Any] = json.loads(answer)
    return said


def _until_closed(answer: int, costs: Costs) -> Iterator[bytes]:
    waiting = select.poll()
    waiting.register(answer, select.POLLIN)
    size = 0
    # Only our waiting counts: a reader that we keep waiting is not slow.
    left = costs.wall_seconds
    while True:
        began = time.monotonic()
        if left <= 0 or not waiting.poll(left * 1000):
            raise ReadingTooSlow(limit=costs.wall_seconds)
        left -= time.monotonic() - began
        part = os.read(answer, _CHUNK)
        if not part:
            return
        size += len(part)
        if size > costs.text_bytes:
            raise TooMuchText(limit=costs.text_bytes)
        yield part


def _kill(process: int) -> None:
    """The reader and its whole group are gone. It is unreaped, so the number is its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    # Killed in the instant before it made its own group.
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _death(outcome: Outcome, costs: Costs) -> Exception:
    if outcome.signal == signal.SIGXCPU or outcome.cpu_seconds >= costs.cpu_seconds:
        return ReadingTooSlow(limit=costs.cpu_seconds)
    if outcome.signal in _CRASHES:
        return FileCorrupt(reason=signal.Signals(outcome.signal).name)
    return ReaderStopped(reason=signal.Signals(outcome.signal).name)
