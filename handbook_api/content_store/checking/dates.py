"""Dates of documents and issuers that cannot be right."""

from collections.abc import Iterator
from datetime import date, timedelta

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.checking.shelf import Shelf
from handbook_api.content_store.entries import DocumentEntry, Issuer
from handbook_api.content_store.files import ISSUERS

#: The Party's founding day: no paper of the library is older.
_FOUNDED = date(1930, 2, 3)

#: A rule of 3 February may apply from 1 February; longer ago is a slip.
_LOOK_BACK = timedelta(days=60)


def date_problems(shelf: Shelf, today: date | None) -> Iterator[Problem]:
    """Yield impossible dates. `today` (None: unknown) is the last day that can be vouched for."""
    for name, entry in shelf.documents.items():
        for place, message in _of_document(entry):
            yield Problem(name, place, message)
        for place, day in _vouched_days(entry):
            if today is not None and day > today:
                yield Problem(name, place, f"ngày {day:%d/%m/%Y} ở tương lai; hãy xem lại")
    yield from _of_issuers(shelf)
    yield from _after_closing(shelf)


def _of_document(entry: DocumentEntry) -> Iterator[tuple[str, str]]:
    issued = entry.issued_on
    if issued is not None and entry.issued_in is not None:
        yield "issued_in", "đã có issued_on thì bỏ issued_in: chỉ giữ một trong hai"
    if (entry.effective_on is None) != (entry.effective_source is None):
        yield "effective_on", "effective_on và effective_source phải đi cùng nhau"
    if issued is None:
        return
    if issued < _FOUNDED:
        yield "issued_on", "ngày ban hành trước ngày thành lập Đảng; hãy xem lại"
    if entry.effective_on is not None and entry.effective_on < issued - _LOOK_BACK:
        yield "effective_on", "ngày có hiệu lực trước ngày ban hành quá xa; hãy xem lại"
    if entry.status.as_of < issued:
        yield "status.as_of", "ngày xem hiệu lực không thể trước ngày ban hành"


def _vouched_days(entry: DocumentEntry) -> Iterator[tuple[str, date]]:
    yield "as_of", entry.as_of
    yield "status.as_of", entry.status.as_of
    for number, source in enumerate(entry.sources, start=1):
        yield f"sources[{number}].as_of", source.as_of


def _of_issuers(shelf: Shelf) -> Iterator[Problem]:
    for number, issuer in enumerate(shelf.issuers or (), start=1):
        if issuer.closed_on is not None and issuer.closed_in is not None:
            message = "đã có closed_on thì bỏ closed_in: chỉ giữ một trong hai"
            yield Problem(ISSUERS, f"issuers[{number}].closed_in", message)


def _after_closing(shelf: Shelf) -> Iterator[Problem]:
    closed = {issuer.code: _closing_year(issuer) for issuer in shelf.issuers or ()}
    for name, entry in shelf.documents.items():
        year, end = entry.issued_year, closed.get(entry.issuer)
        if year is not None and end is not None and year > end:
            message = f"cơ quan này đã kết thúc hoạt động năm {end}; hãy chọn cơ quan kế tục"
            yield Problem(name, "issuer", message)


def _closing_year(issuer: Issuer) -> int | None:
    if issuer.closed_on is not None:
        return issuer.closed_on.year
    return int(issuer.closed_in[:4]) if issuer.closed_in else None
