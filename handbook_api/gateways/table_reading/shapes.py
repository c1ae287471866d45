"""What comes out of a list, and how much a list may cost."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from handbook_api.gateways.file_readers.tables.table_wire import address
from handbook_api.gateways.text_extraction.shapes import MEBIBYTE

__all__ = ["DEFAULT_TABLE_LIMITS", "EMPTY", "Cell", "Merged", "Row", "TableLimits", "address"]

Value = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. A formula is its own text, “=A1+B1”; what it came to is not read.

    Text is composed (NFC) and trimmed, without invisible characters and without the apostrophe
    that keeps Excel from taking it for a number. A number shown with leading zeros is text.
    Instants have no zone: they are what the sheet shows.
    """

    value: Value
    formula: bool = False

    @property
    def text(self) -> str:
        """What a person sees in the cell: 12 and not 12.0, 03/02/1930 for a date."""
        match self.value:
            case None:
                return ""
            case bool() as value:
                return str(value).upper()
            case float() as value:
                # As many digits as a spreadsheet shows: 0.3, not 0.30000000000000004.
                return f"{value:.15g}"
            case datetime() as value:
                return (
                    f"{_day(value)} {value.time().isoformat('auto' if value.second else 'minutes')}"
                )
            case date() as value:
                return _day(value)
        return str(self.value)

    @property
    def is_empty(self) -> bool:
        return self.value is None


EMPTY = Cell(None)


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something.

    number: as Excel shows it, 1-based. cells: from column A to the last one that is used.
    """

    number: int
    cells: tuple[Cell, ...]


class Merged(NamedTuple):
    """A merged range, 1-based, both ends included. Only its top left cell has a value."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class TableLimits:
    """How much one list may cost. Memory and time are those of its own child process."""

    #: Rows that hold something, and the last column that does.
    rows: int = 200_000
    columns: int = 256
    file_bytes: int = 96 * MEBIBYTE
    #: What the child may say in all.
    text_bytes: int = 1024 * MEBIBYTE
    memory_bytes: int = 768 * MEBIBYTE
    cpu_seconds: int = 180
    #: Of waiting for the child; a parent that takes its time with the rows costs it nothing.
    wall_seconds: float = 480.0
    #: Sum of what an archive says it holds, and how many times its own size that may be.
    archive_bytes: int = 1024 * MEBIBYTE
    archive_entries: int = 4000
    archive_ratio: int = 200


DEFAULT_TABLE_LIMITS = TableLimits()


def _day(value: date) -> str:
    return f"{value.day:02}/{value.month:02}/{value.year:04}"
