"""How a syllable gets mistyped: marks as letters (telex), sounds alike, one letter wrong."""

import unicodedata
from collections.abc import Iterator

_SHAPES = {
    "uwow": "ươ", "uow": "ươ", "aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư",
    "dd": "đ",
}  # fmt: skip
_TONES = {"f": "\u0300", "s": "\u0301", "x": "\u0303", "r": "\u0309", "j": "\u0323"}
_VOWELS = "aăâeêioôơuưy"
_LETTERS = "abcdeghiklmnopqrstuvxy"
#: Beginnings and ends that sound alike in one region or another.
_ALIKE_FIRST = (
    ("ch", "tr"), ("s", "x"), ("l", "n"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("d", "v"),
    ("c", "k"), ("g", "gh"), ("ng", "ngh"), ("c", "qu"), ("qu", "h"), ("b", "p"),
)  # fmt: skip
_ALIKE_LAST = (("n", "ng"), ("t", "c"), ("ch", "t"), ("nh", "n"), ("i", "y"), ("u", "o"))


def from_telex(typed: str) -> str | None:
    """What `typed` becomes on a telex keyboard: “teen” → “tên”, “ddangr” → “đảng”; or None."""
    syllable = typed
    for keys, letter in _SHAPES.items():
        syllable = syllable.replace(keys, letter)
    tone = _TONES.get(syllable[-1:])
    if tone and len(syllable) > 1:
        at = _place_of_tone(syllable[:-1])
        if at is not None:
            syllable = unicodedata.normalize(
                "NFC", f"{syllable[: at + 1]}{tone}{syllable[at + 1 : -1]}"
            )
    return syllable if syllable != typed else None


def _place_of_tone(syllable: str) -> int | None:
    """The vowel that carries the tone: a shaped one, else the last but one at an open end."""
    vowels = [at for at, letter in enumerate(syllable) if letter in _VOWELS]
    if not vowels:
        return None
    shaped = [at for at in vowels if syllable[at] not in "aeiouy"]
    if shaped:
        return shaped[-1]
    closed = vowels[-1] < len(syllable) - 1
    return vowels[-1] if closed or len(vowels) == 1 else vowels[-2]


def one_letter_away(folded: str) -> Iterator[str]:
    """Every string that one letter more, less, other, or two swapped make of `folded`."""
    for at in range(len(folded) + 1):
        before, after = folded[:at], folded[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            if after and letter != after[0]:
                yield before + letter + after[1:]


def sounding_alike(folded: str) -> Iterator[str]:
    """Syllables that many pronounce like `folded`: “chu” → “tru”, “dan” → “dang”."""
    for pairs, begins in ((_ALIKE_FIRST, True), (_ALIKE_LAST, False)):
        for one, other in (*pairs, *((b, a) for a, b in pairs)):
            if begins and folded.startswith(one):
                yield other + folded[len(one) :]
            elif not begins and folded.endswith(one):
                yield folded[: -len(one)] + other
