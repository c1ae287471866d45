"""The unit of Vietnamese text is the syllable, written between spaces."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search_index.vietnamese.folding import fold
from search_index.vietnamese.normalise import one_spelling

_SYLLABLE = re.compile(r"[^\W_]+")
#: Neighbours across these do not form a word together.
_BREAK = re.compile(r"[.,;:!?…\n\"“”«»()\[\]]")


class Syllable(NamedTuple):
    """One syllable or number of a text; `start` and `end` are offsets into that text.

    exact: lower case in one spelling. folded: without marks.
    joined: nothing but a space or a hyphen stands between it and the one before.
    """

    start: int
    end: int
    exact: str
    folded: str
    joined: bool


@lru_cache(maxsize=1 << 16)
def forms(written: str) -> tuple[str, str]:
    """The exact and the folded form of one syllable as written."""
    exact = one_spelling(written).lower()
    return exact, fold(exact)


def are_joined(text: str, end: int, start: int) -> bool:
    """Tell whether syllables ending at `end` and beginning at `start` may be one word."""
    # Nearly always a single space stands between; looking for breaks there costs too much.
    between = text[end:start]
    return between == " " or not _BREAK.search(between)


def syllables(text: str) -> Iterator[Syllable]:
    """Every syllable of NFC `text` in order."""
    before = -1
    for found in _SYLLABLE.finditer(text):
        start, end = found.span()
        joined = before >= 0 and are_joined(text, before, start)
        before = end
        exact, folded = forms(found[0])
        yield Syllable(start, end, exact, folded, joined)
