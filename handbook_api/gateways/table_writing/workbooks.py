"""Sheets of any length into a workbook, row by row; memory does not grow with them."""

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from handbook_api.core import clock
from handbook_api.gateways.file_readers.tables.sheet_rows import LAST_ROW
from handbook_api.gateways.table_reading.errors import TooManyRows
from handbook_api.gateways.table_writing.cells import Pen, Value

#: A file that is replaced whole, or an open binary stream.
Target = Path | IO[bytes]

HEADER = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#F2E6D9"}
_NARROW, _WIDE = 10, 40
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_LITERALLY = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column; its width is in characters, and follows its title if not given."""

    title: str
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list. `above` stands over its header: what it is, when and what for it was made."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    above: Sequence[str] = ()


def write_workbook(target: Target, sheets: Iterable[Sheet], *, folder: Path | None = None) -> None:
    """`target` holds the sheets as .xlsx: headers frozen, dates as dates, text as text.

    folder: where the unfinished parts may lie meanwhile; the system's temporary folder if None.
    Nothing is written to `target`, and nothing left behind, if a row cannot be had.
    Raises TooManyRows when a sheet has more rows than Excel can show.
    """
    with new_workbook(target, folder) as workbook:
        names = SheetNames()
        header, plain = Pen(workbook, **HEADER), Pen(workbook)
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(names.free(sheet.name)), sheet, header, plain)


def _write_sheet(written: Worksheet, sheet: Sheet, header: Pen, plain: Pen) -> None:
    set_widths(written, sheet.columns)
    for number, line in enumerate(sheet.above):
        plain.write(written, number, 0, line)
    top = len(sheet.above)
    for index, column in enumerate(sheet.columns):
        header.write(written, top, index, column.title)
    written.freeze_panes(top + 1, 0)
    for number, row in enumerate(sheet.rows, top + 1):
        check_fits(number)
        for index, value in enumerate(row):
            plain.write(written, number, index, value)


def set_widths(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for index, column in enumerate(columns):
        width = column.width or min(max(len(column.title) + 2, _NARROW), _WIDE)
        sheet.set_column(index, index, width)
    # Numbers of cards and phones are text on purpose; Excel need not point at each.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def check_fits(row: int) -> None:
    """Raises TooManyRows for a row (0-based) beyond the last of a sheet."""
    if row >= LAST_ROW:
        raise TooManyRows(limit=LAST_ROW)


class SheetNames:
    """Gives every sheet a name that Excel accepts and no other sheet has."""

    def __init__(self) -> None:
        self._taken: set[str] = {"", "history"}

    def free(self, wanted: str) -> str:
        base = _FORBIDDEN.sub(" ", wanted).strip().strip("'")[:_LONGEST_NAME].strip("' ")
        name, number = base or "Danh sách", 1
        while name.casefold() in self._taken:
            number += 1
            ending = f" ({number})"
            name = base[: _LONGEST_NAME - len(ending)] + ending
        self._taken.add(name.casefold())
        return name


@contextmanager
def new_workbook(target: Target, folder: Path | None) -> Iterator[xlsxwriter.Workbook]:
    """A workbook to fill; it is in `target` afterwards, whole, or `target` is as it was."""
    with tempfile.TemporaryDirectory(prefix="handbook-table-", dir=folder) as name:
        unfinished = Path(name) / "workbook.xlsx"
        workbook = xlsxwriter.Workbook(str(unfinished), {**_LITERALLY, "tmpdir": name})
        workbook.set_properties({"created": clock.now()})
        try:
            yield workbook
            workbook.close()
        except FileCreateError as error:
            # The system's own error says more: no space, no permission.
            raise error.args[0] from error
        finally:
            for sheet in workbook.worksheets():
                with contextlib.suppress(OSError):
                    sheet.row_data_fh.close()
        _hand_over(unfinished, target)


def _hand_over(finished: Path, target: Target) -> None:
    if not isinstance(target, Path):
        with finished.open("rb") as file:
            shutil.copyfileobj(file, target)
        return
    beside = target.with_name(f".{target.name}.part")
    try:
        # Lists are of people: nobody else on this machine reads along.
        beside.touch(mode=0o600)
        shutil.copyfile(finished, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
