"""Resolutions named by the plenum or congress that passed them: “Nghị quyết Trung ương 4”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search_index.folded_text import fold_in_place

_IN_WORDS = {
    "nhat": 1,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "muoi mot": 11,
    "muoi hai": 12,
    "muoi ba": 13,
    "muoi bon": 14,
    "muoi tu": 14,
    "muoi lam": 15,
}
_ROMAN = {"i": 1, "v": 5, "x": 10}
#: No plenum or congress has a higher number; a larger one is something else.
_HIGHEST = 30


@dataclass(frozen=True, slots=True)
class Plenum:
    """The nth plenum of a term's Central Committee; the term is None when it is not said."""

    ordinal: int
    term: int | None


@dataclass(frozen=True, slots=True)
class PlenumMention:
    """One plenum or congress named at [start, end).

    A phrase may name several (“4, 6, 7 (khóa XII)”): each has its own place in the text, and
    `phrase` is the place of them all. `local` is the body whose own congress it is, if any.
    """

    start: int
    end: int
    phrase: tuple[int, int]
    kind: str
    plenum: Plenum | None = None
    congress: int | None = None
    local: str | None = None


_S = r"\s{1,4}"
_O = r"\s{0,4}"
_NUMERAL = r"(?:\d{1,2}|[ivx]{1,5})(?![^\W_])"
_ORDINAL = (
    r"(?:" + "|".join(sorted(_IN_WORDS, key=len, reverse=True)).replace(" ", _S) + rf"|{_NUMERAL})"
)
_AND = rf"{_O}(?:,|;|\bva\b){_O}"
_CENTRAL = r"(?:trung" + _S + r"uong|t\.?[wu]\.?)"
_TERMS = (
    rf"{_O}[,(]?{_O}khoa{_S}(?P<terms>{_NUMERAL}(?:{_AND}(?:khoa{_S})?{_NUMERAL}){{0,6}}){_O}\)?"
)
_KIND = rf"(?<![^\W_])(?P<kind>nghi{_S}quyet|ket{_S}luan|nq|kl){_O}"

_PLENUM = re.compile(
    rf"""{_KIND}(?:so{_S})?(?:hoi{_S}nghi{_S})?(?:ban{_S}chap{_S}hanh{_S}|bch{_O})?{_CENTRAL}
    (?:{_S}dang)?{_O}-?{_O}(?:lan{_S}thu{_S}|thu{_S})?
    (?P<ordinals>{_NUMERAL}(?:{_AND}(?:(?:nghi{_S}quyet{_S})?trung{_S}uong{_S})?
        {_NUMERAL}(?!{_O}(?:thang|nam|ngay))){{0,8}}|{_ORDINAL}(?={_O}[,(]?{_O}khoa))
    (?:{_TERMS})?""",
    re.VERBOSE,
)
_PLENUM_IN_WORDS = re.compile(
    rf"""{_KIND}(?:cua{_S})?hoi{_S}nghi{_S}(?:trung{_S}uong{_S})?lan{_S}thu{_S}
    (?P<ordinals>{_ORDINAL}){_O},?{_O}(?:cua{_S})?
    (?:(?:ban{_S}chap{_S}hanh|bch){_O}{_CENTRAL}(?:{_S}dang)?)?(?:{_TERMS})?""",
    re.VERBOSE,
)
_CONGRESS = re.compile(
    rf"""{_KIND}(?:cua{_S})?dai{_S}hoi{_S}(?:dang{_S}(?!bo))?(?:dai{_S}bieu{_S})?
    (?:toan{_S}quoc{_S})?(?:dang{_S}(?!bo))?(?:toan{_S}quoc{_S})?(?:lan{_S}thu{_S})?
    (?P<congress>{_NUMERAL})(?:{_S}cua{_S}dang(?!{_S}bo))?""",
    re.VERBOSE,
)
_LOCAL_CONGRESS = re.compile(
    rf"""{_KIND}(?:cua{_S})?(?P<local>dai{_S}hoi{_S}(?:dai{_S}bieu{_S})?(?:dang{_S}bo|chi{_S}bo)
    (?:{_S}(?!lan{_S}thu)[^\W\d_]{{1,12}}){{0,10}}){_S}lan{_S}thu{_S}(?P<congress>{_NUMERAL})""",
    re.VERBOSE,
)


def find_plenums(text: str) -> Iterator[PlenumMention]:
    """Every resolution or conclusion named by its plenum or congress, marks or no marks."""
    folded = fold_in_place(text)
    end = 0
    for found in sorted(_matches(folded), key=lambda one: one.start()):
        if found.start() < end:
            continue
        mentions = list(_mentions(text, found))
        if mentions:
            end = found.end()
            yield from mentions


def numeral(text: str) -> int | None:
    """The value of “XII”, “12”, “tư” or “mười một”, or None; folded or not."""
    folded = " ".join(fold_in_place(text).split())
    if folded in _IN_WORDS:
        return _IN_WORDS[folded]
    value = int(folded) if folded.isdecimal() and len(folded) < 4 else _roman(folded)
    return value if value is not None and 0 < value <= _HIGHEST else None


def _roman(text: str) -> int | None:
    if not text or set(text) - set(_ROMAN):
        return None
    values = [_ROMAN[letter] for letter in text]
    return sum(
        -value if any(value < later for later in values[at + 1 : at + 2]) else value
        for at, value in enumerate(values)
    )


def _matches(folded: str) -> list[re.Match[str]]:
    forms = (_PLENUM, _PLENUM_IN_WORDS, _CONGRESS, _LOCAL_CONGRESS)
    return [found for form in forms for found in form.finditer(folded)]


def _mentions(text: str, found: re.Match[str]) -> Iterator[PlenumMention]:
    kind = "conclusion" if found["kind"].startswith(("ket", "kl")) else "resolution"
    whole = found.start(), _trimmed_end(found)
    groups = found.groupdict()
    if "congress" in groups:
        congress = numeral(found["congress"])
        local = text[slice(*found.span("local"))] if groups.get("local") else None
        if congress is not None:
            yield PlenumMention(*whole, whole, kind, congress=congress, local=local)
        return
    ordinals = _numerals(found, "ordinals")
    terms = _numerals(found, "terms") if found["terms"] else []
    for (start, end), plenum in _shared_out(whole, ordinals, terms):
        yield PlenumMention(start, end, whole, kind, plenum)


def _shared_out(
    whole: tuple[int, int],
    ordinals: list[tuple[int, int, int]],
    terms: list[tuple[int, int, int]],
) -> Iterator[tuple[tuple[int, int], Plenum]]:
    """Each plenum with its own place: the first begins the phrase, the last ends it."""
    several = terms if len(ordinals) == 1 else ordinals
    if len(ordinals) > 1 and len(terms) > 1:
        for _, _, ordinal in ordinals:
            for _, _, term in terms:
                yield whole, Plenum(ordinal, term)
        return
    for at, (start, end, value) in enumerate(several or ordinals):
        place = whole[0] if at == 0 else start, whole[1] if at == len(several) - 1 else end
        if several is terms and terms:
            yield place, Plenum(ordinals[0][2], value)
        else:
            yield (place if several else whole), Plenum(value, terms[0][2] if terms else None)


_ONE_NUMERAL = re.compile(_ORDINAL)


def _numerals(found: re.Match[str], group: str) -> list[tuple[int, int, int]]:
    read = []
    for one in _ONE_NUMERAL.finditer(found.string, *found.span(group)):
        value = numeral(one[0])
        if value is not None:
            read.append((*one.span(), value))
    return read


def _trimmed_end(found: re.Match[str]) -> int:
    return found.start() + len(found[0].rstrip(" ,;\n"))
