"""Is this password one that anybody would try first?

A list alone misses what people really do: they take a common word and decorate it. So the list
holds bare words, and the rules here take the decoration off: marks and capitals, “@” for “a”,
digits and dates at the ends, words said twice, runs over the keyboard, a person's name. One word
of the list stands for some thousands of lines of a leaked one.
Rule: OWASP ASVS 5.0, 6.2.4 and 6.2.12; the words are our own collection.
"""

import re
import tomllib
import unicodedata
from itertools import pairwise
from pathlib import Path

_LISTS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(
        Path(__file__).with_name("common_passwords.toml").read_text("utf-8")
    ).items()
}
_WORDS = _LISTS["worldwide"] | _LISTS["vietnam"] | _LISTS["patterns"]


def _one_of(name: str) -> str:
    return "(?:" + "|".join(sorted(_LISTS[name], key=len, reverse=True)) + ")"


#: “nguyenvanan”, “minhtuan”, “tranthingoclan”.
_NAME = re.compile(
    f"{_one_of('family_names')}?{_one_of('middle_names')}{{0,2}}{_one_of('given_names')}{{1,2}}"
)

_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qwertzuiop",
    "qazwsxedcrfvtgbyhnujm",
    "01234567890123456789",
)
_WALKS = tuple(way for row in _ROWS for way in (row, row[::-1]))

_DAY, _MONTH, _YEAR = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])", "(?:(?:18|19|20)?[0-9]{2})"
_DATE = re.compile(f"{_DAY}{_MONTH}{_YEAR}|{_MONTH}{_DAY}{_YEAR}|{_YEAR}{_MONTH}{_DAY}")
_PHONE = re.compile("(?:0|84)[35789][0-9]{8}")

#: What “P@$$w0rd” means by its signs; only between the first letter and the last.
_SIGNS = str.maketrans("@4310!$57", "aaeioisst")
_BETWEEN_LETTERS = re.compile("[a-z].*[a-z]", re.DOTALL)


def is_common(text: str) -> bool:
    """Tell whether `text` is a common password, or one in the usual disguise."""
    plain = bare(text)
    meant = _BETWEEN_LETTERS.sub(lambda found: found[0].translate(_SIGNS), plain)
    return _is_weak(plain) or _is_weak(meant)


def bare(text: str) -> str:
    """Return `text` in lower case, without marks and spaces: “Đảng viên” is “dangvien”."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    unmarked = "".join(mark for mark in folded if not unicodedata.combining(mark))
    return "".join(unmarked.replace("đ", "d").split())


def _is_weak(plain: str) -> bool:
    letters = "".join(re.findall(r"[^\W\d_]", plain))
    numbers = re.findall(r"\d+", plain)
    if len(set(plain)) <= 2:
        return True
    unit = _repeated(plain)
    if unit and (len(unit) <= 4 or _is_weak(unit)):
        return True
    few = len(numbers) <= 2 and all(_is_weak_number(number) for number in numbers)
    return _is_weak_word(letters) and (few or _is_weak_number("".join(numbers)))


def _is_weak_word(letters: str) -> bool:
    return (
        len(letters) <= 1
        or len(set(letters)) == 1
        or (len(letters) >= 4 and len(set(letters)) == 2)
        or _is_walk(letters)
        or _is_word(letters)
        or any(
            _is_word(letters[:cut]) and _is_word(letters[cut:])
            for cut in range(2, len(letters) - 1)
        )
    )


def _is_word(letters: str) -> bool:
    return (
        letters in _WORDS
        or (len(letters) >= 3 and _is_walk(letters))
        or bool(_NAME.fullmatch(letters))
        or _repeated(letters) in _WORDS
    )


def _is_weak_number(digits: str) -> bool:
    # Longer ones are not taken apart: the ways to cut them double with every few digits.
    cuts = range(4, len(digits) if len(digits) <= 20 else 4)
    return (
        len(digits) <= 4
        or _is_known_number(digits)
        or any(_is_known_number(digits[:cut]) and _is_weak_number(digits[cut:]) for cut in cuts)
    )


def _is_known_number(digits: str) -> bool:
    return (
        digits in _WORDS
        or _is_walk(digits)
        or len(set(digits)) <= 2
        or digits == digits[::-1]
        or len(_repeated(digits)) in range(1, 5)
        or _is_stairs(digits, 1)
        or _is_stairs(digits, 2)
        or bool(_DATE.fullmatch(digits) or _PHONE.fullmatch(digits))
    )


def _is_walk(text: str) -> bool:
    return any(text in walk for walk in _WALKS)


def _is_stairs(digits: str, size: int) -> bool:
    """Tell whether steps of `size` digits rise or fall evenly: 13579, 102030, 112233."""
    if len(digits) % size or not digits.isascii():
        return False
    steps = [int(digits[at : at + size]) for at in range(0, len(digits), size)]
    rises = {after - before for before, after in pairwise(steps)}
    return len(steps) >= 3 and len(rises) == 1


def _repeated(text: str) -> str:
    """Return the part that `text` says over and over; empty when it does not."""
    length = (text + text).find(text, 1)
    return text[:length] if 0 < length < len(text) else ""
