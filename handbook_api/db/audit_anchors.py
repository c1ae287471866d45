"""Anchors: lines outside the database that say how far the audit log had come.

Whoever can write to the database but has no keys cannot make an entry that fits; all he can do
unseen is to cut the end off and put an older head back. An anchor taken before shows the cut.

    <sequence> <hash in hexadecimal> <instant, ISO 8601>

The file is only ever appended to, in ascending order (`chattr +a` keeps it so). Each anchor is
also logged, so that it leaves the machine with the logs; from those the file can be made again.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FILE_NAME = "audit-anchors.log"

_LINE = re.compile(rb"([1-9][0-9]{0,18}) ([0-9a-f]{64}) ([0-9T:.+-]{19,40})")
#: Longer than any line; the end of the file is read in one piece of this size.
_TAIL_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Anchor:
    """Entry `sequence` had this hash, and was the last, at this instant."""

    sequence: int
    hash: bytes
    at: datetime

    @property
    def line(self) -> bytes:
        """What stands in the file, without the end of line."""
        return f"{self.sequence} {self.hash.hex()} {self.at.isoformat()}".encode()


class AnchorFile:
    """The anchors of one machine. A missing file is an empty one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def age_marker(self) -> float | None:
        """When the file was last touched, in seconds of the epoch; None before the first line."""
        return self._path.stat().st_mtime if self._path.exists() else None

    def touch(self, at: datetime) -> None:
        """`age_marker` answers `at` afterwards."""
        os.utime(self._path, (at.timestamp(), at.timestamp()))

    def append(self, anchor: Anchor) -> bool:
        """The anchor is on disk if it is later than the last one; return whether it is."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            # Two workers of one machine share the file; the lock goes with the descriptor.
            fcntl.flock(file, fcntl.LOCK_EX)
            last = self.last()
            if last is not None and last.sequence >= anchor.sequence:
                return False
            # A line that a power cut left half-written must not swallow this one.
            start = b"" if self._tail()[-1:] in (b"", b"\n") else b"\n"
            file.write(start + anchor.line + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return True

    def last(self) -> Anchor | None:
        """Return the last readable anchor."""
        found = (_read(line) for line in reversed(self._tail().splitlines()))
        return next((anchor for anchor in found if anchor is not None), None)

    def opened(self) -> "AnchorReading":
        """Return a reading of the lines that are there now; later ones are not in it."""
        return AnchorReading(self._path, self._path.stat().st_size if self._path.exists() else 0)

    def _tail(self) -> bytes:
        if not self._path.exists():
            return b""
        with self._path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL_BYTES))
            return file.read()


class AnchorReading:
    """One pass over the anchors in ascending order.

    skipped: lines so far that are not anchors, or stand before a line with a lower number.
    """

    def __init__(self, path: Path, size: int) -> None:
        self._path, self._size = path, size
        self.skipped = 0

    def __iter__(self) -> Iterator[Anchor]:
        if self._size == 0:
            return
        highest, read = 0, 0
        with self._path.open("rb") as file:
            while read < self._size and (line := file.readline(_TAIL_BYTES)):
                read += len(line)
                anchor = _read(line.rstrip(b"\r\n"))
                if anchor is None or anchor.sequence < highest:
                    self.skipped += 1
                    continue
                highest = anchor.sequence
                yield anchor


def _read(line: bytes) -> Anchor | None:
    matched = _LINE.fullmatch(line)
    if matched is None:
        return None
    sequence, hash_, at = matched.groups()
    try:
        return Anchor(
            int(sequence), bytes.fromhex(hash_.decode()), datetime.fromisoformat(at.decode())
        )
    except ValueError:
        return None
