"""A syllable half typed: can it become that word? Marks come last on most keyboards."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STROKE = "\u0335"


class _Typed(NamedTuple):
    """Base letters, the shapes of each (ă â ê ô ơ ư đ), and the tone of the syllable."""

    letters: str
    shapes: tuple[str, ...]
    tone: str


@lru_cache(maxsize=1 << 15)
def _taken_apart(syllable: str) -> _Typed:
    letters: list[str] = []
    shapes: list[str] = []
    tone = ""
    for letter in syllable:
        if letter == "đ":
            letters.append("d")
            shapes.append(_STROKE)
            continue
        decomposed = unicodedata.normalize("NFD", letter)
        marks = decomposed[1:]
        letters.append(decomposed[0])
        shapes.append("".join(mark for mark in marks if mark not in _TONES))
        tone = tone or "".join(mark for mark in marks if mark in _TONES)
    return _Typed("".join(letters), tuple(shapes), tone)


def may_become(typed: str, word: str, *, whole: bool) -> bool:
    """Tell whether adding marks (and letters, unless `whole`) to `typed` can make `word`.

    Both in lower case and one spelling: “dang” and “đang” may become “đảng”, “đạn” may not.
    """
    begun, meant = _taken_apart(typed), _taken_apart(word)
    if whole and len(begun.letters) != len(meant.letters):
        return False
    return (
        meant.letters.startswith(begun.letters)
        and begun.tone in ("", meant.tone)
        and all(
            shape in ("", wanted) for shape, wanted in zip(begun.shapes, meant.shapes, strict=False)
        )
    )
