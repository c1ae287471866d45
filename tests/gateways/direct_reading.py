"""The readers without their sandbox, in this process: for a debugger and for coverage."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from handbook_api.gateways.file_readers import reading
from handbook_api.gateways.file_readers.tables import reading as tables
from handbook_api.gateways.file_readers.wire import Wire
from handbook_api.gateways.text_extraction import Limits


class DirectNursery:
    """Reads in this process what a Nursery has read by a child. Only for files we made."""

    process = outcome = None

    def close(self) -> None:
        """Nothing was started."""

    def read(self, source: int, suffix: str, limits: Limits) -> bytes:
        allowance = reading.Allowance(
            limits.archive_bytes, limits.archive_entries, limits.archive_ratio
        )
        with os.fdopen(os.dup(source), "rb") as file, tempfile.TemporaryFile() as answer:
            reading.read(file, suffix, allowance, Wire(answer.fileno()))
            answer.seek(0)
            return answer.read()

    @contextmanager
    def reading(self, source: int, task: Mapping[str, str | int], costs: Limits) -> Iterator:
        allowance = reading.Allowance(
            *(task[f"archive_{name}"] for name in ("bytes", "entries", "ratio"))
        )
        order = tables.Order(task["sheet"], task["rows"], task["columns"])
        with os.fdopen(os.dup(source), "rb") as file, tempfile.TemporaryFile() as answer:
            tables.read(file, task["suffix"], allowance, order, answer.fileno())
            answer.seek(0)
            yield iter(lambda: answer.read(4096), b"")
