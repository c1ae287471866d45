"""What a text adds to a document it names: the day, the year, the issuer, the term, the title."""

import re
from dataclasses import dataclass, replace
from datetime import date

from search_index.dates import find_dates
from search_index.issuer_words import read_issuer
from search_index.kinds import KIND_NAMES
from search_index.plenums import numeral
from search_index.vietnamese.normalise import one_spelling


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands after the name of a document, up to `end`; the title lies beyond `end`."""

    end: int
    issued_on: date | None = None
    year: int | None = None
    issuer: str | None = None
    term: int | None = None
    title: str | None = None


_S, _O = r"\s{1,4}", r"\s{0,4}"
_E = r"(?![^\W_])"
_BEFORE_DATE = re.compile(
    rf"{_O},?{_O}(?:(?:ban{_S}hành|kí){_S})?ngày{_S}(?=\d)|{_O}\({_O}(?:ngày{_S})?(?=\d)|"
    rf"{_O},?{_O}(?=tháng{_S}\d)|{_O},{_O}(?=\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}})",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"{_O}[,(]?{_O}năm{_S}(?P<year>(?:19|20)\d\d){_E}", re.IGNORECASE)
_OF = re.compile(rf"{_O},?{_O}(?:của|do){_S}", re.IGNORECASE)
_TERM = re.compile(
    rf"{_O},?{_O}(?P<open>\()?{_O}khóa{_S}(?P<term>[IVX]{{1,5}}|\d{{1,2}}){_E}(?(open)(?:{_O}\))?)",
    re.IGNORECASE,
)
_ABOUT = re.compile(rf"{_O},?{_O}(?:về{_S}(?:việc{_S})?|(?=[“\"]))", re.IGNORECASE)
_KINDS = "|".join(one_spelling(name) for name in KIND_NAMES.values()).replace(" ", _S)
#: Where a title that is not in quotation marks stops.
_STOP = re.compile(
    rf"[.;\n](?:\s|$)|\s[–(]|,{_S}(?=(?:{_KINDS}|đồng{_S}thời|nhằm|coi|trong{_S}đó){_E})|"
    rf"{_S}(?=(?:gắn|đã|được|đến|và{_S}(?:{_KINDS})){_E})"
)
_LONGEST_TITLE = 320
_DATE_REACH = 45
_MOST_PARTS = 5


def read_tail(text: str, spelled: str, end: int) -> Tail:
    """What `text` says of the document whose name ends at `end`."""
    tail = Tail(end)
    for _ in range(_MOST_PARTS):
        more = _next(text, spelled, tail)
        if more is None:
            break
        tail = more
    return replace(tail, title=_title(text, spelled, tail.end))


def _next(text: str, spelled: str, tail: Tail) -> Tail | None:
    """The tail with one more part, or None when nothing more is said."""
    if tail.issued_on is None and (dated := _dated(text, spelled, tail)) is not None:
        return dated
    if tail.year is None and (found := _YEAR.match(spelled, tail.end)):
        return replace(tail, end=_closed(text, found.end()), year=int(found["year"]))
    if tail.issuer is None and (found := _OF.match(spelled, tail.end)):
        end = read_issuer(spelled, found.end())
        if end is not None:
            return replace(tail, end=end, issuer=" ".join(text[found.end() : end].split()))
    if tail.term is None and (found := _TERM.match(spelled, tail.end)):
        return replace(tail, end=found.end(), term=numeral(found["term"]))
    return None


def _dated(text: str, spelled: str, tail: Tail) -> Tail | None:
    before = _BEFORE_DATE.match(spelled, tail.end)
    if before is None:
        return None
    window = text[before.end() : before.end() + _DATE_REACH]
    found = next(find_dates(window), None)
    if found is None or found.start > 0:
        return None
    end = _closed(text, before.end() + found.end)
    return replace(tail, end=end, issued_on=found.on, year=found.year)


def _closed(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == ")" else end


def _title(text: str, spelled: str, end: int) -> str | None:
    about = _ABOUT.match(spelled, end)
    if about is None:
        return None
    window = text[about.end() : about.end() + _LONGEST_TITLE]
    if window[:1] in {"“", '"'}:
        closing = next((at for at, one in enumerate(window) if at and one in '”"'), None)
        return " ".join(window[1:closing].split()) if closing else None
    stop = _STOP.search(window)
    title = " ".join(window[: stop.start() if stop else len(window)].split())
    return title or None
