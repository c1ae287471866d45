"""Excerpts: the sentences of the original text that answer best, with the words found marked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from search_index.analysis import PAIRS, WORDS
from search_index.answers import Excerpt
from search_index.scoring import Term
from search_index.vietnamese.syllables import Syllable, syllables

#: About three lines on a phone.
EXCERPT_CHARACTERS = 280
#: Only so much of an endless table is looked through.
_LOOKED_THROUGH = 20_000
#: A lone word is marked if it is worth at least this part of the query's most telling word.
_TELLING = 0.3

_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n+")


class Highlighter:
    """Knows what a query looks for and how much each word of it tells."""

    def __init__(self, worth: Mapping[Term, float]) -> None:
        self._exact: dict[str, float] = {}
        self._folded: dict[str, float] = {}
        self._pairs: dict[str, float] = {}
        for term, value in worth.items():
            if term.field == PAIRS:
                self._pairs[term.folded] = value
            elif term.field == WORDS and term.exact is None:
                self._folded[term.folded] = value
            elif term.field == WORDS:
                self._exact[str(term.exact)] = value
        words = (*self._exact.values(), *self._folded.values())
        self._telling = _TELLING * max(words, default=0.0)

    def excerpt(self, text: str) -> Excerpt:
        """The best part of `text`, an exact piece of it, with marks on whole syllables."""
        words = list(syllables(text[:_LOOKED_THROUGH]))
        values, marked = self._judge(words)
        start, end = _best_span(text, words, values)
        spans = [
            (word.start - start, word.end - start)
            for word, mark in zip(words, marked, strict=True)
            if mark and start <= word.start and word.end <= end
        ]
        piece = text[start:end]
        return Excerpt(piece, tuple(_grown_together(spans, piece)))

    def _judge(self, words: Sequence[Syllable]) -> tuple[list[float], list[bool]]:
        """What each syllable is worth to the query, and whether it is to be marked."""
        values = [
            max(self._exact.get(word.exact, 0.0), self._folded.get(word.folded, 0.0))
            for word in words
        ]
        marked = [value > 0 and value >= self._telling for value in values]
        for at, (one, two) in enumerate(pairwise(words)):
            if two.joined and (value := self._pairs.get(f"{one.folded} {two.folded}")):
                marked[at] = marked[at + 1] = True
                values[at + 1] += value
        return values, marked


def _best_span(text: str, words: Sequence[Syllable], values: Sequence[float]) -> tuple[int, int]:
    """Start and end of the sentence worth most, with its neighbours while they fit."""
    spans = list(_sentences(text))
    if not spans:
        return 0, 0
    worths = _worths(spans, words, values)
    best = max(range(len(spans)), key=lambda at: worths[at])
    start, end = spans[best]
    if end - start > EXCERPT_CHARACTERS:
        return _best_window(words, values, start, end)
    first = last = best
    while True:
        after = last + 1 < len(spans) and spans[last + 1][1] - start <= EXCERPT_CHARACTERS
        before = first > 0 and end - spans[first - 1][0] <= EXCERPT_CHARACTERS
        if after and (not before or worths[last + 1] >= worths[first - 1]):
            last += 1
        elif before:
            first -= 1
        else:
            return start, end
        start, end = spans[first][0], spans[last][1]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _SENTENCE_END.finditer(text):
        if found.start() > start:
            yield start, found.start()
        start = found.end()
    end = len(text.rstrip())
    if end > start:
        yield start, end


def _worths(
    spans: Sequence[tuple[int, int]], words: Sequence[Syllable], values: Sequence[float]
) -> list[float]:
    """For each sentence what its different words are worth; repeating one adds nothing."""
    worths: list[dict[str, float]] = [{} for _ in spans]
    at = 0
    for word, value in zip(words, values, strict=True):
        while at < len(spans) and spans[at][1] <= word.start:
            at += 1
        if at == len(spans):
            break
        if value > 0:
            worths[at][word.exact] = max(value, worths[at].get(word.exact, 0.0))
    return [sum(found.values()) for found in worths]


def _best_window(
    words: Sequence[Syllable], values: Sequence[float], start: int, end: int
) -> tuple[int, int]:
    """The stretch of whole words in a long sentence that is worth most."""
    inside = [at for at, word in enumerate(words) if start <= word.start and word.end <= end]
    if not inside:
        return start, start + EXCERPT_CHARACTERS
    best, best_worth = (words[inside[0]].start, words[inside[0]].end), -1.0
    worth, left = 0.0, 0
    for right in inside:
        worth += values[right]
        while words[right].end - words[inside[left]].start > EXCERPT_CHARACTERS:
            worth -= values[inside[left]]
            left += 1
            if left == len(inside):
                return best
        if worth > best_worth:
            best, best_worth = (words[inside[left]].start, words[right].end), worth
    return best


def _grown_together(spans: Sequence[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Marks with nothing but a space between them become one."""
    grown: tuple[int, int] | None = None
    for start, end in spans:
        if grown is not None and text[grown[1] : start] == " ":
            grown = (grown[0], end)
            continue
        if grown is not None:
            yield grown
        grown = (start, end)
    if grown is not None:
        yield grown
