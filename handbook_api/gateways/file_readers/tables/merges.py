"""Which cells of a sheet's head are merged. The sheet says so only after its last row."""

import re
from typing import IO

from handbook_api.gateways.file_readers.tables.sheet_rows import LAST_ROW, column_of
from handbook_api.gateways.file_readers.tables.table_wire import Merged

_PIECE = 256 * 1024
#: Longer than any mention of a merged range, which may lie across two pieces.
_OVERLAP = 512
_RANGE = re.compile(
    rb"mergeCell\s[^<>]*?ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
#: Headers stand at the top; ranges further down are somebody's decoration.
_ROWS = 50
_MOST = 2_000


def read(part: IO[bytes]) -> list[Merged]:
    """The merged ranges that begin in the first 50 rows, from the top left on.

    The unpacked bytes are searched, not parsed: that is quick, and markup cannot hide in text,
    where < is written &lt;.
    """
    found: set[Merged] = set()
    tail = b""
    while piece := part.read(_PIECE):
        window = tail + piece
        if b"mergeCell" in window:
            for match in _RANGE.finditer(window):
                merged = _merged(match)
                if merged is not None and len(found) < _MOST:
                    found.add(merged)
        tail = window[-_OVERLAP:]
    return sorted(found)


def _merged(match: re.Match[bytes]) -> Merged | None:
    try:
        left, right = column_of(match[1].decode()), column_of(match[3].decode())
    except ValueError:
        return None
    top, bottom = int(match[2]), int(match[4])
    if not 1 <= top <= min(bottom, _ROWS) or bottom > LAST_ROW or left > right:
        return None
    return top, left, bottom, right
