"""The child process: it loads the readers once, then forks a limited grandchild per file.

The warden itself never looks at a stranger's bytes. It is told what to do over a Unix socket
that carries the open file and the pipe for the answer, and it dies with its parent.
"""

import ctypes
import gc
import json
import os
import resource
import signal
import socket
import sys

from handbook_api.gateways.file_readers import reading, samples
from handbook_api.gateways.file_readers.tables import reading as table_reading
from handbook_api.gateways.file_readers.tables import samples as table_samples
from handbook_api.gateways.file_readers.wire import Wire

_MESSAGE = 4096
_PR_SET_PDEATHSIG = 1


def serve(channel_number: int) -> None:
    """Every file that came over the channel has been read by a process of its own."""
    samples.read_all()
    table_samples.read_all()
    # What is loaded now is shared with every grandchild and never collected.
    gc.freeze()
    with socket.socket(fileno=channel_number) as channel:
        while True:
            message, descriptors, _, _ = socket.recv_fds(channel, _MESSAGE, 2)
            if not message:
                return
            source, sink = descriptors
            _read_in_grandchild(channel, json.loads(message), source, sink)


def _read_in_grandchild(
    channel: socket.socket, task: dict[str, object], source: int, sink: int
) -> None:
    process = os.fork()
    if process == 0:
        _be_grandchild(channel, task, source, sink)
    os.close(source)
    os.close(sink)
    channel.sendall(_packed({"process": process}))
    # The process stays unreaped, so its number stays its own, until the parent lets go.
    if not channel.recv(1):
        os.kill(process, signal.SIGKILL)
        os._exit(1)
    _, status, usage = os.wait4(process, 0)
    channel.sendall(
        _packed(
            {
                "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
                "cpu": usage.ru_utime + usage.ru_stime,
                "memory": usage.ru_maxrss,
            }
        )
    )


def _packed(answer: dict[str, object]) -> bytes:
    return json.dumps(answer).encode() + b"\n"


def _be_grandchild(channel: socket.socket, task: dict[str, object], source: int, sink: int) -> None:
    """Read one file under limits; this function does not return."""
    try:
        os.setsid()
        _die_with_parent()
        channel.close()
        with os.fdopen(source, "rb") as file:
            _limit(memory=_number(task["memory"]), cpu=_number(task["cpu"]))
            allowance = reading.Allowance(
                archive_bytes=_number(task["archive_bytes"]),
                archive_entries=_number(task["archive_entries"]),
                archive_ratio=_number(task["archive_ratio"]),
            )
            if task["reader"] == "table":
                order = table_reading.Order(
                    sheet=str(task["sheet"]),
                    rows=_number(task["rows"]),
                    columns=_number(task["columns"]),
                )
                table_reading.read(file, str(task["suffix"]), allowance, order, sink)
            else:
                reading.read(file, str(task["suffix"]), allowance, Wire(sink))
    finally:
        # No clean-up of C libraries, no handlers of the warden: the pipe has been flushed.
        os._exit(0)


def _die_with_parent() -> None:
    """A reader whose warden is gone is stopped by the kernel, where the kernel can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _number(value: object) -> int:
    assert isinstance(value, int)  # noqa: S101 - our own parent wrote the message
    return value


def _limit(*, memory: int, cpu: int) -> None:
    """From here on: so much memory and time, no new file, no socket, no process, no core."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    # Descriptors that are open stay usable; nothing can be opened any more.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
