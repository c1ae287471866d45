"""A sheet as CSV: for whoever has no program for workbooks."""

import codecs
import csv
import io
from datetime import date, datetime
from typing import IO

from handbook_api.core.clock import VIETNAM
from handbook_api.gateways.table_writing.cells import ACTS, Value, written
from handbook_api.gateways.table_writing.workbooks import Sheet


def write_csv(target: IO[bytes], sheet: Sheet) -> None:
    """`target` holds the sheet as UTF-8 CSV, which Excel knows by its mark; row by row.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    target.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
    try:
        lines = csv.writer(text)
        lines.writerows([_cell(line)] for line in sheet.above)
        lines.writerow([_cell(column.title) for column in sheet.columns])
        lines.writerows([_cell(value) for value in row] for row in sheet.rows)
    finally:
        # The stream stays its owner's.
        text.detach()


def _cell(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
    if isinstance(value, int | float):
        return str(value)
    text = written(value)
    return f"'{text}" if not isinstance(value, date) and text.startswith(ACTS) else text
