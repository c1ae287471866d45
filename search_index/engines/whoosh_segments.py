"""A Whoosh segment read into arrays: whole posting lists at a time, never posting by posting."""

from collections.abc import Iterator, Sequence
from itertools import chain
from threading import Lock
from typing import Any

import numpy as np
from whoosh import formats
from whoosh.reading import SegmentReader, TermNotFound

from search_index.engines.protocol import Numbers, Postings
from search_index.engines.whoosh_format import COLUMN_PREFIX, DOCUMENT, PASSAGE
from search_index.passages import Passage

_NUMBER_BYTES = 4


class WhooshSegment:
    """Implements protocol.Segment. Safe to share between threads."""

    def __init__(self, reader: SegmentReader, name: str) -> None:
        self.name = name
        self.size: int = reader.doc_count_all()
        self._reader = reader
        #: Whoosh moves a file position while it reads.
        self._lock = Lock()
        self.documents, self.document_numbers = self._read_documents()

    def _read_documents(self) -> tuple[list[str], Numbers]:
        numbers = np.zeros(self.size, np.int32)
        ids: list[str] = []
        for document_id, _ in self.keys(DOCUMENT, ""):
            found = self.postings(DOCUMENT, document_id)
            if found is not None:
                numbers[found.passages] = len(ids)
                ids.append(document_id)
        return ids, numbers

    def column(self, name: str) -> Numbers:
        """For each passage its number, in one read instead of one a passage."""
        result = np.zeros(self.size, np.int32)
        with self._lock:
            if self._reader.has_column(COLUMN_PREFIX + name):
                column = self._reader.column_reader(COLUMN_PREFIX + name, translate=False)
                raw = column._dbfile.get(column._basepos, _NUMBER_BYTES * column._count)
                result[: column._count] = np.frombuffer(raw, ">i4")
        return result

    def postings(self, field: str, key: str) -> Postings | None:
        """Postings of exactly this key."""
        with self._lock:
            return read_postings(self._reader, field, key.encode())

    def keys(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Keys beginning with `prefix`; read at once, so that the lock is not held in between."""
        start = prefix.encode()
        found: list[tuple[str, int]] = []
        with self._lock:
            if field in self._reader.indexed_field_names():
                for (name, key), info in self._reader._terms.items_from(field, start):
                    if name != field or not key.startswith(start):
                        break
                    found.append((key.decode(), info.doc_frequency()))
        return iter(found)

    def passage(self, number: int) -> Passage:
        """The passage as it was added."""
        with self._lock:
            stored = self._reader.stored_fields(number)[PASSAGE]
        return Passage(*stored)


def read_postings(reader: Any, field: str, key: bytes) -> Postings | None:
    """The whole posting list of a key, block by block; None where the key is unknown."""
    try:
        matcher = reader._terms.matcher(field, key, formats.Existence())
    except TermNotFound:
        return None
    ids: list[Sequence[int]] = []
    weights: list[Sequence[float]] = []
    while not matcher._atend:
        matcher._read_ids()
        matcher._read_weights()
        ids.append(matcher._ids)
        weights.append(matcher._weights)
        matcher._next_block()
    passages = np.fromiter(chain.from_iterable(ids), np.int32)
    counts = np.fromiter(chain.from_iterable(weights), np.float32, len(passages))
    return Postings(passages, counts)
