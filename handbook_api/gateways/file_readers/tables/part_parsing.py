"""The parts of a workbook through expat, in pieces, without a tree."""

from typing import IO, Protocol
from xml.parsers import expat

from handbook_api.gateways.file_readers.refusals import Refused

_PIECE = 128 * 1024
#: Expat hands text over in pieces of at most this.
_BUFFER = 64 * 1024
#: More pieces than the longest cell could ever come in.
_PIECES = 64


class Handler(Protocol):
    """Whoever wants to hear of elements and text."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, piece: str) -> None: ...


class TextCollector:
    """Keeps text while it is told to; more than any cell can hold is dropped."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.collecting = False

    def text(self, piece: str) -> None:
        if self.collecting and len(self.pieces) < _PIECES:
            self.pieces.append(piece)


def parse(part: IO[bytes], handler: Handler) -> None:
    """`handler` has heard all of `part`. Raises Refused for a DOCTYPE, ExpatError for damage."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    while piece := part.read(_PIECE):
        parser.Parse(piece)
    parser.Parse(b"", True)


def local(name: str) -> str:
    """The name without its prefix: “x:row” is “row”."""
    return name.rpartition(":")[2] if ":" in name else name


def _refuse_doctype(*_: object) -> None:
    # No spreadsheet declares a document type; whoever does wants entities expanded.
    raise Refused("files.bomb", reason="doctype")
