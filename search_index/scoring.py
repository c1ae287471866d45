"""BM25, exact over all segments, deletions and filters, one posting list at a time."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock

import numpy as np

from search_index.analysis import BAR, key
from search_index.engines.protocol import Commit, Flags, Numbers, Postings, Segment, Weights
from search_index.ranking import K1, B


@dataclass(frozen=True, slots=True)
class Term:
    """A token asked for. exact None: in any spelling of `folded`; prefix: with any ending."""

    field: str
    folded: str
    exact: str | None = None
    prefix: bool = False


class PostingCache:
    """The posting lists read last, up to `limit` bytes. Segments never change, so neither do they.

    Kept beside the commits, so that a new commit finds the lists of old segments still here.
    """

    def __init__(self, limit: int = 64 << 20) -> None:
        self._limit = limit
        self._held: OrderedDict[tuple[str, Term], Postings] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, segment: Segment, term: Term) -> Postings:
        """Postings of `term` in `segment`; empty where it does not occur."""
        name = (segment.name, term)
        with self._lock:
            if (held := self._held.get(name)) is not None:
                self._held.move_to_end(name)
                return held
        read = _read(segment, term)
        with self._lock:
            if name not in self._held:
                self._held[name] = read
                self._bytes += read.nbytes
            while self._bytes > self._limit:
                self._bytes -= self._held.popitem(last=False)[1].nbytes
        return read


_NOTHING = Postings(np.empty(0, np.int32), np.empty(0, np.float32))


def _read(segment: Segment, term: Term) -> Postings:
    if term.exact is not None:
        return segment.postings(term.field, key(term.folded, term.exact)) or _NOTHING
    beginning = term.folded if term.prefix else term.folded + BAR
    keys = [found for found, _ in segment.keys(term.field, beginning)]
    lists = [one for found in keys if (one := segment.postings(term.field, found)) is not None]
    if len(lists) <= 1:
        return lists[0] if lists else _NOTHING
    counts = np.bincount(
        np.concatenate([one.passages for one in lists]),
        np.concatenate([one.counts for one in lists]),
        segment.size,
    )
    passages = np.flatnonzero(counts)
    return Postings(passages.astype(np.int32), counts[passages].astype(np.float32))


class Collection:
    """All live passages of one commit as if they were one list, numbered through the segments."""

    def __init__(self, commit: Commit, cache: PostingCache) -> None:
        self._cache = cache
        self.segments = commit.segments
        self.starts = np.cumsum([0, *(segment.size for segment in commit.segments)])
        self.size = int(self.starts[-1])
        self.live: Flags = np.concatenate([np.zeros(0, np.bool_), *commit.live])
        self.live_count = int(np.count_nonzero(self.live))
        self._all_live = [bool(flags.all()) for flags in commit.live]
        self._columns: dict[str, Numbers] = {}
        self._norms: dict[str, Weights] = {}

    def column(self, name: str) -> Numbers:
        """A number for every passage."""
        if name not in self._columns:
            parts = [segment.column(name) for segment in self.segments]
            self._columns[name] = np.concatenate([np.zeros(0, np.int32), *parts])
        return self._columns[name]

    def postings(self, term: Term) -> Postings:
        """Live passages that hold `term`."""
        passages, counts = [_NOTHING.passages], [_NOTHING.counts]
        for segment, start, untouched in zip(
            self.segments, self.starts.tolist(), self._all_live, strict=False
        ):
            found = self._cache.get(segment, term)
            numbers, repeated = found.passages + np.int32(start), found.counts
            if not untouched:
                alive = self.live[numbers]
                numbers, repeated = numbers[alive], repeated[alive]
            passages.append(numbers)
            counts.append(repeated)
        return Postings(np.concatenate(passages), np.concatenate(counts))

    def idf(self, passages_with_it: int) -> float:
        """How much knowing that a passage holds a term tells; never negative."""
        others = self.live_count - passages_with_it
        return float(np.log1p((others + 0.5) / (passages_with_it + 0.5)))

    def norms(self, field: str) -> Weights:
        """For each passage K1 × (1 - B + B × its length in `field` / the live average)."""
        if field not in self._norms:
            lengths = self.column(field).astype(np.float32)
            average = float(lengths[self.live].mean()) if self.live_count else 1.0
            relative = lengths / max(average, 1e-9)
            self._norms[field] = np.float32(K1) * (np.float32(1 - B) + np.float32(B) * relative)
        return self._norms[field]


def bm25(collection: Collection, worth: Mapping[Term, float]) -> Weights:
    """The BM25 score of every live passage, term at a time; `worth`: weight × idf of each term."""
    total = np.zeros(collection.size, np.float32)
    for term, value in worth.items():
        found = collection.postings(term)
        norms = collection.norms(term.field)[found.passages]
        saturated = found.counts * np.float32(K1 + 1) / (found.counts + norms)
        total[found.passages] += np.float32(value) * saturated
    return total


def holding_all(collection: Collection, terms: Iterable[Term]) -> Numbers:
    """Live passages that hold every one of `terms`, ascending."""
    lists = sorted((collection.postings(term).passages for term in terms), key=len)
    found = lists[0]
    for other in lists[1:]:
        found = np.intersect1d(found, other, assume_unique=True)
    return found
