"""A DOCX or XLSX as a zip of XML parts: measured before it is unfolded, read as a stream."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, Protocol
from xml.etree.ElementTree import Element, iterparse
from xml.parsers import expat

from handbook_api.gateways.file_readers.refusals import Refused

_MEBIBYTE = 1024 * 1024
#: Below this an archive can be packed as tightly as it likes.
_HARMLESS = 16 * _MEBIBYTE
#: Declarations come before the first element, and that within the first few lines.
_PROLOG = 64 * 1024
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
#: Where the main part lies unless the package says otherwise.
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_OFFICE_DOCUMENT = "/officeDocument"


class Allowance(Protocol):
    """How far an archive may unfold."""

    @property
    def archive_bytes(self) -> int: ...
    @property
    def archive_entries(self) -> int: ...
    @property
    def archive_ratio(self) -> int: ...


class Package:
    """The parts of one office file whose sizes have been found acceptable."""

    def __init__(self, archive: zipfile.ZipFile, kind: str) -> None:
        self._archive = archive
        self._kind = kind
        self.names = frozenset(archive.namelist())
        self.main = self._main()

    def beside_main(self, kind: str) -> list[str]:
        """The parts of one kind next to the main one, in order: header1.xml, header2.xml."""
        folder = posixpath.dirname(self.main)
        part = re.compile(rf"{re.escape(posixpath.join(folder, kind))}\d*\.xml")
        return sorted(filter(part.fullmatch, self.names))

    def elements(self, name: str, depth: int) -> Iterator[Element]:
        """Each element at `depth` (the root is 1), whole, then forgotten."""
        with self.opened(name) as part:
            self._refuse_doctype(part)
        with self.opened(name) as part:
            path: list[Element] = []
            for event, element in iterparse(part, ("start", "end")):  # noqa: S314 - no DOCTYPE
                if event == "start":
                    path.append(element)
                    continue
                path.pop()
                if len(path) == depth - 1:
                    yield element
                    if path:
                        path[-1].remove(element)

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """The unpacked bytes of one part. Whoever parses them refuses a DOCTYPE."""
        try:
            with self._archive.open(name) as part:
                yield part
        except KeyError as error:
            raise Refused("files.corrupt", format=self._kind, part=name) from error

    def _main(self) -> str:
        if "_rels/.rels" in self.names:
            for relation in self.elements("_rels/.rels", 2):
                if relation.get("Type", "").endswith(_OFFICE_DOCUMENT):
                    target = relation.get("Target", "").lstrip("/")
                    if target in self.names:
                        return target
        usual = _MAIN[self._kind]
        if usual not in self.names:
            raise Refused("files.corrupt", format=self._kind, part=usual)
        return usual

    def _refuse_doctype(self, part: IO[bytes]) -> None:
        """No office program declares a document type; whoever does wants entities expanded."""
        seen: list[str] = []
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = lambda *_: seen.append("doctype")
        parser.StartElementHandler = lambda *_: seen.append("element")
        while not seen and (chunk := part.read(4096)) and parser.CurrentByteIndex < _PROLOG:
            parser.Parse(chunk)
        if not seen:
            raise Refused("files.corrupt", format=self._kind)
        if seen[0] == "doctype":
            raise Refused("files.bomb", reason="doctype")


@contextmanager
def opened(source: BinaryIO, allowance: Allowance, kind: str) -> Iterator[Package]:
    """The package in `source`, if what it declares is within the allowance.

    kind: “docx” or “xlsx”.
    A declaration that lies is caught later: no entry is read beyond the size it declares.
    """
    size = source.seek(0, 2)
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as archive:
            _measure(archive, size, allowance, kind)
            yield Package(archive, kind)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise Refused("files.corrupt", format=kind) from error


def _measure(archive: zipfile.ZipFile, size: int, allowance: Allowance, kind: str) -> None:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > allowance.archive_entries:
        raise Refused("files.bomb", reason="entries")
    if total > allowance.archive_bytes:
        raise Refused("files.bomb", reason="size")
    if total > _HARMLESS and total > size * allowance.archive_ratio:
        raise Refused("files.bomb", reason="ratio")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("files.encrypted", format=kind)
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise Refused("files.corrupt", format=kind)
