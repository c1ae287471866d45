"""One open list in, its rows on the wire out."""

import mmap
from dataclasses import dataclass
from typing import BinaryIO

from handbook_api.gateways.file_readers import kinds
from handbook_api.gateways.file_readers.reading import RESERVE, Allowance, refusal_of
from handbook_api.gateways.file_readers.refusals import Refused
from handbook_api.gateways.file_readers.tables import delimited, workbook
from handbook_api.gateways.file_readers.tables.table_wire import TableWire

TABLES: kinds.Promises = {
    ".xlsx": frozenset({"xlsx"}),
    ".xlsm": frozenset({"xlsx"}),
    ".csv": frozenset({"text"}),
    ".tsv": frozenset({"text"}),
    ".txt": frozenset({"text"}),
    "": frozenset({"xlsx", "text"}),
}


@dataclass(frozen=True, slots=True)
class Order:
    """Which sheet is wanted (“” = the first that is shown), and how large it may be."""

    sheet: str
    rows: int
    columns: int


def read(source: BinaryIO, suffix: str, allowance: Allowance, order: Order, sink: int) -> None:
    """The rows of `source` have been written to `sink`, ended or refused."""
    reserve = mmap.mmap(-1, RESERVE)
    wire = TableWire(sink, order.rows)
    try:
        kind = _kind_of(source, suffix)
        source.seek(0)
        if kind == "xlsx":
            wire.format("xlsx")
            workbook.read(source, allowance, order.sheet, order.columns, wire)
        else:
            wire.format("csv")
            delimited.read(source, order.columns, wire)
        wire.done()
    except Exception as error:
        # Whatever a parser chokes on is a damaged file: it must never be our failure.
        # Where memory has run out there must be enough left to say so.
        reserve.close()
        wire.refused(refusal_of(error.with_traceback(None)))
        wire.flush()


def _kind_of(source: BinaryIO, suffix: str) -> str:
    try:
        return kinds.kind_of(source, suffix, TABLES)
    except Refused as refused:
        found = refused.facts.get("found")
        # The advice for a list is another one than for a document.
        if found == "xls":
            raise Refused("tables.old_workbook") from refused
        if refused.code == "files.wrong_type":
            raise Refused("tables.wrong_type", **refused.facts) from refused
        raise
