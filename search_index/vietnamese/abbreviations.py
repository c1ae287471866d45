"""The glossary at work: which other words a query may have been written in."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search_index.passages import Glossary
from search_index.vietnamese.folding import fold
from search_index.vietnamese.normalise import nfc
from search_index.vietnamese.questions import same_word
from search_index.vietnamese.syllables import Syllable, syllables

#: Which way an entry was used.
SHORT_TO_FULL, FULL_TO_SHORT, SYNONYM = "short to full", "full to short", "synonym"

_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class Expansion:
    """Other words for the syllables [start, end) of a query.

    among: how many other readings the entry offers; more readings, less trust in each.
    """

    start: int
    end: int
    text: str
    words: tuple[Syllable, ...]
    way: str
    among: int


@dataclass(frozen=True, slots=True)
class _Entry:
    pattern: tuple[Syllable, ...]
    others: tuple[str, ...]
    way: str
    capitals_only: bool


class Expander:
    """Finds glossary entries in queries, the longest first, never overlapping."""

    def __init__(self, glossary: Glossary) -> None:
        self._entries: dict[str, list[_Entry]] = defaultdict(list)
        for entry in _entries(glossary):
            if entry.pattern:
                self._entries[entry.pattern[0].folded].append(entry)
        for entries in self._entries.values():
            entries.sort(key=lambda entry: len(entry.pattern), reverse=True)

    def expansions(self, text: str, words: Sequence[Syllable]) -> list[Expansion]:
        """What the syllables `words` of `text` may also be called."""
        found: list[Expansion] = []
        start = 0
        while start < len(words):
            entries = self._at(text, words, start)
            for entry in entries:
                for other in entry.others:
                    end = start + len(entry.pattern)
                    others = tuple(syllables(other))
                    found.append(Expansion(start, end, other, others, entry.way, len(entry.others)))
            start += len(entries[0].pattern) if entries else 1
        return found

    def _at(self, text: str, words: Sequence[Syllable], start: int) -> list[_Entry]:
        """The longest entries that match at `start`; all of them have the same length."""
        longest: list[_Entry] = []
        for entry in self._entries.get(words[start].folded, ()):
            if longest and len(entry.pattern) < len(longest[0].pattern):
                break
            span = words[start : start + len(entry.pattern)]
            if len(span) < len(entry.pattern) or not all(map(same_word, span, entry.pattern)):
                continue
            written = text[span[0].start : span[-1].end]
            if not entry.capitals_only or written.isupper():
                longest.append(entry)
        return longest


def _entries(glossary: Glossary) -> Iterator[_Entry]:
    for short, fulls in glossary.abbreviations.items():
        words = tuple(syllables(nfc(short)))
        # “ĐA” typed as “da” is far more often the word “da” or “đã”; “NQ” can be no word at all.
        like_a_word = len(words) == 1 and not _VOWELS.isdisjoint(fold(short))
        written_out = tuple(map(nfc, fulls))
        yield _Entry(words, written_out, SHORT_TO_FULL, like_a_word and len(short) <= 3)
        for full in written_out:
            yield _Entry(tuple(syllables(full)), (nfc(short),), FULL_TO_SHORT, False)
    for said, *written in glossary.synonyms:
        yield _Entry(tuple(syllables(nfc(said))), tuple(map(nfc, written)), SYNONYM, False)
