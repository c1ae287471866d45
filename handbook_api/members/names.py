"""People's names: how they are compared, sorted and cut into words to be found by."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from search_index.vietnamese.normalise import nfc
from search_index.vietnamese.syllables import forms

#: A name is bounded; so is the key it is sorted by.
MOST_SORT_KEY = 300
MOST_TOKEN = 40

_WORD = re.compile(r"[^\W_]+")

#: TCVN order of the letters; f, j, w, z stand where foreign names expect them.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
#: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")

#: The last in that order of the letters that fold to one; “Lý” is folded to “li”.
_LAST_OF = str.maketrans({"a": "â", "d": "đ", "e": "ê", "i": "y", "o": "ơ", "u": "ư"})

#: Two digits for each letter, so that every collation of every database sorts keys alike.
_LETTERS = {letter: str(21 + place) for place, letter in enumerate(_ALPHABET)}
_DIGITS = {str(digit): f"1{digit}" for digit in range(10)}
_END_OF_WORD = {tone: f"0{place}" for place, tone in enumerate(_TONES, start=1)}


def tidy(text: str) -> str:
    """Return `text` in one composition (NFC), with single spaces and none at the ends."""
    plain = text.isascii() and text.isprintable()
    return " ".join((text if plain else nfc(text)).split())


def marked(name: str) -> str:
    """Return `name` as it is compared letter by letter: lower case, one spelling, marks kept."""
    return " ".join(forms(word)[0] for word in _WORD.findall(nfc(name)))


def fold(name: str) -> str:
    """Return `name` as it is compared by people without a keyboard for marks.

    Lower case, no marks, no signs, and one of two accepted spellings: “Lý” and “Lí” are “li”.
    """
    return " ".join(forms(word)[1] for word in _WORD.findall(nfc(name)))


def tokens(name: str) -> tuple[str, ...]:
    """Return the folded words of `name` in their order, each once."""
    return _words(fold(name))


def given_name(name: str) -> str:
    """Return the last word of `name`, folded: what Vietnamese people call one another by."""
    return _given(fold(name))


def _given(folded: str) -> str:
    return folded.rpartition(" ")[2][:MOST_TOKEN]


def _words(folded: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word[:MOST_TOKEN] for word in folded.split()))


def sort_key(name: str) -> str:
    """Return digits by which names are sorted as Vietnamese lists are.

    The given name first, then the family name and what is between; letters in the order of the
    alphabet (a ă â … d đ e ê), and among equal letters by tone.
    """
    words = _WORD.findall(nfc(name).lower())
    return "".join(_word_key(word) for word in (*words[-1:], *words[:-1]))[:MOST_SORT_KEY]


def sort_range(begun: str) -> tuple[str, str]:
    """Return from where and up to where those sort whose given name, folded, begins with `begun`.

    Others may stand between them; of foreign letters only those that we sort as ours.
    """
    first = "".join(_code(letter) for letter in begun)
    last = "".join(_code(letter) for letter in begun.translate(_LAST_OF))
    return first, f"{last}:"  # the sign after the digits


@dataclass(frozen=True, slots=True)
class Name:
    """A tidy name, and everything that is kept so that it is found and sorted."""

    full: str
    folded: str
    marked: str
    given: str
    sort_key: str
    tokens: tuple[str, ...]

    @property
    def columns(self) -> dict[str, str]:
        """The columns of `members` that keep it."""
        return {
            "full_name": self.full,
            "folded_name": self.folded,
            "marked_name": self.marked,
            "given_name": self.given,
            "sort_name": self.sort_key,
        }


def read(name: str) -> Name:
    """Return `name`, tidied, with all that is kept of it."""
    full = tidy(name)
    folded = fold(full)
    return Name(full, folded, marked(full), _given(folded), sort_key(full), _words(folded))


@lru_cache(maxsize=1 << 14)
def _word_key(word: str) -> str:
    code, tone = [], ""
    for letter in unicodedata.normalize("NFC", word):
        base, mark = _without_tone(letter)
        tone = mark or tone
        code.append(_code(base))
    return "".join(code) + _END_OF_WORD[tone]


def _code(letter: str) -> str:
    return _LETTERS.get(letter) or _DIGITS.get(letter) or _foreign(letter)


def _without_tone(letter: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in parts[1:] if mark in _END_OF_WORD), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts), tone


def _foreign(letter: str) -> str:
    """A letter of another alphabet stands with its plain form, or after all of ours."""
    return _LETTERS.get(unicodedata.normalize("NFD", letter)[:1], "99")
