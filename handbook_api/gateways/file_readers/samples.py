"""A tiny trusted file per kind, read once before the doors close.

Libraries and codecs load parts of themselves at first use, from files. A grandchild cannot
open files, so the warden makes every reader work once and the grandchild inherits the rest.
"""

import codecs
import io
import os
import zipfile

from handbook_api.gateways.file_readers import reading
from handbook_api.gateways.file_readers.wire import Wire

_CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp437", "ascii")

_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R
/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length 34>>stream
BT /F 9 Tf 9 9 Td (A word) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
"""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="urn:x"/>',
    "word/numbering.xml": f'<w:numbering xmlns:w="{_WORD}"/>',
    "word/styles.xml": f'<w:styles xmlns:w="{_WORD}"/>',
    "word/document.xml": (
        f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>A word</w:t></w:r></w:p>'
        "</w:body></w:document>"
    ),
}


def read_all() -> None:
    """Every reader has read its sample once."""
    for codec in _CODECS:
        codecs.lookup(codec)
    allowance = reading.Allowance(archive_bytes=2**20, archive_entries=9, archive_ratio=99)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - no pathlib in the child
        wire = Wire(nowhere.fileno())
        for suffix, data in _files():
            reading.read(io.BytesIO(data), suffix, allowance, wire)


def _files() -> tuple[tuple[str, bytes], ...]:
    page = b"<html><body><h1>A</h1><p>word</p><table><tr><td>1</td></tr></table></body></html>"
    return (
        (".pdf", _PDF),
        (".pdf", b"%PDF-1.4 damaged"),
        (".docx", _word_file()),
        (".html", page),
        (".md", b"# A\n\nword\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
        (".txt", "một từ".encode()),
        (".txt", "m\u00f4t t\u00f4".encode("cp1252")),
    )


def _word_file() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _PARTS.items():
            archive.writestr(name, part)
    return file.getvalue()
