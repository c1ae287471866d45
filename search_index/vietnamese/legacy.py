"""Text saved in the encodings of the nineties: recognised by its words, turned into Unicode.

An old text looks like “Uû ban nh©n d©n” (TCVN3), “tö töôûng” (VNI) or “ÐaÒng” (Windows-1258)
when its bytes are taken for Western ones. It is recognised by trial: under the right table
almost every word with a strange letter becomes a Vietnamese syllable, under any other table,
and in French, German or today's Vietnamese, almost none does.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import islice
from typing import Literal

from search_index.vietnamese.legacy_tables import TCVN3, VNI
from search_index.vietnamese.rhymes import is_syllable

Encoding = Literal["ascii", "unicode", "tcvn3", "vni", "windows-1258"]
OLD_ENCODINGS: tuple[Encoding, ...] = ("tcvn3", "vni", "windows-1258")

#: Signs such as © ¸ ® are letters in these fonts. Symbol fonts shift them to U+F0xx.
#: A hyphen may be a lost ư: “ph-¬ng”.
_NO_LETTER = "\\s\x00-,./0-@\\[-`{-\x7f“”‘’–—…•"
_WORD = re.compile(f"[^{_NO_LETTER}]+")
_SYMBOLS = {0xF000 + code: chr(code) for code in range(0x20, 0x100)} | {0x3BC: "\u00b5"}
#: Enough for certainty, little enough to be instant on a book.
_SAMPLE = 400
_SHARE = 0.7
_VNI_LETTERS = re.compile("|".join(sorted(VNI, key=len, reverse=True)))
_TCVN3_LETTERS = str.maketrans(TCVN3)
#: Converters often turn ư, which is the soft hyphen there, into a hyphen: “t- t-ëng”.
_SIGN = f"[^{_NO_LETTER}-]"
_HYPHENATED = re.compile(f"{_SIGN}+-{_SIGN}*(?!\\d)|(?<![-\\w])-{_SIGN}+")


def detect(text: str | bytes) -> Encoding:
    """Return what `text` was saved in; “unicode” unless an old encoding is beyond doubt.

    text: bytes as stored, or characters as a Western program would show them.
    """
    if isinstance(text, bytes):
        text = _shown(text)
    if text.isascii():
        return "ascii"
    found = (word[0] for word in _WORD.finditer(text.translate(_SYMBOLS)))
    words = list(islice(filter(_is_strange, found), _SAMPLE))
    modern = sum(map(_has_modern_letter, words))
    today = [_is_vietnamese(word) for word in words]
    best: Encoding = "unicode"
    most = 0
    for encoding in OLD_ENCODINGS:
        read = _READINGS[encoding]
        then = [_is_vietnamese(read(word)) for word in words]
        gained = [word for word, old, new in zip(words, then, today, strict=True) if old > new]
        lost = modern + sum(new > old for old, new in zip(then, today, strict=True))
        is_sure = len(set(gained)) >= 2 and sum(then) >= _SHARE * len(words)
        if is_sure and len(gained) > max(most, 2 * lost):
            best, most = encoding, len(gained)
    return best


def decode(text: str | bytes, encoding: Encoding) -> str:
    """Return `text` in composed Unicode, read as `encoding`.

    TCVN3 has capitals only for Ă Â Ê Ô Ơ Ư Đ; in a line of capitals its other marked letters
    become capitals too.
    """
    if isinstance(text, bytes):
        text = _shown(text)
    if encoding not in _READINGS:
        return text
    lines = text.translate(_SYMBOLS).split("\n")
    if encoding == "tcvn3":
        return "\n".join(_raised(line) for line in lines)
    return _READINGS[encoding]("\n".join(lines))


def _is_strange(word: str) -> bool:
    """A word with a letter outside ASCII; a lone © or ½ is what it is."""
    return len(word) > 1 and not word.isascii()


def _has_modern_letter(word: str) -> bool:
    """ắ, ơ, ữ …: letters that no 8-bit font could hold, so nobody stored them in one."""
    return any(letter > "\xff" and letter.isalpha() for letter in word) and _is_vietnamese(word)


def _shown(data: bytes) -> str:
    """The characters a Western program would show; five codes that it lacks keep their number."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in data)


def _from_tcvn3(text: str) -> str:
    return _HYPHENATED.sub(_unhyphenated, text).translate(_TCVN3_LETTERS)


def _unhyphenated(found: re.Match[str]) -> str:
    word = found[0].replace("-", "\u00ad")
    return word if _is_vietnamese(word.translate(_TCVN3_LETTERS)) else found[0]


def _from_vni(text: str) -> str:
    return _VNI_LETTERS.sub(lambda found: VNI[found[0]], text)


def _from_1258(text: str) -> str:
    data = b"".join(_byte(character) for character in text)
    shown = "".join(
        bytes([code]).decode("cp1258", "ignore") or chr(code) if code < 0x100 else chr(code)
        for code in data
    )
    return unicodedata.normalize("NFC", shown)


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1", "replace")


def _raised(line: str) -> str:
    """One line of TCVN3, its marked letters in capitals where the plain ones are."""
    plain = [letter for letter in line if letter.isascii() and letter.isalpha()]
    if len(plain) < 4 or sum(map(str.isupper, plain)) < 0.8 * len(plain):
        return _from_tcvn3(line)
    return " ".join(
        _from_tcvn3(word).upper() if not re.search("[a-z]", word) else _from_tcvn3(word)
        for word in line.split(" ")
    )


def _is_vietnamese(word: str) -> bool:
    """Tell whether each part of a word (“trị-xã”) is a syllable, and one bears a mark."""
    word = unicodedata.normalize("NFC", word)
    return not word.isascii() and all(map(is_syllable, word.strip("-").split("-")))


_READINGS: dict[Encoding, Callable[[str], str]] = {
    "tcvn3": _from_tcvn3,
    "vni": _from_vni,
    "windows-1258": _from_1258,
}
