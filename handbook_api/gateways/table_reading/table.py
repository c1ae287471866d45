"""A file in, its rows out, one after another."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from pathlib import Path

from handbook_api.gateways.table_reading import spelling, understanding
from handbook_api.gateways.table_reading.errors import NoRows, NoSuchSheet, TooManyRows
from handbook_api.gateways.table_reading.shapes import (
    DEFAULT_TABLE_LIMITS,
    Merged,
    Row,
    TableLimits,
)
from handbook_api.gateways.text_extraction.errors import FileCorrupt
from handbook_api.gateways.text_extraction.nursery import Nursery
from handbook_api.gateways.text_extraction.opening import opened

#: Rows by which the old fonts of a sheet are told.
_SAMPLED = 200
_SAMPLED_CHARACTERS = 1_000_000
#: What a spreadsheet allows is far less.
_LONGEST_NAME = 255


class Table:
    """One sheet of an open file. Each iteration reads it anew, in a child of its own.

    One iteration at a time: a new one ends the one before. Rows in which nothing can be seen are
    left out; the others keep their numbers.
    """

    def __init__(self, path: Path, source: int, nursery: Nursery, limits: TableLimits) -> None:
        self._source = source
        self._nursery = nursery
        self._limits = limits
        self._suffix = path.suffix.lower()
        self._name = path.stem
        self._passing = ExitStack()
        #: What the child says that nobody has asked for yet.
        self._said: Iterator[understanding.Record] | None = None
        #: What the child at work says; whoever listens to another one is listening to nobody.
        self._current: Iterator[understanding.Record] | None = None
        self._old = spelling.NOTHING_OLD
        #: Columns of the widest row seen so far.
        self.width = 0
        self.sheet = ""
        self.sheets: tuple[str, ...] = ()
        #: “xlsx” or “csv”.
        self.format = ""
        #: Merged ranges that begin in the first 50 rows.
        self.merged: tuple[Merged, ...] = ()
        #: Of a CSV as it was saved; of a workbook only an old Vietnamese one, once it is read.
        self.encoding: str | None = None

    def __iter__(self) -> Iterator[Row]:
        """The rows, from the first one on.

        Raises NoRows, TooManyRows and every other FileRefused: some faults of a file show only
        when it has been read up to them.
        """
        # The child that told what the table is has its rows ready for the first who asks.
        said = self._said or self._begin(self.sheet)
        self._said = None
        return self._rows(said)

    def begin(self, sheet: str | None) -> None:
        """What the table is, is known. Raises NoSuchSheet and whatever is wrong with the file."""
        if sheet is not None and len(sheet) > _LONGEST_NAME:
            raise NoSuchSheet
        self._said = self._begin(sheet or "")
        if sheet is not None and sheet not in self.sheets:
            raise NoSuchSheet

    def close(self) -> None:
        """No child is at work for this table."""
        self._current = None
        self._passing.close()

    def _begin(self, wanted: str) -> Iterator[understanding.Record]:
        """A child has begun to read; what it says of the table itself is known."""
        self.close()
        task: dict[str, str | int] = {
            "reader": "table",
            "suffix": self._suffix,
            "sheet": wanted,
            "rows": self._limits.rows,
            "columns": self._limits.columns,
            "memory": self._limits.memory_bytes,
            "cpu": self._limits.cpu_seconds,
            "archive_bytes": self._limits.archive_bytes,
            "archive_entries": self._limits.archive_entries,
            "archive_ratio": self._limits.archive_ratio,
        }
        pieces = self._passing.enter_context(
            self._nursery.reading(self._source, task, self._limits)
        )
        said = understanding.records(pieces)
        head = understanding.head(said)
        self.format, self.merged = head.format, head.merged
        if head.format == "csv":
            self.sheet, self.sheets = self._name, (self._name,)
            self._old = self._old_file(head)
        else:
            self.sheet, self.sheets = head.sheet, head.sheets
        self._current = said
        return said

    def _old_file(self, head: understanding.Head) -> spelling.OldFonts:
        if not head.sample:
            self.encoding = head.encoding
            return spelling.NOTHING_OLD
        old = spelling.of_whole_file(head.sample, self._limits.columns)
        self.encoding = old.main or "windows-1252"
        return old

    def _rows(self, said: Iterator[understanding.Record]) -> Iterator[Row]:
        sample = _sampled(said) if self._current is said else []
        if self.format == "xlsx":
            self._old = spelling.of_columns([record[1:] for record in sample])
            self.encoding = self._old.main
        rows = understanding.Rows(self._limits.columns, self._old)
        found = 0
        left = chain(sample, said)
        for record in left:
            if type(record[0]) is not int:
                _check_ended(record, left)
                if not found:
                    raise NoRows(sheet=self.sheet)
                return
            row = rows.row(record)
            if row is None:
                continue
            found += 1
            if found > self._limits.rows:
                raise TooManyRows(limit=self._limits.rows)
            self.width = max(self.width, len(row.cells))
            yield row
            if self._current is not said:
                break
        if self._current is not said:
            raise RuntimeError("a later reading of the table has ended this one")
        raise FileCorrupt(reason="unfinished")


@contextmanager
def open_table(
    path: Path,
    *,
    limits: TableLimits = DEFAULT_TABLE_LIMITS,
    sheet: str | None = None,
    nursery: Nursery | None = None,
) -> Iterator[Table]:
    """The list at `path`, ready to be read; no process and no file of ours is left afterwards.

    sheet: one of `Table.sheets`; the first that is shown if None. nursery: one that is kept warm
    and reads nothing else meanwhile; one is made for this list if None.
    Raises a FileRefused: see errors.py here and in text_extraction for what its owner can do.
    """
    with ExitStack() as left_open:
        source = left_open.enter_context(opened(path, limits.file_bytes))
        if nursery is None:
            nursery = left_open.enter_context(Nursery())
        table = Table(path, source, nursery, limits)
        left_open.callback(table.close)
        table.begin(sheet)
        yield table


def _sampled(said: Iterator[understanding.Record]) -> list[understanding.Record]:
    """The first records: enough to tell an old font by, little enough to keep."""
    sample: list[understanding.Record] = []
    size = 0
    for record in islice(said, _SAMPLED):
        sample.append(record)
        size += sum(len(value) for value in record if isinstance(value, str))
        if size > _SAMPLED_CHARACTERS:
            break
    return sample


def _check_ended(record: understanding.Record, left: Iterator[understanding.Record]) -> None:
    """The child has said all, and ended well. Raises its refusal or FileCorrupt."""
    name, *values = record
    if name != "end":
        raise understanding.refusal(name, values)
    # Only what comes after the last word tells how the child ended.
    if next(left, None) is not None:
        raise FileCorrupt(reason="answer")
