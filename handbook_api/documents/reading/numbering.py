"""The number or letter printed at the head of a paragraph, before anyone decides if it counts."""

import re
from dataclasses import dataclass

from search_index.plenums import numeral

#: Letters as Vietnamese papers count them; some count in the international way.
VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"
INTERNATIONAL_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed number. `values` is what sequences compare: (3, 5, 1) for “3.5.1.”.

    label: as printed, without its punctuation. rest: what stands after it in the paragraph.
    """

    kind: str  # part, chapter, section, article, roman, capital, number, letter
    values: tuple[int, ...]
    label: str
    rest: str


#: Vietnamese capitals, spelled out: the code chart mixes them with small letters.
_CAPITAL = "A-Z" + "".join(chr(at) for at in range(0xC0, 0x1EFA) if chr(at).isupper())
_NUMERAL = r"(?P<label>[IVXL]{1,6}|\d{1,3}|thứ\s+\w+(?:\s+(?:một|hai|ba|bốn|tư|lăm))?)"
_NAMED = re.compile(
    rf"^(?P<word>PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục)\s+(?:{_NUMERAL}|(?P<letter>[A-H]))"
    r"(?=\s*[.:\-–—]|\s|$)(?!\.\d)(?P<rest>.*)$",
    re.DOTALL | re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"^(?:Điều|ĐIỀU)\s+(?P<label>\d{1,3}[a-zđ]?)\s*(?P<mark>[.:\-–—]|$|\n)(?P<rest>.*)$", re.DOTALL
)
_ROMAN = re.compile(
    rf"^(?P<label>[IVX]{{1,6}})\s*(?:[.)/]\s*[-–—]?|[-–—])\s*(?P<rest>[{_CAPITAL}“\"(].*)$",
    re.DOTALL,
)
_CAPITAL_LETTER = re.compile(
    rf"^(?P<label>[A-H])\s*(?:[.)/]\s*[-–—]?|[-–—])\s*(?P<rest>[{_CAPITAL}]{{2}}.*)$", re.DOTALL
)
#: A single figure needs its mark (“1.”, “1-”, “1)”): “30 ngày” and “1, 2, 3, Điều 4” have none.
_NUMBER = re.compile(
    r"^(?P<label>\d{1,3})\s?(?P<mark>\.\s?[-–—]?|\)|[-–—]|/(?=\s))(?P<rest>\s+\S.*|[^\s\d].*)$",
    re.DOTALL,
)
#: Several figures speak for themselves; without a last dot a capital must follow (“10.4.3 Các …”).
_DOTTED = re.compile(
    rf"^(?P<label>\d{{1,3}}(?:\.\d{{1,3}}){{1,4}})"
    rf"(?:\s?(?:\.\s?[-–—]?|\)|[-–—]|:)(?P<rest>\s+\S.*|[^\s\d].*)?|\s+(?P<bare>[{_CAPITAL}“\"(].*))$",
    re.DOTALL,
)
_LETTER = re.compile(r"^(?P<label>[a-zđ])\s?(?P<mark>[).]|/(?=\s))\s*(?P<rest>\S.*)$", re.DOTALL)
_NAMED_KINDS = {"phần": "part", "chương": "chapter", "mục": "section"}


def read_marker(text: str) -> Marker | None:
    """The marker that `text` begins with, or None. Whether it is in sequence is decided later."""
    text = text.strip()
    for read in (_named, _article, _dotted, _number, _roman, _letter, _capital):
        marker = read(text)
        if marker is not None:
            return marker
    return None


def letter_value(letter: str, *, international: bool) -> int | None:
    """Place of a letter in its alphabet, from 1; None when the alphabet has no such letter."""
    alphabet = INTERNATIONAL_LETTERS if international else VIETNAMESE_LETTERS
    at = alphabet.find(letter)
    return None if at < 0 else at + 1


def _named(text: str) -> Marker | None:
    found = _NAMED.match(text)
    if found is None:
        return None
    word = found["word"].lower()
    rest = found["rest"].strip().lstrip(".:-–— ").strip()
    if found["letter"]:
        value: int | None = ord(found["letter"].upper()) - ord("A") + 1
        label = found["letter"].upper()
    else:
        label = found["label"]
        value = numeral(label.lower().removeprefix("thứ").strip())
    #: “Phần lớn đảng viên …”, “Mục tiêu …” never get here; a sentence about a chapter does.
    if value is None or (rest[:1].islower() and not found["rest"].lstrip().startswith((".", ":"))):
        return None
    return Marker(_NAMED_KINDS[word], (value,), label, rest)


def _article(text: str) -> Marker | None:
    found = _ARTICLE.match(text)
    if found is None:
        return None
    label = found["label"]
    figures = re.match(r"\d+", label)
    value = int(figures[0]) if figures else 0
    extra = (ord(label[-1]),) if not label[-1].isdigit() else ()
    return Marker("article", (value, *extra), label, found["rest"].strip())


def _number(text: str) -> Marker | None:
    found = _NUMBER.match(text)
    if found is None or found["label"].startswith("0"):
        return None
    return Marker("number", (int(found["label"]),), found["label"], found["rest"].strip())


def _dotted(text: str) -> Marker | None:
    found = _DOTTED.match(text)
    if found is None:
        return None
    parts = found["label"].split(".")
    if any(part.startswith("0") for part in parts):
        return None
    rest = found["rest"] or found["bare"] or ""
    return Marker("number", tuple(map(int, parts)), found["label"], rest.strip())


def _roman(text: str) -> Marker | None:
    found = _ROMAN.match(text)
    value = numeral(found["label"]) if found else None
    if found is None or value is None:
        return None
    return Marker("roman", (value,), found["label"], found["rest"].strip())


def _letter(text: str) -> Marker | None:
    found = _LETTER.match(text)
    if found is None:
        return None
    return Marker("letter", (), found["label"], found["rest"].strip())


def _capital(text: str) -> Marker | None:
    found = _CAPITAL_LETTER.match(text)
    if found is None:
        return None
    value = ord(found["label"]) - ord("A") + 1
    return Marker("capital", (value,), found["label"], found["rest"].strip())
