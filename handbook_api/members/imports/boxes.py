"""Boxes of a row by column number."""

from handbook_api.gateways.table_reading import EMPTY, Row
from handbook_api.gateways.table_reading import Cell as Box


def box_at(row: Row, column: int) -> Box:
    """Return the box in column number `column` (1 is A); an empty one past the end of the row."""
    return row.cells[column - 1] if column <= len(row.cells) else EMPTY
