"""A tiny trusted table per kind, read once before the doors close: see the samples of texts."""

import io
import os
import zipfile

from handbook_api.gateways.file_readers.reading import Allowance
from handbook_api.gateways.file_readers.tables import reading

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": "<Relationships>"
    + "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for number, kind in enumerate(("worksheet", "sharedStrings", "styles"), 1)
    )
    + "</Relationships>",
    "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}"><si><t>một_x000D_</t></si></sst>',
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="14"/><xf numFmtId="22"/>'
        '<xf numFmtId="20"/></cellXfs></styleSheet>'
    ),
    "xl/worksheet.xml": (
        f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
        '<c r="B1" s="0"><v>45000</v></c><c r="C1" s="1"><v>45000.5</v></c>'
        '<c r="D1" s="2"><v>0.25</v></c><c r="E1"><v>1.5</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
    ),
}
_TEXT = "một;hai\nba;bốn\n"


def read_all() -> None:
    """Every reader of tables has read its sample once."""
    allowance = Allowance(archive_bytes=2**20, archive_entries=9, archive_ratio=99)
    order = reading.Order(sheet="", rows=9, columns=9)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - no pathlib in the child
        for suffix, data in _files():
            reading.read(io.BytesIO(data), suffix, allowance, order, nowhere.fileno())


def _files() -> tuple[tuple[str, bytes], ...]:
    return (
        (".xlsx", _workbook()),
        (".csv", _TEXT.encode()),
        (".csv", _TEXT.encode("utf-16")),
        (".csv", _TEXT.encode("utf-16-le")),
        (".csv", _TEXT.encode("utf-16-be")),
        (".csv", "m\u00f4t;hai\n".encode("cp1252")),
    )


def _workbook() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _PARTS.items():
            archive.writestr(name, part)
    return file.getvalue()
