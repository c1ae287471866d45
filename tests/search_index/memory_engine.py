"""A second engine: everything in lists, every commit one segment. Slow, and plain to see right."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import numpy as np

from search_index.analysis import Streams
from search_index.engines.protocol import Commit, Damaged, Numbers, Postings
from search_index.passages import Passage

Entry = tuple[Passage, Streams, dict[str, int]]
_names = count()


class MemorySegment:
    """Implements protocol.Segment over a list."""

    def __init__(self, entries: list[Entry]) -> None:
        self.name = f"memory-{next(_names)}"
        self.size = len(entries)
        self._entries = entries
        self.documents = sorted({passage.document_id for passage, _, _ in entries})
        self.document_numbers: Numbers = np.array(
            [self.documents.index(passage.document_id) for passage, _, _ in entries], np.int32
        )

    def column(self, name: str) -> Numbers:
        return np.array([columns[name] for _, _, columns in self._entries], np.int32)

    def postings(self, field: str, key: str) -> Postings | None:
        counts = [Counter(streams.keys[field])[key] for _, streams, _ in self._entries]
        numbers = [number for number, times in enumerate(counts) if times]
        times = [counts[number] for number in numbers]
        return Postings(np.array(numbers, np.int32), np.array(times, np.float32)) if times else None

    def keys(self, field: str, prefix: str):
        held = Counter(key for _, streams, _ in self._entries for key in set(streams.keys[field]))
        return iter(sorted((key, times) for key, times in held.items() if key.startswith(prefix)))

    def passage(self, number: int) -> Passage:
        return self._entries[number][0]


@dataclass
class _Stored:
    sequence: int = 0
    generation: int = 0
    entries: list[Entry] = field(default_factory=list)


class MemoryEngine:
    """Implements protocol.Engine; indexes live as long as the engine."""

    def __init__(self) -> None:
        self._stored: dict[Path, _Stored] = {}

    def create(self, folder: Path) -> None:
        self._stored[folder] = _Stored()

    def reader(self, folder: Path) -> "MemoryReader":
        if folder not in self._stored:
            raise Damaged
        return MemoryReader(self._stored[folder])

    def writer(self, folder: Path) -> "MemoryWriter":
        if folder not in self._stored:
            raise Damaged
        return MemoryWriter(self._stored[folder])


class MemoryReader:
    """Implements protocol.Reader."""

    def __init__(self, stored: _Stored) -> None:
        self._stored = stored

    def latest(self) -> int:
        return self._stored.generation

    def read(self) -> Commit:
        segment = MemorySegment(list(self._stored.entries))
        return Commit(self._stored.sequence, (segment,), (np.ones(segment.size, np.bool_),))

    def close(self) -> None:
        pass


class MemoryWriter:
    """Implements protocol.Writer."""

    def __init__(self, stored: _Stored) -> None:
        self._stored = stored
        self._kept, self._added = list(stored.entries), []
        self.sequence = stored.sequence

    def add(self, passage: Passage, streams: Streams, columns: dict[str, int]) -> None:
        self._added.append((passage, streams, dict(columns)))

    def remove(self, document_id: str) -> None:
        self._kept = [one for one in self._kept if one[0].document_id != document_id]

    def commit(self, sequence: int, *, fold: bool = True) -> None:
        self._stored.entries = self._kept + self._added
        self._stored.sequence = sequence
        self._stored.generation += 1

    def cancel(self) -> None:
        self._added = []
