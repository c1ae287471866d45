"""The readers without their sandbox, in this process: for a debugger and for coverage."""

import os
import tempfile

from handbook_api.gateways.file_readers import reading
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
