"""One value into one cell, as what it is: text stays text, whatever it begins with."""

import re
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from handbook_api.core.clock import VIETNAM
from handbook_api.gateways.file_readers.tables.table_wire import CELL_CHARACTERS

Value = str | int | float | bool | date | datetime | None

_LAST_EXACT = 10**15
_FIRST_YEAR = 1900
#: Excel would take these for a formula as soon as somebody edits the cell.
ACTS = ("=", "+", "-", "@", "\t", "\r")
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LOOKS: dict[str, dict[str, object]] = {
    "text": {},
    # As if the person had typed an apostrophe first: editing does not wake the formula.
    "quoted": {"quote_prefix": True},
    "date": {"num_format": "dd/mm/yyyy", "align": "left"},
    "datetime": {"num_format": "dd/mm/yyyy hh:mm", "align": "left"},
}


class Pen:
    """Writes values in one style: on white, or on the colour given."""

    def __init__(self, workbook: xlsxwriter.Workbook, **style: object) -> None:
        self._looks = {
            name: workbook.add_format({"font_name": "Times New Roman", **look, **style})
            for name, look in _LOOKS.items()
        }
        self._fills = "bg_color" in style

    def write(self, sheet: Worksheet, row: int, column: int, value: Value) -> None:
        """The cell (0-based) holds `value`; rows are written from the top down."""
        looks = self._looks
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, looks["text"])
        elif isinstance(value, int | float) and abs(value) < _LAST_EXACT:
            sheet.write_number(row, column, value, looks["text"])
        elif isinstance(value, date) and value.year >= _FIRST_YEAR:
            is_instant = isinstance(value, datetime)
            look = looks["datetime" if is_instant else "date"]
            sheet.write_datetime(row, column, _on_the_wall(value), look)
        elif text := written(value):
            look = looks["quoted" if text.startswith(ACTS) else "text"]
            sheet.write_string(row, column, text, look)
        elif self._fills:
            sheet.write_blank(row, column, None, looks["text"])


def written(value: Value) -> str:
    """Text that a workbook can hold: no half characters, no longer than a cell."""
    if isinstance(value, date):
        # Before Excel's calendar begins there is only text.
        return f"{value:%d/%m/}{value.year:04}"
    text = _NOT_XML.sub("\ufffd", "" if value is None else str(value))
    if len(text) > CELL_CHARACTERS:
        text = text[: CELL_CHARACTERS - 1] + "…"
    # The library takes this for its own markup and would let it through as it is.
    return text + " " if text.startswith("<r>") and text.endswith("</r>") else text


def _on_the_wall(value: date) -> date:
    """A workbook knows no zones: instants are shown as clocks in Vietnam show them."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(VIETNAM).replace(tzinfo=None)
    return value
