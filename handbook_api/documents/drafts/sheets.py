"""The original beside what was recognised in it: page by page, or piece by piece."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from handbook_api.documents.reading.reader import ReadDocument
from handbook_api.documents.reading.structure import ProvisionText
from handbook_api.gateways.text_extraction import Line
from search_index.folded_text import fold_in_place

#: Paragraphs of a format without pages that are shown at once.
_PARAGRAPHS = 40
_NEEDLE = 30


@dataclass(frozen=True, slots=True)
class Sheet:
    """A piece of the original and the provisions [first, last) that begin in it.

    page: of the original, None where its format has none.
    """

    page: int | None
    first: int
    last: int
    text: str


def sheets_of(read: ReadDocument) -> list[Sheet]:
    """Return the original in pieces; every provision begins in exactly one."""
    paged = any(line.page is not None for line in read.lines)
    return _by_page(read) if paged else _by_paragraphs(read)


def _by_page(read: ReadDocument) -> list[Sheet]:
    printed = {
        page: _joined(lines) for page, lines in groupby(read.lines, key=lambda line: line.page or 1)
    }
    numbers = range(1, max(read.pages, *printed) + 1)
    begins = [part.page or 1 for part in read.provisions]
    sheets, first = [], 0
    for page in numbers:
        last = first
        while last < len(begins) and begins[last] <= page:
            last += 1
        sheets.append(Sheet(page, first, last, printed.get(page, "")))
        first = last
    return sheets


def _by_paragraphs(read: ReadDocument) -> list[Sheet]:
    texts = [_joined(lines) for lines in _pieces(read.lines)]
    folded = [fold_in_place(text) for text in texts]
    sheets, first, at = [], 0, 0
    for number, text in enumerate(texts):
        at = first
        while at < len(read.provisions) and (
            number == len(texts) - 1 or _is_in(read.provisions[at], folded[number:])
        ):
            at += 1
        sheets.append(Sheet(None, first, at, text))
        first = at
    return sheets


def _pieces(lines: Sequence[Line]) -> Iterable[Sequence[Line]]:
    written = [line for line in lines if line.text.strip()]
    return (written[at : at + _PARAGRAPHS] for at in range(0, max(1, len(written)), _PARAGRAPHS))


def _is_in(part: ProvisionText, folded: Sequence[str]) -> bool:
    """Whether the provision begins in the first of these pieces, as far as its words tell."""
    needle = fold_in_place((part.heading or part.text).partition("\n")[0])[:_NEEDLE].strip()
    return not needle or needle in folded[0] or not any(needle in text for text in folded[1:])


def _joined(lines: Iterable[Line]) -> str:
    return "\n".join(line.text.rstrip() for line in lines)
