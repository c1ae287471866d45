"""The unit of Vietnamese text is the syllable, written between spaces."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search_index.vietnamese.folding import fold
from search_index.vietnamese.normalise import one_spelling

_SYLLABLE = re.compile(r"[^\W_]+")
#: Neighbours across these do not form a word together.
_BREAK = re.compile(r"[.;:!?…\n\"“”«»()\[\]]")


class Syllable(NamedTuple):
    """One syllable or number of a text; `start` and `end` are offsets into that text.

    exact: lower case in one spelling. folded: without marks.
    joined: nothing but a space, a comma or a hyphen stands between it and the one before.
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
    end = 0
    for found in _SYLLABLE.finditer(spelled):
        start = found.start()
        joined = end > 0 and not _BREAK.search(spelled, end, start)
        end = found.end()
        exact, folded = _forms(found[0])
        yield Syllable(start, end, exact, folded, joined)
