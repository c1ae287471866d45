"""What the child says to its parent: one JSON array per line, over a pipe."""

import json
import os

from handbook_api.gateways.file_readers.refusals import Refused

#: Enough to keep system calls few, small enough to keep memory flat.
_FLUSH_AT = 64 * 1024

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

#: left, right and top edge of a printed line and the width of its first word, in points.
Place = tuple[float, float, float, float]


class Wire:
    """Writes records to a file descriptor as they come, so that memory does not grow."""

    def __init__(self, sink: int) -> None:
        self._sink = sink
        self._waiting: list[bytes] = []
        self._size = 0

    def format(self, name: str) -> None:
        self._say("format", name)

    def encoding(self, name: str) -> None:
        self._say("encoding", name)

    def line(
        self,
        text: str,
        *,
        page: int | None = None,
        heading: int | None = None,
        place: Place | None = None,
    ) -> None:
        self._say("line", text, page, heading, place)

    def silent_page(self, number: int) -> None:
        """Page `number` is a picture: there may be writing on it that we cannot read."""
        self._say("silent", number)

    def margin(self, text: str) -> None:
        """A line in the head or foot of every page: no part of the text."""
        self._say("margin", text)

    def refused(self, refusal: Refused) -> None:
        self._say("refused", refusal.code, refusal.facts)

    def end(self, *, pages: int) -> None:
        self._say("end", pages)
        self.flush()

    def flush(self) -> None:
        data = memoryview(b"".join(self._waiting))
        self._waiting, self._size = [], 0
        while data:
            data = data[os.write(self._sink, data) :]

    def _say(self, *record: object) -> None:
        text = _compact(record)
        # A damaged file can hold halves of characters, which UTF-8 cannot carry.
        self._put(text.encode("utf-8", "replace"))

    def _put(self, data: bytes) -> None:
        self._waiting.append(data + b"\n")
        self._size += len(data) + 1
        if self._size >= _FLUSH_AT:
            self.flush()
