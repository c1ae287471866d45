"""Names of organisations: how they are kept, found and sorted."""

import re

from search_index.vietnamese.normalise import nfc
from search_index.vietnamese.syllables import forms

MOST_NAME = 300

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
#: Numbers inside names are sorted by value up to this many digits.
_DIGITS = 6


def tidy(name: str) -> str:
    """Return `name` in one composition (NFC), with single spaces and none at the ends."""
    return " ".join(nfc(name).split())


def fold(name: str) -> str:
    """Return the words of `name` in lower case, without marks, in one accepted spelling."""
    return " ".join(forms(word)[1] for word in _WORD.findall(nfc(name)))[:MOST_NAME]


def sort_key(folded: str) -> str:
    """Return a folded name as it is sorted: “chi bo 2” before “chi bo 10”."""
    return _NUMBER.sub(lambda number: number[0].zfill(_DIGITS), folded)[:MOST_NAME]
