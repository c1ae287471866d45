"""The rows of one sheet, each on the wire as soon as it has been read.

This is the innermost loop of an import: six million cells pass through it, so it does little
per cell and keeps nothing of a row that is done. Source: ECMA-376 part 1, 18.3.1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from handbook_api.gateways.file_readers.refusals import Refused
from handbook_api.gateways.file_readers.tables import numbers
from handbook_api.gateways.file_readers.tables.part_parsing import TextCollector, local, parse
from handbook_api.gateways.file_readers.tables.shared_strings import SharedStrings, unescaped
from handbook_api.gateways.file_readers.tables.table_wire import (
    CELL_CHARACTERS,
    Sent,
    TableWire,
    too_long,
    too_wide,
)

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_DIGITS = "0123456789"
_COLUMN = re.compile("[A-Z]{1,3}")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(?:00:00(?::00(?:\.0+)?)?)?)?Z?")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.\d+)?Z?")


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of every sheet refer to."""

    strings: SharedStrings
    looks: Mapping[str, numbers.Look]
    from_1904: bool


def read(part: IO[bytes], book: Book, columns: int, wire: TableWire) -> None:
    """Every row that holds something has been written; `columns` is the most it may have."""
    parse(part, _Rows(book, columns, wire))


def column_of(letters: str) -> int:
    """The 1-based number of a column: A is 1, XFD is 16,384."""
    if not _COLUMN.fullmatch(letters):
        raise ValueError(letters)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    if column > LAST_COLUMN:
        raise ValueError(letters)
    return column


class _Rows(TextCollector):
    def __init__(self, book: Book, columns: int, wire: TableWire) -> None:
        super().__init__()
        self._book = book
        self._limit = columns
        self._wire = wire
        self._columns: dict[str, int] = {}
        self._row = self._column = 0
        self._cells: list[Sent] = []
        self._attributes: dict[str, str] = {}
        #: None outside a formula; a formula without text repeats that of another cell.
        self._formula: str | None = None
        self._phonetic = False
        # Few writers use a prefix; the names are made once and compared as they come.
        self._named("")

    def _named(self, prefix: str) -> None:
        self._c, self._v, self._f = prefix + "c", prefix + "v", prefix + "f"
        self._t, self._r, self._rph = prefix + "t", prefix + "row", prefix + "rPh"

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._c:
            self._attributes = attributes
            reference = attributes.get("r")
            if reference is None:
                self._column += 1
            else:
                letters = reference.rstrip(_DIGITS)
                column = self._columns.get(letters)
                if column is None:
                    column = self._columns[letters] = column_of(letters)
                self._column = column
            self.pieces.clear()
            self._formula = None
        elif name == self._v:
            self.collecting = True
        elif name == self._f:
            self.pieces.clear()
            self.collecting = True
        elif name == self._t:
            self.collecting = not self._phonetic
        elif name == self._r:
            self._begin_row(attributes.get("r"))
        elif name == self._rph:
            self._phonetic = True
        elif self._row == 0 and local(name) == "worksheet":
            self._named(name.removesuffix("worksheet"))

    def end(self, name: str) -> None:
        if name in (self._v, self._t):
            self.collecting = False
        elif name == self._c:
            if self.pieces or self._formula is not None:
                self._end_cell()
        elif name == self._f:
            self.collecting = False
            self._formula = "".join(self.pieces)
            self.pieces.clear()
        elif name == self._r:
            if self._cells:
                self._wire.row(self._row, self._cells)
                self._cells = []
        elif name == self._rph:
            self._phonetic = False

    def _begin_row(self, number: str | None) -> None:
        row = self._row + 1 if number is None else int(number)
        if not self._row < row <= LAST_ROW:
            raise Refused("files.corrupt", format="xlsx", reason="row")
        self._row, self._column, self._cells = row, 0, []

    def _end_cell(self) -> None:
        value = self._value()
        if value is None:
            return
        column, cells = self._column, self._cells
        if column > self._limit:
            raise too_wide(self._row, column, self._limit)
        if column - 1 == len(cells):
            cells.append(value)
        elif column > len(cells):
            cells.extend([None] * (column - 1 - len(cells)))
            cells.append(value)
        else:
            cells[column - 1] = value

    def _value(self) -> Sent:
        """What the cell says; None if nothing."""
        if self._formula is not None:
            return ["f", "=" + self._fitting(self._formula or "…")]
        text = self.pieces[0] if len(self.pieces) == 1 else "".join(self.pieces)
        kind = self._attributes.get("t", "n")
        if kind == "s":
            text = self._book.strings[text]
        elif kind == "n":
            return self._number(text.strip())
        elif kind == "b":
            return text.strip() in {"1", "true"}
        elif kind == "d":
            return _dated(text.strip())
        else:
            # inlineStr, str and e: text as it stands, “#N/A” too.
            text = unescaped(text)
        if not text or text.isspace():
            return None
        return self._fitting(text)

    def _number(self, text: str) -> Sent:
        if not text:
            return None
        value = numbers.number(text)
        if isinstance(value, int | float) and (style := self._attributes.get("s")):
            look = self._book.looks.get(style)
            if look is not None:
                return numbers.shown(value, look, from_1904=self._book.from_1904)
        return value if not isinstance(value, str) else self._fitting(value)

    def _fitting(self, text: str) -> str:
        if len(text) > CELL_CHARACTERS:
            raise too_long(self._row, self._column)
        return text


def _dated(text: str) -> Sent:
    if day := _DAY.fullmatch(text):
        return ["d", day[1]]
    if instant := _INSTANT.fullmatch(text):
        return ["t", instant[1]]
    return text or None
