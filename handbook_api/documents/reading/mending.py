"""From printed lines to paragraphs: what the page did to the text is undone."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from handbook_api.documents.reading.line_joining import Habits, goes_on
from handbook_api.documents.reading.markers import opens_item
from handbook_api.documents.reading.page_furniture import without_furniture
from handbook_api.documents.reading.web_noise import without_noise
from handbook_api.gateways.text_extraction import Extracted, Line

_SPACES = re.compile(r"\s+")
#: “chính trị-” / “xã hội”, “2020-” / “2025”, “29-QĐ/” / “TW”: cut without a space.
_CUT = re.compile(r"\S[-/]$")
#: Text of an e-mail or a terminal is broken at a fixed width; nobody writes paragraphs so short.
_WIDEST_WRAP = 120


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as its author wrote it, with the page it begins on."""

    text: str
    page: int | None
    heading: int | None


def mend(extracted: Extracted) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a document, in order, nothing of its text lost.

    Page numbers, running heads and feet of a PDF are gone and its broken lines joined; menus
    and repeated leads of a web page are gone. Stamps of secrecy stay.
    """
    if extracted.format == "pdf":
        lines = without_furniture(extracted.lines)
        joined = _joined(lines, Habits.of(lines))
    elif extracted.format in {"text", "html", "markdown"}:
        whole = _unwrapped(extracted.lines, by_rule=extracted.format == "markdown")
        joined = iter([line] for line in without_noise(whole))
    else:
        joined = iter([line] for line in extracted.lines)
    paragraphs = (
        Paragraph(_one_line(part), part[0].page, part[0].heading) for part in joined if part
    )
    return tuple(paragraph for paragraph in paragraphs if paragraph.text)


def _joined(lines: Sequence[Line], habits: Habits) -> Iterator[list[Line]]:
    part: list[Line] = []
    for line in lines:
        if part and goes_on(part[-1], line, habits):
            part.append(line)
        else:
            yield part
            part = [line]
    yield part


def _unwrapped(lines: Sequence[Line], *, by_rule: bool) -> list[Line]:
    """Join text that was broken at a fixed width; leave one-line paragraphs as they are.

    by_rule: the format says that single line ends do not end a paragraph (Markdown).
    """
    join: Callable[[list[Line]], Iterator[list[Line]]]
    if by_rule:
        join = _joined_by_rule
    elif _is_wrapped(lines):
        join = partial(_joined, habits=Habits.of([line for line in lines if line.text.strip()]))
    else:
        return list(lines)
    blocks: list[list[Line]] = [[]]
    for line in lines:
        if line.text.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    parts = (part for block in blocks for part in join(block) if part)
    return [replace(part[0], text=_one_line(part)) for part in parts]


def _joined_by_rule(block: Sequence[Line]) -> Iterator[list[Line]]:
    part: list[Line] = []
    for line in block:
        if part and opens_item(line.text):
            yield part
            part = []
        part.append(line)
    yield part


def _is_wrapped(lines: Sequence[Line]) -> bool:
    lengths = [len(line.text.rstrip()) for line in lines]
    widest = max(lengths, default=0)
    inner = [one for one, two in pairwise(lengths) if one and two]
    full = [length for length in inner if length > 0.75 * widest]
    return 40 <= widest <= _WIDEST_WRAP and len(full) >= 5 and len(full) > 0.6 * len(inner)


def _one_line(lines: Sequence[Line]) -> str:
    text = ""
    for line in lines:
        glue = "" if not text or _CUT.search(text) else " "
        text += glue + _SPACES.sub(" ", line.text).strip()
    return text
