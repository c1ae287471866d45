"""Markdown as it reads when printed: headings, paragraphs, items with their numbers, rows."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser

from handbook_api.gateways.file_readers import plain
from handbook_api.gateways.file_readers.refusals import Refused
from handbook_api.gateways.file_readers.wire import Wire

_PARSER = MarkdownIt("commonmark").enable("table")


def read(data: bytes, wire: Wire) -> None:
    """Every line has been written, and an empty one after every block."""
    text, encoding = plain.decoded(data)
    if not text.strip():
        raise Refused("files.empty")
    wire.encoding(encoding)
    _write(_PARSER.parse(text), wire)
    wire.end(pages=1)


def _write(tokens: Sequence[Token], wire: Wire) -> None:
    heading: int | None = None
    marker = ""
    cells: list[str] | None = None
    for token in tokens:
        match token.type:
            case "heading_open":
                heading = int(token.tag[1])
            case "heading_close":
                heading = None
            case "list_item_open":
                marker = f"{token.info}{token.markup} " if token.info else "- "
            case "tr_open":
                cells = []
            case "tr_close":
                _write_lines(" | ".join(cell for cell in cells or [] if cell), None, wire)
                cells = None
            case "inline" if cells is not None:
                cells.append(_shown(token).replace("\n", " "))
            case "inline":
                _write_lines(marker + _shown(token), heading, wire)
                marker = ""
            case "code_block" | "fence":
                _write_lines(token.content, None, wire)
            case "html_block":
                _write_lines(LexborHTMLParser(token.content).text(separator="\n"), None, wire)


def _write_lines(text: str, heading: int | None, wire: Wire) -> None:
    lines = [line for line in text.split("\n") if line.strip()]
    for line in lines:
        wire.line(line.strip(), heading=heading)
    if lines:
        wire.line("")


def _shown(token: Token) -> str:
    text = ""
    for part in token.children or []:
        if part.type in {"text", "code_inline", "text_special"}:
            text += part.content
        elif part.type in {"softbreak", "hardbreak"}:
            text += "\n"
        elif part.type == "image":
            text += part.content
    return text
