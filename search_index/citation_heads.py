"""What names a document: a symbol, a kind with a number, a plenum, a title in quotation marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from search_index.counted import is_counting
from search_index.folded_text import fold_in_place
from search_index.issuer_words import read_issuer
from search_index.kinds import KIND_NAMES, kind_of_name, kinds_of_abbreviation
from search_index.plenums import Plenum, find_plenums, numeral
from search_index.symbol_forms import Symbol, find_symbols
from search_index.vietnamese.normalise import one_spelling


@dataclass(frozen=True, slots=True)
class Head:
    """The words that name a document, at [start, end)."""

    start: int
    end: int
    kind: str | None = None
    symbol: Symbol | None = None
    number: str | None = None
    year: int | None = None
    issuer: str | None = None
    plenum: Plenum | None = None
    term: int | None = None
    congress: int | None = None
    title: str | None = None
    phrase: tuple[int, int] | None = None


_S, _O = r"\s{1,4}", r"\s{0,4}"
_B, _E = r"(?<![^\W_])", r"(?![^\W_])"
_NAMES = "|".join(
    one_spelling(name).replace(" ", _S)
    for name in sorted(KIND_NAMES.values(), key=len, reverse=True)
)
_KIND_BEFORE = re.compile(
    rf"{_B}(?P<kind>{_NAMES}){_E}{_O}(?:số{_E})?{_O}[:.]?{_O}$", re.IGNORECASE
)
_NUMBER_BEFORE = re.compile(rf"{_B}(?:số){_O}[:.]?{_O}$", re.IGNORECASE)
_KIND_NUMBER = re.compile(
    rf"{_B}(?P<kind>{_NAMES}|NQ|CT|QĐ|KL|HD){_E}?(?P<so>{_S}số{_E}{_O}[:.]?)?{_O}"
    rf"(?P<number>\d{{1,5}}[a-e]?)(?:/(?P<year>(?:19|20)\d\d))?{_E}(?!{_O}[-–/]{_O}[^\W\d_])",
    re.IGNORECASE,
)
_CHARTER = re.compile(
    rf"{_B}(?P<own>thi{_S}hành{_S})?(?P<charter>Điều{_S}lệ{_S}Đảng)"
    rf"(?:{_S}Cộng{_S}sản{_S}Việt{_S}Nam)?{_E}(?:{_O}\(?khóa{_S}(?P<term>[IVX]{{1,5}}|\d{{1,2}}){_E})?",
    re.IGNORECASE,
)
_CHARTER_RULES = re.compile(
    rf"{_B}(?P<kind>Quy định|Hướng dẫn){_S}(?:(?:về|một{_S}số{_S}vấn{_S}đề(?:{_S}cụ{_S}thể)?){_S})?"
    rf"thi{_S}hành{_S}Điều{_S}lệ{_S}Đảng{_E}".replace("Quy", "Qui").replace(" ", _S),
    re.IGNORECASE,
)
_QUOTED_TITLE = re.compile(
    rf"{_B}(?P<kind>{_NAMES}){_E}(?P<between>[^“”\"\n.;:]{{0,90}}?)"
    rf"(?:“(?P<curly>[^“”\n]{{8,300}})[”\"]|về{_O}\"(?P<straight>[^\"\n]{{8,300}})\")"
)
_YEAR_LIKE = re.compile(r"(?:19|20)\d\d$")


def find_heads(text: str, spelled: str) -> list[Head]:
    """The heads in `text`, in order, none inside another; the more exact reading wins."""
    folded = fold_in_place(text)
    readings = (
        _symbols(text, spelled),
        _plenums(text),
        _charter_rules(text, spelled),
        _charters(spelled),
        _numbers(text, spelled, folded),
        _titles(text, spelled),
    )
    taken: list[tuple[int, int]] = []
    heads: list[Head] = []
    for reading in readings:
        found = [head for head in reading if _is_free(head, taken)]
        heads += found
        taken = sorted([*taken, *((head.start, head.end) for head in found)])
    return sorted(heads, key=lambda head: head.start)


def _is_free(head: Head, taken: list[tuple[int, int]]) -> bool:
    low, high = 0, len(taken)
    while low < high:
        middle = (low + high) // 2
        if taken[middle][1] <= head.start:
            low = middle + 1
        else:
            high = middle
    return low == len(taken) or taken[low][0] >= head.end


def _symbols(text: str, spelled: str) -> Iterator[Head]:
    last: Head | None = None
    for found in find_symbols(text):
        window = max(0, found.start - 40)
        before = _KIND_BEFORE.search(spelled[window : found.start])
        named = before or _NUMBER_BEFORE.search(spelled[window : found.start])
        start = window + named.start() if named else found.start
        kind = kind_of_name(before["kind"]) if before else _only_kind(found.symbol)
        if (
            kind is None
            and last is not None
            and _is_listed(spelled[last.end : start], found.symbol, last)
        ):
            kind = last.kind
        last = Head(start, found.end, kind, found.symbol, found.symbol.number)
        yield last


def _only_kind(symbol: Symbol) -> str | None:
    return symbol.kinds[0] if len(symbol.kinds) == 1 else None


def _is_listed(between: str, symbol: Symbol, last: Head) -> bool:
    """“Quy định 207-QĐ/TW, 208-QĐ/TW”: the kind is said once for both."""
    return len(between) < 8 and not between.strip(" ,;\nvà") and last.kind in symbol.kinds


def _plenums(text: str) -> Iterator[Head]:
    for found in find_plenums(text):
        yield Head(
            found.start,
            found.end,
            found.kind,
            issuer=found.local,
            plenum=found.plenum,
            term=found.plenum.term if found.plenum else None,
            congress=found.congress,
            phrase=found.phrase if found.phrase != (found.start, found.end) else None,
        )


def _charter_rules(text: str, spelled: str) -> Iterator[Head]:
    for found in _CHARTER_RULES.finditer(spelled):
        if not text[found.start()].isupper():
            continue
        title = text[found.end("kind") : found.end()].strip()
        yield Head(*found.span(), kind_of_name(found["kind"]), title=title)


def _charters(spelled: str) -> Iterator[Head]:
    for found in _CHARTER.finditer(spelled):
        term = numeral(found["term"]) if found["term"] else None
        yield Head(found.start("charter"), found.end(), "charter", term=term)


def _numbers(text: str, spelled: str, folded: str) -> Iterator[Head]:
    for found in _KIND_NUMBER.finditer(spelled):
        kind, number = found["kind"], found["number"]
        if not text[found.start()].isupper() and not found["so"]:
            continue
        if len(kind) <= 3 and not text[found.start() : found.start() + 2].isupper():
            continue
        if (_YEAR_LIKE.match(number) and not found["so"]) or is_counting(folded, found.end()):
            continue
        codes = kinds_of_abbreviation(kind) if len(kind) <= 3 else ()
        code = kind_of_name(kind) or (codes[0] if len(codes) == 1 else None)
        year = int(found["year"]) if found["year"] else None
        yield Head(*found.span(), code, number=number, year=year)


def _titles(text: str, spelled: str) -> Iterator[Head]:
    for found in _QUOTED_TITLE.finditer(spelled):
        if not text[found.start()].isupper():
            continue
        group = "curly" if found["curly"] else "straight"
        head = Head(
            found.start(),
            found.end(),
            kind_of_name(found["kind"]),
            title=" ".join(text[slice(*found.span(group))].split()),
        )
        between = re.sub(r"\s+", " ", found["between"]).strip()
        if between in {"", one_spelling("về")}:
            yield head
        elif between.startswith("của "):
            begin = found.start("between") + spelled[found.start("between") :].index("của") + 4
            end = read_issuer(spelled, begin)
            rest = spelled[end : found.end("between")].strip() if end else "?"
            if end and rest in {"", one_spelling("về"), "(gọi tắt là Đề án)"}:
                yield replace(head, issuer=text[begin:end])
