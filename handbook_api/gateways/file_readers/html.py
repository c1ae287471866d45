"""A web page as the lines a reader sees in its main part."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from handbook_api.gateways.file_readers import plain
from handbook_api.gateways.file_readers.refusals import Refused
from handbook_api.gateways.file_readers.wire import Wire

_UNSEEN = {
    "script", "style", "noscript", "template", "head", "nav", "aside", "footer", "form", "button",
    "select", "option", "textarea", "iframe", "svg", "canvas", "object", "audio", "video", "dialog",
    "figure", "map", "-comment", "!doctype",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "ul",
    "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption",
    "blockquote", "pre", "hr", "address", "body", "html", "center", "fieldset", "details",
}  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPACES = re.compile(r"\s+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
#: An article stands for the page if most of what is written there is in it.
_MOST = 0.5
#: A list of at least so many short links and little else is a menu.
_MENU_LINKS = 4
_MENU_SHARE = 0.8
_MENU_WORDS = 40


@dataclass(slots=True)
class _Page:
    """What has been gathered of the line that is being read."""

    wire: Wire
    text: str = ""
    heading: int | None = None
    marker: str = ""
    written: bool = False
    counters: list[Iterator[str] | None] = field(default_factory=list)

    def end_line(self) -> None:
        text = _SPACES.sub(" ", self.text).strip()
        if text:
            self.wire.line(self.marker + text, heading=self.heading)
            self.marker, self.written = "", True
        self.text = ""


def read(data: bytes, wire: Wire) -> None:
    """Every line of the main part of the page has been written."""
    text, encoding = plain.decoded(data)
    tree = LexborHTMLParser(text)
    if tree.body is None:
        raise Refused("files.empty")
    wire.encoding(encoding)
    page = _Page(wire)
    _walk(_main_part(tree.body), page)
    page.end_line()
    if not page.written:
        raise Refused("files.empty")
    wire.end(pages=1)


def _main_part(body: LexborNode) -> LexborNode:
    everything = len(body.text())
    for selector in ("article", "main", "[role=main]"):
        found = body.css(selector)
        if len(found) == 1 and len(found[0].text()) > _MOST * everything:
            return found[0]
    return body


def _walk(root: LexborNode, page: _Page) -> None:
    """Depth first with a stack of our own: pages can be nested deeper than Python recurses."""
    waiting: list[tuple[LexborNode, bool]] = [(root, False)]
    while waiting:
        node, is_leaving = waiting.pop()
        tag = node.tag or ""
        if is_leaving:
            _leave(tag, page)
        elif tag == "-text":
            page.text += node.text_content or ""
        elif tag == "br":
            page.end_line()
        elif tag == "table" and _is_of_figures(node):
            page.end_line()
            _write_rows(node, page)
        elif not _is_unseen(node, tag):
            _enter(node, tag, page)
            waiting.append((node, True))
            waiting += [(each, False) for each in reversed(list(node.iter(include_text=True)))]


def _enter(node: LexborNode, tag: str, page: _Page) -> None:
    if tag not in _BLOCKS:
        return
    page.end_line()
    if tag in _HEADINGS:
        page.heading = _HEADINGS[tag]
    elif tag in {"ol", "ul"}:
        page.counters.append(_markers(node) if tag == "ol" else None)
    elif tag == "li":
        counter = page.counters[-1] if page.counters else None
        page.marker = next(counter) if counter is not None else "- "


def _leave(tag: str, page: _Page) -> None:
    if tag not in _BLOCKS:
        return
    page.end_line()
    if tag in _HEADINGS:
        page.heading = None
    elif tag in {"ol", "ul"} and page.counters:
        page.counters.pop()
    elif tag == "li":
        page.marker = ""


def _markers(node: LexborNode) -> Iterator[str]:
    """“1. ”, “2. ” … or “a. ”, as a browser prints before the items of an ordered list."""
    start = node.attributes.get("start") or "1"
    letters = node.attributes.get("type") in {"a", "A"}
    number = int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1
    while True:
        yield f"{_letter(number)}. " if letters and 0 < number <= 26 else f"{number}. "
        number += 1


def _letter(number: int) -> str:
    return chr(ord("a") + number - 1)


def _is_unseen(node: LexborNode, tag: str) -> bool:
    if tag in _UNSEEN or "hidden" in node.attributes:
        return True
    if _HIDDEN.search(node.attributes.get("style") or ""):
        return True
    return tag in {"ul", "ol", "div", "td"} and _is_menu(node)


def _is_menu(node: LexborNode) -> bool:
    links = node.css("a")
    if len(links) < _MENU_LINKS or node.css_first("h1, p") is not None:
        return False
    linked = [len(link.text().strip()) for link in links]
    written = len(_SPACES.sub(" ", node.text()).strip())
    return sum(linked) > _MENU_SHARE * written and sum(linked) < _MENU_WORDS * len(links)


def _is_of_figures(table: LexborNode) -> bool:
    """Tell a table of figures from one that only sets text in columns, such as a letterhead."""
    if table.css_first("table table, h1, h2, h3, ol, ul") is not None:
        return False
    cells = table.css("td, th")
    return bool(cells) and all(len(cell.css("p, div, br")) < 2 for cell in cells)


def _write_rows(table: LexborNode, page: _Page) -> None:
    for row in table.css("tr"):
        cells = [
            _SPACES.sub(" ", cell.text(separator=" ")).strip()
            for cell in row.iter()
            if cell.tag in {"td", "th"}
        ]
        page.text = " | ".join(cell for cell in cells if cell)
        page.end_line()
