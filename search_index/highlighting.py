"""Excerpts: the sentences of the original text that answer best, with the words found marked."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from search_index.analysis import PAIRS, WORDS
from search_index.answers import Excerpt
from search_index.scoring import Term
from search_index.vietnamese.folding import fold
from search_index.vietnamese.normalise import usual_spelling
from search_index.vietnamese.syllables import are_joined, forms

#: About three lines on a phone.
EXCERPT_CHARACTERS = 280
#: Only so much of an endless table is looked through.
_LOOKED_THROUGH = 20_000
#: At most so many characters lead in to the first word found in a sentence too long to show.
_LEAD = 80
#: A lone word is marked if it is worth at least this part of the query's most telling word.
_TELLING = 0.3

_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n+")
_PAUSE = re.compile(r"[,;:()–]\s+|\s-\s")
_SPACE = re.compile(r"\s+")
_LETTER = re.compile(r"[^\W_]")


class _Found(NamedTuple):
    """A syllable of the query met in a text."""

    start: int
    end: int
    exact: str
    worth: float
    marked: bool


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
        self._anywhere = _any_of({word for term in worth for word in term.folded.split()})

    def excerpt(self, text: str) -> Excerpt:
        """The best part of `text`, an exact piece of it, with marks on whole syllables."""
        found = self._find(text)
        start, end = _best_span(text, found)
        spans = [
            (one.start - start, one.end - start)
            for one in found
            if one.marked and start <= one.start and one.end <= end
        ]
        piece = text[start:end]
        return Excerpt(piece, tuple(_grown_together(spans, piece)))

    def _find(self, text: str) -> list[_Found]:
        """Every syllable of the query in `text`. Only those are looked at: most are others."""
        folded = fold(text[:_LOOKED_THROUGH])
        if len(folded) != len(text[:_LOOKED_THROUGH]):
            return []  # A letter that grows when lowered: no offset could be trusted.
        found: list[_Found] = []
        before = ""
        for match in self._anywhere.finditer(folded):
            start, end = match.span()
            exact, plain = forms(text[start:end])
            worth = max(self._exact.get(exact, 0.0), self._folded.get(plain, 0.0))
            marked = worth > 0 and worth >= self._telling
            pair = self._pairs.get(f"{before} {plain}") if found else None
            if pair and _are_neighbours(text, found[-1].end, start):
                found[-1] = found[-1]._replace(marked=True)
                worth, marked = worth + pair, True
            found.append(_Found(start, end, exact, worth, marked))
            before = plain
        return found


def _any_of(words: Collection[str]) -> re.Pattern[str]:
    """Matches any of the folded syllables `words` standing alone, written with i or y."""
    written = {one for word in words for one in (word, usual_spelling(word))}
    either = "|".join(map(re.escape, sorted(written, key=len, reverse=True))) or "(?!)"
    return re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])")


def _are_neighbours(text: str, end: int, start: int) -> bool:
    return not _LETTER.search(text, end, start) and are_joined(text, end, start)


def _best_span(text: str, found: Sequence[_Found]) -> tuple[int, int]:
    """Start and end of the sentence worth most, with its neighbours while they fit."""
    spans = list(_sentences(text))
    if not spans:
        return 0, 0
    worths = _worths(spans, found)
    best = max(range(len(spans)), key=lambda at: worths[at])
    start, end = spans[best]
    if end - start > EXCERPT_CHARACTERS:
        return _best_window(text, found, start, end)
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


def _worths(spans: Sequence[tuple[int, int]], found: Sequence[_Found]) -> list[float]:
    """For each sentence what its different words are worth; repeating one adds nothing."""
    worths: list[dict[str, float]] = [{} for _ in spans]
    at = 0
    for one in found:
        while at < len(spans) and spans[at][1] <= one.start:
            at += 1
        if at == len(spans):
            break
        worths[at][one.exact] = max(one.worth, worths[at].get(one.exact, 0.0))
    return [sum(words.values()) for words in worths]


def _best_window(text: str, found: Sequence[_Found], start: int, end: int) -> tuple[int, int]:
    """The stretch of whole words in the long sentence [start, end) that is worth most."""
    inside = [one for one in found if start <= one.start and one.end <= end]
    best, best_worth, worth, left = start, 0.0, 0.0, 0
    for right in inside:
        worth += right.worth
        while right.end - inside[left].start > EXCERPT_CHARACTERS:
            worth -= inside[left].worth
            left += 1
        if worth > best_worth:
            best, best_worth = inside[left].start, worth
    opening = _clause_before(text, best, start)
    return _whole_words(text, opening, min(end, opening + EXCERPT_CHARACTERS), start, end)


def _clause_before(text: str, at: int, start: int) -> int:
    """Where to begin so that what stands at `at` is introduced: at its clause if that is near."""
    if at - start <= _LEAD:
        return start
    pauses = [pause.end() for pause in _PAUSE.finditer(text, at - _LEAD, at)]
    return pauses[0] if pauses else at - _LEAD // 2


def _whole_words(text: str, opening: int, closing: int, start: int, end: int) -> tuple[int, int]:
    """[opening, closing) without the words it would cut, inside the sentence [start, end)."""
    if opening > start:
        space = _SPACE.search(text, opening, closing)
        opening = space.end() if space else opening
    if closing < end:
        spaces = [space.start() for space in _SPACE.finditer(text, opening, closing)]
        closing = spaces[-1] if spaces else closing
    return opening, closing


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
