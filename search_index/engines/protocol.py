"""What the library asks of an engine: keep streams and passages, commit, give postings back.

Analysis, scoring, ranking and highlighting are not its business. An engine writes segments that
never change afterwards; a commit publishes a list of segments, which passages of them are dead,
and a sequence number, all at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search_index.analysis import SCORED_FIELDS, Streams
from search_index.passages import Passage

Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]
Weights = NDArray[np.float32]


#: Numbers kept for every passage: the length of each scored field; where its words come from;
#: whether it is a heading without text; a checksum of its name and the name's length.
COLUMNS = (*SCORED_FIELDS, "origin", "bare", "name", "name_length")


@dataclass(frozen=True, slots=True)
class Postings:
    """The passages that hold a token, ascending, and how often each holds it."""

    passages: Numbers
    counts: Weights

    @property
    def nbytes(self) -> int:
        """Memory held by both arrays."""
        return int(self.passages.nbytes + self.counts.nbytes)


class Segment(Protocol):
    """Passages written together, numbered from 0; unchangeable, so it can be cached by name."""

    @property
    def name(self) -> str:
        """Different for every segment ever written to the folder."""

    @property
    def size(self) -> int:
        """All passages, dead ones too."""

    @property
    def documents(self) -> Sequence[str]:
        """Ids of the documents that have passages here."""

    @property
    def document_numbers(self) -> Numbers:
        """For each passage the place of its document in `documents`."""

    def column(self, name: str) -> Numbers:
        """For each passage a number given when it was added."""

    def postings(self, field: str, key: str) -> Postings | None:
        """Postings of exactly this key, dead passages included; None where there are none."""

    def keys(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Keys that begin with `prefix` in order, with the number of their passages."""

    def passage(self, number: int) -> Passage:
        """The passage as it was added."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One published state of an index."""

    sequence: int
    segments: tuple[Segment, ...]
    live: tuple[Flags, ...]


class Reader(Protocol):
    """Sees the commits of one folder."""

    def latest(self) -> int:
        """A cheap number that grows with every commit."""

    def read(self) -> Commit:
        """The newest commit; segments already open are reused."""

    def close(self) -> None:
        """Let go of files. Commits handed out before stay readable."""


class Writer(Protocol):
    """Adds and removes until commit; until then no reader sees anything of it."""

    @property
    def sequence(self) -> int:
        """The sequence of the commit it builds upon."""

    def add(self, passage: Passage, streams: Streams, columns: Mapping[str, int]) -> None:
        """Add one passage."""

    def remove(self, document_id: str) -> None:
        """Remove all committed passages of a document; unknown ids are no error."""

    def commit(self, sequence: int, *, fold: bool = True) -> None:
        """Publish everything together with `sequence`; `fold` small old segments into the new."""

    def cancel(self) -> None:
        """Forget everything since the last commit."""


class Engine(Protocol):
    """A way to keep an index in a folder."""

    def create(self, folder: Path) -> None:
        """Make an empty index, at sequence 0, in an existing empty folder."""

    def reader(self, folder: Path) -> Reader:
        """Open for reading. Raises Damaged when the folder holds no readable index."""

    def writer(self, folder: Path) -> Writer:
        """Open for writing; the caller holds the lock that keeps other writers out."""


class Damaged(Exception):
    """The folder holds no readable index: missing, half-deleted or overwritten files."""
