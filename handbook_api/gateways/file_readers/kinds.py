"""What a file is by its content, and whether its name agrees."""

import re
import zipfile
from collections.abc import Mapping
from typing import BinaryIO

from handbook_api.gateways.file_readers import plain
from handbook_api.gateways.file_readers.refusals import Refused

#: Which kinds of content a file of each extension may have.
Promises = Mapping[str, frozenset[str]]

#: Word itself saves Rich Text under “.doc”.
DOCUMENTS: Promises = {
    ".pdf": frozenset({"pdf"}),
    ".docx": frozenset({"docx"}),
    ".docm": frozenset({"docx"}),
    ".doc": frozenset({"doc", "rtf"}),
    ".rtf": frozenset({"rtf"}),
    ".html": frozenset({"html"}),
    ".htm": frozenset({"html"}),
    ".xhtml": frozenset({"html"}),
    ".md": frozenset({"markdown"}),
    ".markdown": frozenset({"markdown"}),
    ".txt": frozenset({"text"}),
    ".text": frozenset({"text"}),
    "": frozenset({"pdf", "docx", "doc", "rtf", "html", "text"}),
}
EXTENSIONS = tuple(sorted(suffix for suffix in DOCUMENTS if suffix))

_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"8BPS")
_PROGRAMS = (b"MZ\x90", b"\x7fELF", b"\xca\xfe\xba\xbe")
_ARCHIVES = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_ELEMENT = re.compile(r"<(?:p|div|br|table|h[1-6]|span|ul|ol|body|article|section)\b[^>]*>", re.I)


def kind_of(source: BinaryIO, suffix: str, promises: Promises = DOCUMENTS) -> str:
    """Return the kind of `source`, one of those that are promised: pdf, docx, text, …

    suffix: the extension of the file's name, lower case with its dot, or "".
    promises: the extensions we read at this door.
    Raises Refused: files.wrong_type when we do not read such files, files.type_mismatch when
    the name promises another kind than the content is.
    """
    found = _found(source, suffix)
    promised = promises.get(suffix)
    if promised is None:
        raise Refused("files.wrong_type", found=found, extension=suffix)
    if found in promised:
        return found
    if not any(found in kinds for kinds in promises.values()):
        raise Refused("files.wrong_type", found=found, extension=suffix)
    raise Refused("files.type_mismatch", found=found, extension=suffix)


def _found(source: BinaryIO, suffix: str) -> str:
    source.seek(0)
    head = source.read(_HEAD)
    if not head.strip(b"\0 \t\r\n"):
        raise Refused("files.empty")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _inside_zip(source)
    if head.startswith(_OLE):
        return _inside_ole(source)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    for name, marks in (("picture", _PICTURES), ("program", _PROGRAMS), ("archive", _ARCHIVES)):
        if head.startswith(marks):
            return name
    return _among_texts(head, suffix)


def _inside_zip(source: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(source) as archive:
            names = set(archive.namelist())
            first = archive.infolist()[0].filename if names else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Refused("files.corrupt", format="docx") from error
    if "[Content_Types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return "docx"
        for folder, kind in (("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in names):
                return kind
    return "odt" if first == "mimetype" and "content.xml" in names else "archive"


def _inside_ole(source: BinaryIO) -> str:
    """Tell Word from its cousins by the names of the streams, which are stored in UTF-16."""
    source.seek(0)
    data = source.read()
    for stream, kind in (
        ("EncryptedPackage", "encrypted"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("PowerPoint Document", "ppt"),
    ):
        if stream.encode("utf-16-le") in data:
            if kind == "encrypted":
                raise Refused("files.encrypted", format="office")
            return kind
    return "binary"


def _among_texts(head: bytes, suffix: str) -> str:
    # The head may end inside a character and then pass for 8-bit text: tags are ASCII anyway.
    text, _ = plain.decoded(head)
    if _PAGE.match(text):
        return "html"
    if suffix in {".html", ".htm", ".xhtml"} and _ELEMENT.search(text):
        return "html"
    return "markdown" if suffix in {".md", ".markdown"} else "text"
