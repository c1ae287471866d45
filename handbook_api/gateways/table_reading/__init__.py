"""People's lists (XLSX, CSV): the door to the sandboxed readers, and every reason to refuse.

    with open_table(path) as table:
        for row in table:
            print(row.number, [cell.text for cell in row.cells])

Rows come as they are read, so a list of any length takes the same memory.
"""

from handbook_api.gateways.table_reading.shapes import (
    DEFAULT_TABLE_LIMITS,
    EMPTY,
    Cell,
    Merged,
    Row,
    TableLimits,
    address,
)
from handbook_api.gateways.table_reading.table import Table, open_table

__all__ = [
    "DEFAULT_TABLE_LIMITS",
    "EMPTY",
    "Cell",
    "Merged",
    "Row",
    "Table",
    "TableLimits",
    "address",
    "open_table",
]
