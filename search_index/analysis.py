"""A passage becomes token streams, one a field; the same streams for every engine.

A token's key is its folded form, a bar, and its exact form where that differs: “dang|đảng”,
“dang phi|đảng phí”, “sinh|”. Keys sort by the folded form first, so all spellings of one folded
word stand side by side in a term dictionary: one field answers queries with marks (one key) and
without (all keys that begin with “dang|”), and nothing has to be indexed twice.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search_index.passages import TITLE, Passage
from search_index.symbols import find_symbols, parse_symbol
from search_index.vietnamese.syllables import Syllable, syllables

#: Syllables of the provision: its own heading and its text.
WORDS = "w"
#: Neighbouring syllables of the same: Vietnamese words are mostly two syllables.
PAIRS = "p"
#: Syllables of the headings above the provision and its own.
HEADINGS = "h"
#: Syllables of what can be suggested while typing: titles and own headings.
NAMES = "n"
#: Symbols: those cited in the text as their key, the document's own behind OWN.
SYMBOLS = "s"

#: Fields ranked by BM25, which needs their lengths.
SCORED_FIELDS = (WORDS, PAIRS, HEADINGS, SYMBOLS)
FIELDS = (WORDS, PAIRS, HEADINGS, NAMES, SYMBOLS)
#: Marks the first syllable of a name, so that names beginning as typed are found at once.
FIRST = "^"
OWN = "="
#: A cheap test before a costly one: nearly every symbol holds a slash, the others are glued.
_GLUED = re.compile(r"\d[A-ZĐ]")
BAR = "|"


@dataclass(frozen=True, slots=True)
class Streams:
    """Field → its keys in order, with repetitions."""

    keys: Mapping[str, Sequence[str]]


def key(folded: str, exact: str) -> str:
    """The key of one token."""
    return f"{folded}{BAR}{exact}" if exact != folded else folded + BAR


def symbol_key(symbol: str, *, own: bool = False) -> str:
    """The key of a document symbol, cited in the text or the document's `own`."""
    return f"{OWN if own else ''}{symbol}{BAR}"


def exact_of(token_key: str) -> str:
    """The exact form that a key stands for."""
    folded, _, exact = token_key.partition(BAR)
    return exact or folded


def word_keys(words: Iterable[Syllable]) -> list[str]:
    """One key a syllable."""
    return [key(word.folded, word.exact) for word in words]


def pair_keys(words: Sequence[Syllable]) -> list[str]:
    """One key for every two neighbours with no full stop or bracket between them."""
    return [
        key(f"{one.folded} {two.folded}", f"{one.exact} {two.exact}")
        for one, two in pairwise(words)
        if two.joined
    ]


def names_of(passage: Passage) -> list[str]:
    """What can be suggested: a title and its other names, a line each, or the own heading."""
    named = passage.text if passage.origin == TITLE else passage.heading
    return [line.strip() for line in named.splitlines() if line.strip()]


def analyse(passage: Passage) -> Streams:
    """The streams under which `passage` can be found."""
    own = list(syllables(passage.heading))
    words = own + list(syllables(passage.text))
    above = [word for _, heading in passage.path for word in syllables(heading)]
    return Streams(
        {
            WORDS: word_keys(words),
            PAIRS: pair_keys(words),
            HEADINGS: word_keys(above + own),
            NAMES: list(_name_keys(passage)),
            SYMBOLS: list(_symbols(passage)),
        }
    )


def _name_keys(passage: Passage) -> Iterator[str]:
    for name in names_of(passage):
        keys = word_keys(syllables(name))
        if keys:
            yield FIRST + keys[0]
        yield from keys


def _symbols(passage: Passage) -> Iterator[str]:
    symbol = parse_symbol(passage.symbol) if passage.symbol else None
    if symbol is not None:
        yield symbol_key(symbol.key, own=True)
    for part in (passage.heading, passage.text):
        if "/" in part or _GLUED.search(part):
            for mention in find_symbols(part):
                if symbol is None or mention.symbol.key != symbol.key:
                    yield symbol_key(mention.symbol.key)
