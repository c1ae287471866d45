"""An XLSX: its sheets, what their cells refer to, and the rows of one of them.

The obvious library, openpyxl, took 76 s and 480 MB for 150,000 rows of 40 columns and knows no
merged cells while it streams. Meaning of the parts: ECMA-376 part 1, 18 (SpreadsheetML).
"""

import posixpath
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree.ElementTree import Element

from handbook_api.gateways.file_readers import office_package
from handbook_api.gateways.file_readers.office_package import Allowance, Package
from handbook_api.gateways.file_readers.refusals import Refused
from handbook_api.gateways.file_readers.tables import merges, numbers, shared_strings, sheet_rows
from handbook_api.gateways.file_readers.tables.numbers import Look
from handbook_api.gateways.file_readers.tables.table_wire import TableWire
from handbook_api.gateways.file_readers.word_xml import name_of

_MOST_SHEETS = 200


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    is_shown: bool


def read(
    source: BinaryIO, allowance: Allowance, wanted: str, columns: int, wire: TableWire
) -> None:
    """The sheets, the merged cells and the rows of one sheet have been written.

    wanted: a sheet's name; “” for the first one that is shown.
    """
    with office_package.opened(source, allowance, "xlsx") as package:
        workbook = _Workbook(package)
        sheet = workbook.sheet(wanted)
        with package.opened(sheet.part) as part:
            merged = merges.read(part)
        wire.table([each.name for each in workbook.offered], sheet.name, merged)
        book = sheet_rows.Book(workbook.strings(), workbook.looks(), workbook.from_1904)
        with package.opened(sheet.part) as part:
            sheet_rows.read(part, book, columns, wire)


class _Workbook:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._folder = posixpath.dirname(package.main)
        self._parts: dict[str, str] = {}
        self._of_kind: dict[str, str] = {}
        self._read_relations()
        self.from_1904 = False
        sheets: list[_Sheet] = []
        for element in package.elements(package.main, 2):
            if name_of(element) == "workbookPr":
                self.from_1904 = element.get("date1904") in {"1", "true"}
            elif name_of(element) == "sheets":
                sheets = [sheet for child in element if (sheet := self._sheet(child))]
        if not 1 <= len(sheets) <= _MOST_SHEETS:
            raise Refused("files.corrupt", format="xlsx", part=package.main)
        #: Hidden sheets hold lists for drop-downs and the like: they are nobody's list.
        self.offered = [sheet for sheet in sheets if sheet.is_shown] or sheets

    def sheet(self, wanted: str) -> _Sheet:
        for sheet in self.offered:
            if wanted in ("", sheet.name):
                return sheet
        raise Refused("tables.no_such_sheet")

    def strings(self) -> shared_strings.SharedStrings:
        part = self._of_kind.get("sharedStrings")
        if part is None:
            return shared_strings.SharedStrings()
        with self._package.opened(part) as opened:
            return shared_strings.read(opened)

    def looks(self) -> dict[str, Look]:
        part = self._of_kind.get("styles")
        if part is None:
            return {}
        found = Element("styles")
        for each in self._package.elements(part, 2):
            if name_of(each) in {"numFmts", "cellXfs"}:
                found.append(each)
        return numbers.looks(found)

    def _read_relations(self) -> None:
        name = posixpath.basename(self._package.main)
        relations = posixpath.join(self._folder, "_rels", f"{name}.rels")
        for relation in self._package.elements(relations, 2):
            target = posixpath.normpath(posixpath.join(self._folder, relation.get("Target", "")))
            part = target.lstrip("/")
            # What is linked from outside is not ours to open.
            if relation.get("TargetMode") != "External" and part in self._package.names:
                kind = posixpath.basename(relation.get("Type", ""))
                self._of_kind.setdefault(kind, part)
                if kind == "worksheet":
                    self._parts[relation.get("Id", "")] = part

    def _sheet(self, element: Element) -> _Sheet | None:
        """The sheet that `element` announces; None for charts and for sheets that are elsewhere."""
        by = next((value for key, value in element.items() if key.endswith("}id")), "")
        part = self._parts.get(by)
        if part is None:
            return None
        return _Sheet(element.get("name", ""), part, element.get("state", "visible") == "visible")
