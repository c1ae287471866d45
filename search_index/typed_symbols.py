"""Symbols as people type them into a search box: “qd 294”, “hướng dẫn 06 ban bí thư”."""

import re
from dataclasses import dataclass
from datetime import date

from search_index.counted import COUNTED_THINGS
from search_index.dates import find_dates
from search_index.folded_text import fold_in_place
from search_index.kinds import (
    KIND_NAMES,
    PRINTED_ABBREVIATIONS,
    kind_of_name,
    kinds_of_abbreviation,
    same_family,
)
from search_index.plenums import Plenum, find_plenums
from search_index.symbol_forms import PARTY_SUFFIXES, Symbol, find_symbols, parse_symbol, suffix_of
from search_index.vietnamese.normalise import nfc


@dataclass(frozen=True, slots=True)
class TypedSymbol:
    """What a person typed of a document's symbol; every part may be missing.

    number: without leading zeros (“6”). kinds: the codes it may be, empty when open. suffix: the
    issuer suffix as printed. issuer: the issuer's words as typed (“ban bí thư”). symbol: when the
    whole symbol was typed. remainder: the words that belong to none of these.
    """

    number: str | None = None
    kinds: frozenset[str] = frozenset()
    suffix: str | None = None
    issuer: str | None = None
    year: int | None = None
    issued_on: date | None = None
    plenum: Plenum | None = None
    congress: int | None = None
    symbol: Symbol | None = None
    remainder: str = ""

    def fits(self, symbol: Symbol, kind: str | None = None) -> bool:
        """Tell whether a document of this `symbol` (and `kind`, if known) may be the one meant."""
        if self.symbol is not None and self.symbol.key != symbol.key:
            return False
        kinds = [kind] if kind else symbol.kinds
        return (
            (self.number is None or self.number == _bare(symbol.number))
            and (self.suffix is None or self.suffix == symbol.issuer)
            and (
                not self.kinds or any(same_family(one, two) for one in self.kinds for two in kinds)
            )
        )


_S = r"\s{0,4}"
_NAMES = "|".join(
    fold_in_place(name).replace(" ", r"\s{1,4}")
    for name in sorted(KIND_NAMES.values(), key=len, reverse=True)
)
_SHORT = "|".join(sorted(PRINTED_ABBREVIATIONS, key=len, reverse=True))
_SUFFIXES = "|".join(sorted(PARTY_SUFFIXES, key=len, reverse=True))
_B, _E = r"(?<![^\W_])", r"(?![^\W_])"

_NUMBER = rf"(?P<number>\d{{1,5}}[a-e]?){_E}(?!{_S}(?:[/.,]\d|%|(?:{COUNTED_THINGS}){_E}))"
_NOT_YEAR = r"(?!(?:19|20)\d\d(?!\d))"

_KIND_NUMBER = re.compile(
    rf"{_B}(?:(?P<name>{_NAMES})|(?P<short>{_SHORT})){_S}(?:so{_E})?{_S}[:.-]?{_S}{_NOT_YEAR}"
    + _NUMBER
    + rf"(?:{_S}[-/]?{_S}(?P<suffix>{_SUFFIXES}){_E})?"
)
_NUMBER_KIND = re.compile(
    rf"{_B}{_NOT_YEAR}(?P<number>\d{{1,5}}[a-e]?){_S}-?{_S}(?:(?P<short>{_SHORT})|(?P<name>{_NAMES}))"
    rf"{_E}(?:{_S}[-/]?{_S}(?P<suffix>{_SUFFIXES}){_E})?"
)
_NUMBER_SUFFIX = re.compile(rf"^{_S}(?P<number>\d{{1,5}}){_S}[-/]{_S}(?P<suffix>{_SUFFIXES}){_E}")
_YEAR = re.compile(rf"{_B}(?:nam{_S})?(?P<year>(?:19|20)\d\d){_E}(?!{_S}[-–]{_S}\d)")
_KIND_ALONE = re.compile(rf"{_B}(?:(?P<name>{_NAMES})|(?P<short>{_SHORT})){_E}{_S}(?:so{_E})?{_S}$")

#: Folded words for an issuer → its suffix; the longest match counts.
ISSUER_WORDS = {
    "ban bi thu": "TW",
    "bbt": "TW",
    "bo chinh tri": "TW",
    "bct": "TW",
    "ban chap hanh trung uong": "TW",
    "bch trung uong": "TW",
    "bchtw": "TW",
    "trung uong": "TW",
    "tw": "TW",
    "ban to chuc trung uong": "BTCTW",
    "btc trung uong": "BTCTW",
    "uy ban kiem tra trung uong": "UBKTTW",
    "ubkt trung uong": "UBKTTW",
    "van phong trung uong": "VPTW",
    "ban tuyen giao trung uong": "BTGTW",
    "ban tuyen giao va dan van trung uong": "BTGDVTW",
    "tinh uy": "TU",
    "thanh uy": "TU",
    "ban thuong vu tinh uy": "TU",
    "ban to chuc tinh uy": "BTCTU",
    "dang uy khoi": "ĐUK",
    "dang uy": "ĐU",
    "dang uy xa": "ĐU",
    "dang uy phuong": "ĐU",
    "quoc hoi": None,
    "chinh phu": None,
    "thu tuong": None,
} | {folded: printed for folded, printed in PARTY_SUFFIXES.items() if len(folded) > 3}
_ISSUER = re.compile(
    rf"{_B}(?:cua{_S})?(?P<issuer>"
    + "|".join(sorted((re.escape(words) for words in ISSUER_WORDS), key=len, reverse=True))
    + rf"){_E}(?:{_S}dang{_E})?"
)
_FILLERS = re.compile(rf"{_B}(?:so|cua|ngay|nam|khoa|va){_E}")


def typed_symbol(text: str) -> TypedSymbol | None:
    """What `text` says of a document's symbol, or None when it says nothing of one.

    Marks may be missing. “quy định 30 ngày” and “kế hoạch năm 2025” are not symbols.
    """
    text = " ".join(nfc(text).split())[:_LONGEST]
    return _plenum(text) or _whole_symbol(text) or _parts(text)


#: Nobody types a longer symbol, and a pasted page is not a query.
_LONGEST = 400


def _plenum(text: str) -> TypedSymbol | None:
    found = next((one for one in find_plenums(text) if one.local is None), None)
    if found is None:
        return None
    return TypedSymbol(
        kinds=frozenset({found.kind}),
        plenum=found.plenum,
        congress=found.congress,
        remainder=_without(text, [found.phrase]),
    )


def _whole_symbol(text: str) -> TypedSymbol | None:
    mention = next(find_symbols(text), None)
    start, end = (mention.start, mention.end) if mention else (0, len(text))
    symbol = mention.symbol if mention else parse_symbol(text)
    if symbol is None:
        return None
    spans = [(start, end)]
    kinds = frozenset(symbol.kinds)
    before = _KIND_ALONE.search(fold_in_place(text[:start]))
    if before:
        spans.append(before.span())
        named = _kinds(before)
        kinds = kinds & named or named
    return _dated(
        text, spans, number=_bare(symbol.number), kinds=kinds, suffix=symbol.issuer, symbol=symbol
    )


def _parts(text: str) -> TypedSymbol | None:
    folded = fold_in_place(text)
    found = (
        _KIND_NUMBER.search(folded) or _NUMBER_KIND.search(folded) or _NUMBER_SUFFIX.search(folded)
    )
    if found is None:
        return None
    parts = found.groupdict()
    typed = _dated(
        text,
        [found.span()],
        number=_bare(found["number"]),
        kinds=_kinds(found),
        suffix=suffix_of(text[slice(*found.span("suffix"))]) if parts["suffix"] else None,
    )
    #: “đã 30”, “có 5 ct”: a bare abbreviation inside a longer sentence is an ordinary word.
    if not parts.get("name") and len(typed.remainder.split()) > 2:
        return None
    return typed


def _dated(
    text: str,
    spans: list[tuple[int, int]],
    *,
    number: str,
    kinds: frozenset[str],
    suffix: str | None,
    symbol: Symbol | None = None,
) -> TypedSymbol:
    """Add what stands beside the number: a date or a year, and the issuer's words."""
    folded = fold_in_place(text)
    day = next(
        (one for one in find_dates(text) if one.on and _apart(one.start, one.end, spans)), None
    )
    if day:
        spans.append((day.start, day.end))
    year = next((one for one in _YEAR.finditer(folded) if _apart(*one.span(), spans)), None)
    if year:
        spans.append(year.span())
    issuer = next((one for one in _ISSUER.finditer(folded) if _apart(*one.span(), spans)), None)
    if issuer:
        spans.append(issuer.span())
    return TypedSymbol(
        number=number,
        kinds=kinds,
        suffix=suffix or (ISSUER_WORDS[issuer["issuer"]] if issuer else None),
        issuer=text[slice(*issuer.span("issuer"))] if issuer else None,
        year=day.year if day else int(year["year"]) if year else symbol.year if symbol else None,
        issued_on=day.on if day else None,
        symbol=symbol,
        remainder=_without(text, spans),
    )


def _kinds(found: re.Match[str]) -> frozenset[str]:
    parts = found.groupdict()
    if parts.get("name"):
        code = kind_of_name(parts["name"])
        return frozenset({code} if code else ())
    return frozenset(kinds_of_abbreviation(parts["short"])) if parts.get("short") else frozenset()


def _apart(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return all(end <= taken or start >= until for taken, until in spans)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in sorted(spans):
        kept.append(text[at:start])
        at = max(at, end)
    rest = " ".join(" ".join([*kept, text[at:]]).split())
    fillers = [one.span() for one in _FILLERS.finditer(fold_in_place(rest))]
    for start, end in reversed(fillers):
        rest = rest[:start] + rest[end:]
    return " ".join(rest.split()).strip(" ,.;:()-–/")


def _bare(number: str) -> str:
    return number.lower().lstrip("0") or "0"
