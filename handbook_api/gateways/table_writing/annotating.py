"""A list that was not taken in goes back to its owner with every fault at its cell."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from handbook_api.gateways.table_reading.shapes import Row, address
from handbook_api.gateways.table_writing.cells import Pen, written
from handbook_api.gateways.table_writing.workbooks import (
    HEADER,
    Column,
    SheetNames,
    Target,
    check_fits,
    new_workbook,
    set_widths,
)

#: More than anybody mends by hand; the rest shows when the mended list comes back.
MOST_FAULTS = 10_000
_RED = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
_LIST = "Danh sách lỗi"
_COLUMN = Column("Lỗi", 60)
_LISTED = (Column("Ô", 10), Column("Cột", 24), Column("Nội dung lỗi", 60), Column("Cách sửa", 60))
_COMMENT = {"author": "Sổ tay đảng viên", "x_scale": 2.0}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the row as Excel numbers it and the column (1-based), or None for the whole row.

    message and fix are said to the list's owner, in Vietnamese.
    """

    row: int
    column: int | None
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Original:
    """The list as it came. titles: of its columns, from A on. width: columns of its widest row."""

    sheet: str
    header_row: int
    titles: Sequence[str]
    width: int

    def title(self, column: int | None) -> str:
        known = column is not None and column <= len(self.titles)
        return self.titles[column - 1] if column is not None and known else ""


def annotate_workbook(
    target: Target,
    original: Original,
    rows: Iterable[Row],
    faults: Iterable[Fault],
    *,
    most: int = MOST_FAULTS,
    folder: Path | None = None,
) -> None:
    """`target` is the list with its faults in red, each with a comment, and a sheet of them all.

    rows: as they were read, from the top; they keep their places, so a fault's address is the
    same in the owner's own file. What is wrong with a row stands behind its last column. Only
    the first `most` faults, from the top, are told; the sheet of faults says how many there are.
    """
    total = Counted(faults)
    told = heapq.nsmallest(most, total, key=lambda fault: (fault.row, fault.column or 0))
    with new_workbook(target, folder) as workbook:
        names = SheetNames()
        name = names.free(original.sheet)
        _Annotator(workbook, name, original, told).write(rows)
        _write_list(workbook, names.free(_LIST), name, original, told, total.count)


class Counted:
    """Goes through faults once and knows afterwards how many there were."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self._faults = faults
        self.count = 0

    def __iter__(self) -> Iterator[Fault]:
        for fault in self._faults:
            self.count += 1
            yield fault


class _Annotator:
    def __init__(
        self, workbook: xlsxwriter.Workbook, name: str, original: Original, told: Sequence[Fault]
    ) -> None:
        self._sheet: Worksheet = workbook.add_worksheet(name)
        self._plain, self._red = Pen(workbook), Pen(workbook, **_RED, text_wrap=True)
        self._header = Pen(workbook, **HEADER)
        self._original = original
        self._faults: Mapping[int, list[Fault]] = _by(told)

    def write(self, rows: Iterable[Row]) -> None:
        """Every row stands at its number; a faulty one that nobody can see is there too."""
        header, width = self._original.header_row, self._original.width
        columns = [Column(self._original.title(index + 1)) for index in range(width)]
        set_widths(self._sheet, [*columns, _COLUMN])
        self._sheet.freeze_panes(header, 0)
        last = header
        for row in _with_unseen(rows, sorted(self._faults)):
            check_fits(row.number - 1)
            if len(row.cells) > width:
                raise ValueError(f"row {row.number} is wider than {width}")
            self._write_row(row, is_header=row.number == header)
            last = max(last, row.number)
        self._sheet.autofilter(header - 1, 0, last - 1, width)

    def _write_row(self, row: Row, *, is_header: bool) -> None:
        faults = self._faults.get(row.number, [])
        faulty = {fault.column for fault in faults}
        usual = self._header if is_header else self._plain
        at, width = row.number - 1, self._original.width
        for column in range(1, width + 1):
            value = row.cells[column - 1].value if column <= len(row.cells) else None
            pen = self._red if column in faulty else usual
            pen.write(self._sheet, at, column - 1, value)
        if is_header:
            # Its title must stay what it is: by that it is passed over when the list comes back.
            self._header.write(self._sheet, at, width, _COLUMN.title)
        elif faults:
            self._red.write(self._sheet, at, width, "\n".join(map(self._said, faults)))
        self._comment(faults, of_row=width + 1 if is_header else None)

    def _said(self, fault: Fault) -> str:
        title = self._original.title(fault.column)
        return f"{title}: {fault.message}" if title else fault.message

    def _comment(self, faults: Sequence[Fault], *, of_row: int | None) -> None:
        """Every faulty cell says what is wrong; what is wrong with the row stands at `of_row`."""
        said: dict[int, list[str]] = defaultdict(list)
        for fault in faults:
            column = fault.column or of_row
            if column is not None and column <= self._original.width + 1:
                said[column].append(f"{fault.message}\nCách sửa: {fault.fix}")
        for column, texts in said.items():
            text = written("\n\n".join(texts))
            self._sheet.write_comment(faults[0].row - 1, column - 1, text, _COMMENT)


def _by(faults: Iterable[Fault]) -> dict[int, list[Fault]]:
    found: dict[int, list[Fault]] = defaultdict(list)
    for fault in faults:
        found[fault.row].append(fault)
    return found


def _with_unseen(rows: Iterable[Row], faulty: Sequence[int]) -> Iterator[Row]:
    """The rows, and empty ones for faults in rows that hold nothing, in their order."""
    last = 0
    for row in heapq.merge(rows, map(_empty, faulty), key=lambda row: row.number):
        # Of two with one number the real one comes first.
        if row.number > last:
            last = row.number
            yield row


def _empty(number: int) -> Row:
    return Row(number, ())


def _write_list(
    workbook: xlsxwriter.Workbook,
    name: str,
    data: str,
    original: Original,
    told: Sequence[Fault],
    total: int,
) -> None:
    sheet = workbook.add_worksheet(name)
    set_widths(sheet, _LISTED)
    header, plain = Pen(workbook, **HEADER), Pen(workbook, text_wrap=True, valign="top")
    link = workbook.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"})
    plain.write(sheet, 0, 0, _summary(len(told), total))
    for index, column in enumerate(_LISTED):
        header.write(sheet, 1, index, column.title)
    sheet.freeze_panes(2, 0)
    for at, fault in enumerate(told, 2):
        place = address(fault.row, fault.column or 1)
        shown = place if fault.column else f"Dòng {fault.row}"
        sheet.write_url(
            at, 0, f"internal:'{data.replace(chr(39), chr(39) * 2)}'!{place}", link, shown
        )
        for index, text in enumerate((original.title(fault.column), fault.message, fault.fix), 1):
            plain.write(sheet, at, index, text)


def _summary(told: int, total: int) -> str:
    if told == total:
        return f"Danh sách có {total} lỗi. Sửa xong, gửi lại tệp này hoặc tệp gốc đều được."
    return (
        f"Danh sách có {total} lỗi; trang này ghi {told} lỗi đầu tiên. "
        "Sửa xong, gửi lại để xem các lỗi còn lại."
    )
