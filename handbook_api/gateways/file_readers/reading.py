"""One open file in, records on the wire out."""

import mmap
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from handbook_api.gateways.file_readers import docx, html, kinds, markdown, pdf, plain
from handbook_api.gateways.file_readers.refusals import Refused
from handbook_api.gateways.file_readers.wire import Wire

#: Address space only: nothing is touched until it is needed.
RESERVE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Allowance:
    """How far an archive may unfold. The system's own limits are set by the warden."""

    archive_bytes: int
    archive_entries: int
    archive_ratio: int


def read(source: BinaryIO, suffix: str, allowance: Allowance, wire: Wire) -> None:
    """The text of `source` has been written to `wire`, ended or refused."""
    reserve = mmap.mmap(-1, RESERVE)
    try:
        kind = kinds.kind_of(source, suffix)
        wire.format(kind)
        if kind in {"doc", "rtf"}:
            raise Refused("files.converter_missing", format=kind)
        source.seek(0)
        if kind == "docx":
            docx.read(source, allowance, wire)
        else:
            _OF_BYTES[kind](source.read(), wire)
    except Exception as error:
        # Whatever a parser chokes on is a damaged file: it must never be our failure.
        # Where memory has run out there must be enough left to say so.
        reserve.close()
        wire.refused(refusal_of(error.with_traceback(None)))
    wire.flush()


def refusal_of(error: Exception) -> Refused:
    """What a reader's failure says about its file."""
    if isinstance(error, Refused):
        return error
    no_memory = getattr(error, "code", None) == _XML_NO_MEMORY and isinstance(error, _XML_ERRORS)
    if isinstance(error, MemoryError) or no_memory:
        return Refused("files.too_hungry")
    if isinstance(error, RecursionError):
        return Refused("files.bomb", reason="nesting")
    return Refused("files.corrupt", reason=type(error).__name__)


_XML_ERRORS = (expat.ExpatError, ParseError)
_XML_NO_MEMORY = 1
_OF_BYTES = {"pdf": pdf.read, "html": html.read, "markdown": markdown.read, "text": plain.read}
