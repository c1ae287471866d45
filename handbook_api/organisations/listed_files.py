"""Lists of organisations as CSV files with the columns code, name, kind, parent_code, opened_on."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.wordings import bare_words
from handbook_api.core.errors import HandbookError
from handbook_api.organisations.errors import (
    ColumnsMissing,
    DayNotUnderstood,
    ListNotReadable,
    UnknownKind,
)
from handbook_api.organisations.service import LineProblem, ListedOrganisation

COLUMNS = ("code", "name", "kind", "parent_code", "opened_on")
_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")
_EARLIEST = date(1900, 1, 1)
#: What the first line is called when people count lines; the first organisation is on line 2.
_FIRST = 2


@dataclass(frozen=True, slots=True)
class ReadList:
    """The lines of a file that could be read, and what is wrong with the others.

    faulty: codes of those others; what stands below them cannot be judged yet.
    """

    lines: list[ListedOrganisation] = field(default_factory=list)
    problems: list[LineProblem] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)


def read_list(data: bytes, content: Content) -> ReadList:
    """Return the organisations that a CSV file lists.

    Kinds are named by code or by name. Raises ListNotReadable, ColumnsMissing.
    """
    kinds = {
        bare_words(word): kind.code
        for kind in content.organisation_kinds.values()
        for word in (kind.short, kind.name, kind.code)
    }
    found = ReadList()
    for number, cells in _rows(data):
        column = "kind"
        try:
            kind = _kind(cells["kind"], kinds)
            column = "opened_on"
            opened_on = _day(cells["opened_on"])
        except HandbookError as refusal:
            found.problems.append(LineProblem(number, column, refusal))
            found.faulty.add(cells["code"])
            continue
        code, parent_code = cells["code"] or None, cells["parent_code"] or None
        line = ListedOrganisation(number, cells["name"], kind, opened_on, code, parent_code)
        found.lines.append(line)
    return found


def _rows(data: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        text = data.decode("utf-8-sig")
        if "\x00" in text:
            raise ListNotReadable
        head = text.partition("\n")[0]
        delimiter = ";" if head.count(";") > head.count(",") else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ListNotReadable from error
    heads = [cell.strip().lower() for cell in rows[0]] if rows else []
    missing = [name for name in COLUMNS if name not in heads]
    if missing:
        raise ColumnsMissing(missing=", ".join(missing))
    for number, row in enumerate(rows[1:], _FIRST):
        # An apostrophe is how people keep a spreadsheet from taking a code for a number.
        cells = [cell.strip().removeprefix("'") for cell in row]
        if any(cells):
            padded = [*cells, *[""] * (len(heads) - len(cells))]
            yield number, dict(zip(heads, padded, strict=False))


def _kind(text: str, kinds: Mapping[str, str]) -> str:
    code = kinds.get(bare_words(text))
    if code is None:
        raise UnknownKind(kind=text[:40])
    return code


def _day(text: str) -> date:
    for form in _FORMATS:
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007  # a legal date has no zone
        except ValueError:
            continue
        if day >= _EARLIEST:
            return day
    raise DayNotUnderstood(given=text[:40])
