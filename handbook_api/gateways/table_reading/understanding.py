"""What the child said of a table, in our shapes. It may have been taken over by the file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson

from handbook_api.gateways.file_readers.tables.table_wire import ROW_CHARACTERS
from handbook_api.gateways.table_reading import spelling
from handbook_api.gateways.table_reading.errors import BY_CODE
from handbook_api.gateways.table_reading.shapes import EMPTY, Cell, Merged, Row, Value
from handbook_api.gateways.text_extraction.errors import FileCorrupt, FileRefused

#: No line is longer: every character of a row may have been escaped.
_LONGEST = 8 * ROW_CHARACTERS
#: Names of cells that come again and again are shared: “Nam”, “Kinh”, “01/01/1980”.
_KEPT = 20_000
_WRONG = (ValueError, TypeError, LookupError, OverflowError)

#: A record as it came, of any shape.
Record = list[Any]


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a table before its first row."""

    format: str
    encoding: str | None
    sample: str
    sheets: tuple[str, ...]
    sheet: str
    merged: tuple[Merged, ...]


def records(pieces: Iterator[bytes]) -> Iterator[Record]:
    """Every record, one per line, whatever pieces they came in.

    Raises FileCorrupt for what is no record and when the child stopped in the middle of one.
    """
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        if len(rest) > _LONGEST:
            raise FileCorrupt(reason="answer")
        yield from map(_record, lines)
    if rest:
        raise FileCorrupt(reason="unfinished")


def _record(line: bytes) -> Record:
    try:
        record = orjson.loads(line)
    except ValueError as error:
        raise FileCorrupt(reason="answer") from error
    if not isinstance(record, list) or not record:
        raise FileCorrupt(reason="answer")
    return record


def head(said: Iterator[Record]) -> Head:
    """What stands before the rows. Raises the child's refusal."""
    format_name, encoding, sample = "", None, ""
    for name, *values in said:
        try:
            match name:
                case "format":
                    format_name = str(values[0])
                case "encoding":
                    encoding = str(values[0])
                case "sample":
                    sample = str(values[0])
                case "table":
                    sheets, sheet, merged = values
                    shown = tuple(Merged(*map(int, each)) for each in merged)
                    return Head(
                        format_name, encoding, sample, tuple(map(str, sheets)), str(sheet), shown
                    )
                case _:
                    raise refusal(name, values)
        except _WRONG as error:
            raise FileCorrupt(reason="answer") from error
    raise FileCorrupt(reason="unfinished")


def refusal(name: object, values: Sequence[Any]) -> FileRefused:
    """The refusal that the record means; a damaged file if it means none."""
    try:
        if name != "refused":
            return FileCorrupt(reason="answer")
        code, facts = values
        return BY_CODE[code](
            **{str(key): fact for key, fact in facts.items() if isinstance(fact, str | int)}
        )
    except (*_WRONG, AttributeError):
        return FileCorrupt(reason="answer")


class Rows:
    """Turns records into rows; keeps the number of the last one, since numbers only grow."""

    def __init__(self, columns: int, old: spelling.OldFonts) -> None:
        self._columns = columns
        self._old = old
        self._number = 0
        self._known: dict[str, Cell] = {}

    def row(self, record: Record) -> Row | None:
        """The row that `record` means; None if nothing in it can be seen. Raises FileCorrupt."""
        try:
            return self._row(record)
        except _WRONG as error:
            raise FileCorrupt(reason="answer") from error

    def _row(self, record: Record) -> Row | None:
        number = record[0]
        if type(number) is not int or number <= self._number or len(record) > self._columns + 1:
            raise ValueError
        self._number = number
        if self._old.main:
            record = self._in_unicode(record)
        known = self._known
        cells = [
            EMPTY
            if value is None
            else (known.get(value) or self._text(value) if type(value) is str else _cell(value))
            for value in record[1:]
        ]
        while cells and cells[-1] is EMPTY:
            cells.pop()
        return Row(number, tuple(cells)) if cells else None

    def _text(self, value: str) -> Cell:
        text = spelling.clean(value)
        cell = Cell(text) if text else EMPTY
        if len(self._known) >= _KEPT:
            self._known.clear()
        self._known[value] = cell
        return cell

    def _in_unicode(self, record: Record) -> Record:
        number, *values = record
        return [
            number,
            *(
                self._old.modern(index, value) if type(value) is str else value
                for index, value in enumerate(values)
            ),
        ]


_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")


def _cell(value: object) -> Cell:
    if isinstance(value, int | float):
        return Cell(value)
    if not isinstance(value, list):
        raise TypeError
    mark, text = map(str, value)
    if mark == "f":
        return Cell(spelling.clean(text), formula=True)
    return Cell(_dated(mark, text))


def _dated(mark: str, text: str) -> Value:
    if mark == "d":
        return date.fromisoformat(text)
    if mark == "t" and _INSTANT.fullmatch(text):
        return datetime.fromisoformat(text)
    raise ValueError
