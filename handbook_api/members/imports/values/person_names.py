"""A person's name as lists write it: in capitals, in small letters, with a form of address."""

import re

from handbook_api.members.imports import faults
from handbook_api.members.imports.values.plain import short

MOST_NAME = 200

#: Never part of a name. “Ông” and “Bà” stay: Ông is also a family name.
_ADDRESS = re.compile(r"^(?:đ/c|đc\.|đồng chí)[\s.:]*", re.IGNORECASE)
_BRACKETS = re.compile(r"[()\[\]{}]")
_BETWEEN_PEOPLE = re.compile(r"\s*(?:[,;+/&]|\bvà\b)\s*", re.IGNORECASE)
#: What may stand inside a word of a name: K'Brêu, Y-Ngông, Nguyễn Văn A.
_SIGNS = "'’.-"
_WORD_PART = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 2


def name_in(text: str) -> str:
    """Return a name as a record keeps it; all capitals become “Nguyễn Văn Thử”.

    Raises NameWithNote, TwoNames, NameOdd, NameTooShort, TextTooLong.
    """
    name = short(_ADDRESS.sub("", text).strip(" .,;"), MOST_NAME)
    if _BRACKETS.search(name):
        raise faults.NameWithNote
    people = [part for part in _BETWEEN_PEOPLE.split(name) if len(part.split()) >= _FEWEST_WORDS]
    if len(people) > 1:
        raise faults.TwoNames
    if not all(letter.isalpha() or letter.isspace() or letter in _SIGNS for letter in name):
        raise faults.NameOdd
    if len(name.split()) < _FEWEST_WORDS:
        raise faults.NameTooShort
    return titled(name) if name.isupper() or name.islower() else name


def titled(name: str) -> str:
    """Return `name` with a capital at the beginning of every part, small letters after it.

    Parts end at spaces, hyphens and apostrophes: “H'MÔNG” is “H'Mông”.
    """
    return _WORD_PART.sub(lambda part: part[0][0].upper() + part[0][1:].lower(), name)
