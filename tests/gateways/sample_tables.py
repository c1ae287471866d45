"""Small workbooks made by hand and with openpyxl, as people and as attackers make them."""

import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    "<Relationships>"
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="r3" Type="{OFFICE}/styles" Target="styles.xml"/>'
    "</Relationships>"
)


def made(fill: Callable[[Worksheet], None]) -> bytes:
    """A workbook as a spreadsheet program saves it, its one sheet filled by `fill`."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    fill(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parts(
    rows: str,
    *,
    after: str = "",
    strings: str = "",
    formats: str = "",
    properties: str = "",
    prefix: str = "",
) -> dict[str, str]:
    """The parts of the smallest workbook; `rows` is what stands in its sheetData."""
    space = f"xmlns{':' + prefix.rstrip(':') if prefix else ''}"
    return {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
            '<sheets><sheet name="Danh sách" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{formats}</styleSheet>',
        "xl/worksheets/sheet1.xml": (
            f'<{prefix}worksheet {space}="{MAIN}"><{prefix}sheetData>{rows}</{prefix}sheetData>'
            f"{after}</{prefix}worksheet>"
        ),
    }


def zipped(of: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, part in of.items():
            archive.writestr(name, part)
    return file.getvalue()


def by_hand(rows: str, **more: str) -> bytes:
    return zipped(parts(rows, **more))


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def one_cell(place: str, text: str = "x") -> bytes:
    """A workbook in which one cell far away holds something."""
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return by_hand(f'<row r="{row}">{text_cell(place, text)}</row>')
