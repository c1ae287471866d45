"""What the child says of a table: what it is, then row after row."""

import json
from collections.abc import Sequence

from handbook_api.gateways.file_readers.refusals import Refused
from handbook_api.gateways.file_readers.wire import Wire

#: As many characters as a cell of Excel can hold.
CELL_CHARACTERS = 32_767
#: Of a whole row; more is no row of a list.
ROW_CHARACTERS = 1_000_000

#: A cell as it travels: nothing, what it says, or ["f" formula | "d" day | "t" instant, text].
Sent = str | int | float | bool | list[str] | None
#: top, left, bottom, right; all 1-based.
Merged = tuple[int, int, int, int]

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class TableWire(Wire):
    """Counts rows while it writes them: a table that is too long is refused, not cut."""

    def __init__(self, sink: int, rows: int) -> None:
        super().__init__(sink)
        self._limit = rows
        self._rows = 0

    def table(self, sheets: Sequence[str], sheet: str, merged: Sequence[Merged]) -> None:
        self._say("table", sheets, sheet, merged)

    def sample(self, text: str) -> None:
        """Enough of an 8-bit file to tell its encoding by."""
        self._say("sample", text)

    def row(self, number: int, cells: list[Sent]) -> None:
        """Row `number` of the sheet (1-based) has been said; `cells` ends with one that is used."""
        self._rows += 1
        if self._rows > self._limit:
            raise Refused("tables.too_many_rows", limit=self._limit)
        text = _compact([number, *cells])
        if len(text) > ROW_CHARACTERS:
            raise Refused("files.too_much_text", limit=ROW_CHARACTERS)
        # A damaged file can hold halves of characters, which UTF-8 cannot carry.
        self._put(text.encode("utf-8", "replace"))

    def done(self) -> None:
        self._say("end", self._rows)
        self.flush()


def too_long(row: int, column: int) -> Refused:
    """One cell holds more than a cell can: often a quotation mark that was never closed."""
    return Refused("tables.cell_too_long", cell=address(row, column), limit=CELL_CHARACTERS)


def too_wide(row: int, column: int, limit: int) -> Refused:
    return Refused("tables.too_many_columns", cell=address(row, column), limit=limit)


def address(row: int, column: int) -> str:
    """The name of a cell as Excel shows it: (12, 3) is C12."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"
