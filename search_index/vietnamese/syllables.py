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
def _forms(written: str) -> tuple[str, str]:
    exact = written.lower()
    return exact, fold(exact)


def syllables(text: str) -> Iterator[Syllable]:
    """Every syllable of NFC `text` in order."""
    spelled = one_spelling(text)
    before = -1
    for found in _SYLLABLE.finditer(spelled):
        start, end = found.span()
        # Nearly always a single space stands between; looking for breaks there costs too much.
        joined = before >= 0 and (
            (start - before == 1 and spelled[before] == " ")
            or not _BREAK.search(spelled, before, start)
        )
        before = end
        exact, folded = _forms(found[0])
        yield Syllable(start, end, exact, folded, joined)
