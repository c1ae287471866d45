"""From a file to a document read: text, metadata, provisions. Nothing is stored here."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook_api.documents.errors import MarkedSecret, NothingToKeep
from handbook_api.documents.reading.mending import mend
from handbook_api.documents.reading.metadata import Metadata, read_metadata
from handbook_api.documents.reading.secrecy import secrecy_of
from handbook_api.documents.reading.structure import ProvisionText, provisions
from handbook_api.gateways.text_extraction import Limits, Line, TextExtraction

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "html": "text/html",
    "markdown": "text/markdown",
    "text": "text/plain",
}


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What a file says."""

    file_name: str
    content: bytes
    sha256: str
    format: str
    encoding: str | None
    pages: int
    pages_without_text: Sequence[int]
    metadata: Metadata
    provisions: Sequence[ProvisionText]
    #: As printed, before anything was mended or understood.
    lines: Sequence[Line] = ()

    @property
    def media_type(self) -> str:
        """The media type of the original."""
        return MEDIA_TYPES[self.format]


def _printable(name: str) -> str:
    """A file system may hold names that are not text; what is not text becomes “?”."""
    return name.encode("utf-8", "replace").decode("utf-8")


def read_file(
    path: Path, limits: Limits, extraction: TextExtraction, *, name: str | None = None
) -> ReadDocument:
    """Return what the file at `path` says.

    name: what its owner calls it, when it lies here under another name.

    Raises MarkedSecret before anything of the file is kept, NothingToKeep when it holds no text,
    and the refusals of text extraction.
    """
    name = name or path.name
    extracted = extraction.extract(path, limits=limits)
    # Asked of the lines as printed: mending drops what repeats at the head of every page.
    if mark := secrecy_of(extracted, name=name):
        raise MarkedSecret(file=name, mark=mark)
    paragraphs = mend(extracted)
    parts = provisions(paragraphs)
    if not any(part.text or part.heading for part in parts):
        raise NothingToKeep(file=name)
    content = path.read_bytes()
    return ReadDocument(
        file_name=_printable(name),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        format=extracted.format,
        encoding=extracted.encoding,
        pages=extracted.pages,
        pages_without_text=extracted.pages_without_text,
        metadata=read_metadata(paragraphs),
        provisions=parts,
        lines=extracted.lines,
    )
