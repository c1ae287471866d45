"""Delimited text (CSV, TSV) as spreadsheets of every locale write it."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from handbook_api.gateways.file_readers import plain
from handbook_api.gateways.file_readers.refusals import Refused
from handbook_api.gateways.file_readers.tables.table_wire import (
    CELL_CHARACTERS,
    Sent,
    TableWire,
    too_wide,
)

_PIECE = 256 * 1024
_SAMPLE = 64 * 1024
_DELIMITERS = ",;\t|"
#: Excel reads this first line as an instruction and does not show it.
_INSTRUCTION = re.compile(r"sep=([,;\t|])\r?\n", re.I)
#: ="0123" is how programs keep Excel from taking a text for a number.
_QUOTED_TEXT = re.compile(r'="([^"]*)"')
#: Stands after the last line; what swallows it was never closed.
_END = "\x04"
_ERRORS = {plain.EIGHT_BIT: "keep-byte"}
_HIGH = re.compile(rb"[\x80-\xff]")
_MULTI_BYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")


def read(source: BinaryIO, columns: int, wire: TableWire) -> None:
    """Every row that holds something has been written; all its cells are text.

    Rows are numbered as Excel does: a quoted line break does not begin a row, an empty line does.
    """
    name, codec = _encoding(source)
    wire.encoding(name)
    if name == plain.EIGHT_BIT:
        wire.sample(_strange_lines(source))
    wire.table([], "", [])
    source.seek(0)
    text = io.TextIOWrapper(source, codec, _ERRORS.get(name, "strict"), newline="")
    try:
        sample = text.read(_SAMPLE)
        instruction = _INSTRUCTION.match(sample)
        text.seek(0)
        if instruction:
            text.readline()
        _say_rows(text, instruction[1] if instruction else _delimiter(sample), columns, wire)
    finally:
        text.detach()


def _say_rows(text: io.TextIOWrapper, delimiter: str, columns: int, wire: TableWire) -> None:
    csv.field_size_limit(CELL_CHARACTERS)
    number = 0
    lines = _Lines(text)
    try:
        for values in csv.reader(lines, delimiter=delimiter):
            if lines.ended and values == [_END]:
                return
            number += 1
            _say_row(number, values, columns, wire)
    except csv.Error as error:
        if "field larger" not in str(error):
            raise
        number += 1
    # The quotation swallowed our mark of the end, or more than a cell can hold.
    raise Refused("tables.quotation_not_closed", row=number)


class _Lines:
    """The lines of a text and then our mark."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        # Not “yield from”, which would close the text where a reader stops early.
        for line in self._text:  # noqa: UP028
            yield line
        self.ended = True
        yield _END


def _say_row(number: int, values: list[str], columns: int, wire: TableWire) -> None:
    while values and (not values[-1] or values[-1].isspace()):
        values.pop()
    if len(values) > columns:
        raise too_wide(number, len(values), columns)
    if values:
        wire.row(number, [_cell(value) for value in values])


def _cell(value: str) -> Sent:
    if not value.startswith("="):
        return value or None
    if quoted := _QUOTED_TEXT.fullmatch(value):
        return quoted[1]
    return ["f", value] if len(value) > 1 else value


def _encoding(source: BinaryIO) -> tuple[str, str]:
    """The encoding of the whole file, as plain.py calls it, and the codec that reads it.

    Raises Refused where a text in UTF-8 was spoiled on its way: its names could not be trusted.
    """
    source.seek(0)
    head = source.read(_SAMPLE)
    _, name = plain.decoded(head[: len(head) // 2 * 2] or head)
    if name == "utf-16":
        return name, _utf_16(head)
    if _is_utf_8(source):
        return "utf-8", "utf-8-sig"
    if _was_utf_8(source):
        raise Refused("files.corrupt", format="csv", reason="encoding")
    return plain.EIGHT_BIT, "cp1252"


def _utf_16(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


def _is_utf_8(source: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    source.seek(0)
    try:
        while piece := source.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _was_utf_8(source: BinaryIO) -> bool:
    """Tell whether nearly all that is not ASCII is UTF-8: no other encoding looks like that."""
    source.seek(0)
    high = ours = 0
    while piece := source.read(_PIECE):
        high += len(_HIGH.findall(piece))
        ours += sum(map(len, _MULTI_BYTE.findall(piece)))
    return ours > 0.9 * high


def _strange_lines(source: BinaryIO) -> str:
    """Lines with letters beyond ASCII, as a Western program would show them."""
    source.seek(0)
    lines: list[bytes] = []
    size = 0
    while size < _SAMPLE and (line := source.readline(_SAMPLE)):
        if not line.isascii():
            lines.append(line)
            size += len(line)
    return b"".join(lines).decode("cp1252", "keep-byte")


def _delimiter(sample: str) -> str:
    """The delimiter that parts most lines into the same number of cells, and into most cells."""
    lines = sample.splitlines(keepends=True)
    if len(lines) > 1:
        # The last one may have been cut.
        lines.pop()
    return max(_DELIMITERS, key=lambda delimiter: _score(lines, delimiter))


def _score(lines: list[str], delimiter: str) -> tuple[int, int]:
    try:
        counts = Counter(map(len, csv.reader(lines, delimiter=delimiter)))
    except csv.Error:
        return 0, 0
    return max(
        ((times, cells) for cells, times in counts.items() if cells > 1),
        default=(0, 0),
    )
