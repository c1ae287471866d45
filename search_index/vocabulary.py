"""All syllables of an index, read once a segment and kept for as long as the segment is used."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from threading import Lock

from search_index.analysis import BAR, WORDS, exact_of
from search_index.engines.protocol import Segment


class Vocabulary:
    """Which syllables are written, by their folded form, and in how many passages about."""

    def __init__(self, spellings: Iterable[tuple[str, str, int]]) -> None:
        self._spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for folded, exact, passages in spellings:
            self._spellings[folded][exact] += passages

    def spellings(self, folded: str) -> dict[str, int]:
        """The ways a folded syllable is written; none when nobody writes it."""
        return self._spellings.get(folded, {})


class VocabularyCache:
    """The syllables of segments; a commit reads only those of its new segments."""

    def __init__(self) -> None:
        self._held: dict[str, list[tuple[str, str, int]]] = {}
        self._lock = Lock()

    def vocabulary(self, segments: Iterable[Segment]) -> Vocabulary:
        """The vocabulary of `segments` together; what other segments had is forgotten."""
        with self._lock:
            self._held = {
                segment.name: self._held.get(segment.name) or _spellings(segment)
                for segment in segments
            }
            held = list(self._held.values())
        return Vocabulary(spelling for spellings in held for spelling in spellings)


def _spellings(segment: Segment) -> list[tuple[str, str, int]]:
    return [
        (key.partition(BAR)[0], exact_of(key), passages)
        for key, passages in segment.keys(WORDS, "")
    ]
