"""One open file in, records on the wire out."""

from dataclasses import dataclass
from typing import BinaryIO

from handbook_api.gateways.file_readers import docx, html, kinds, markdown, pdf, plain
from handbook_api.gateways.file_readers.refusals import Refused
from handbook_api.gateways.file_readers.wire import Wire


@dataclass(frozen=True, slots=True)
class Allowance:
    """How far an archive may unfold. The system's own limits are set by the warden."""

    archive_bytes: int
    archive_entries: int
    archive_ratio: int


def read(source: BinaryIO, suffix: str, allowance: Allowance, wire: Wire) -> None:
    """The text of `source` has been written to `wire`, ended or refused."""
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
    except Refused as refusal:
        wire.refused(refusal)
    except MemoryError:
        wire.refused(Refused("files.too_hungry"))
    except RecursionError:
        wire.refused(Refused("files.bomb", reason="nesting"))
    except Exception as error:
        wire.refused(Refused("files.corrupt", reason=type(error).__name__))
    wire.flush()


_OF_BYTES = {"pdf": pdf.read, "html": html.read, "markdown": markdown.read, "text": plain.read}
