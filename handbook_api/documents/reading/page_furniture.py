"""What a page carries beside its text: its number, the running head, the running foot."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from handbook_api.documents.reading.secrecy import stamp_of
from handbook_api.gateways.text_extraction import Line

_PAGE_NUMBER = re.compile(
    r"[\s\-–—|.]*(?:trang\s+|page\s+)?(\d{1,4})(?:\s*/\s*\d{1,4})?[\s\-–—|.]*", re.I
)
#: How many lines at either edge of a page can be furniture.
_EDGE = 3
#: A running head stands on most pages; below three of them repetition proves nothing.
_REPEATS = 3


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` without page numbers and running heads; stamps of secrecy are kept."""
    pages = [list(page) for _, page in groupby(lines, key=lambda line: line.page)]
    pages = _without_numbers(pages)
    running = _running(pages)
    return [line for page in pages for line in _without_running(page, running)]


def _without_numbers(pages: list[list[Line]]) -> list[list[Line]]:
    """Lone numbers at the edge go when they count the pages, with one offset for all."""
    offsets = Counter(
        offset for page in pages for index in _edges(page, 2) for offset in _offset(page[index])
    )
    if not offsets:
        return pages
    (offset, seen), *_ = offsets.most_common(1)
    if seen < 2 and not (offset == 0 and len(pages) == 1):
        return pages
    return [
        [
            line
            for index, line in enumerate(page)
            if index not in _edges(page, 2) or offset not in _offset(line)
        ]
        for page in pages
    ]


def _offset(line: Line) -> Iterable[int]:
    found = _PAGE_NUMBER.fullmatch(line.text)
    return [int(found[1]) - line.page] if found and line.page else []


def _edges(page: Sequence[Line], depth: int) -> set[int]:
    return {*range(min(depth, len(page))), *range(max(0, len(page) - depth), len(page))}


def _mask(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split())).casefold()


def _running(pages: Sequence[Sequence[Line]]) -> set[str]:
    seen = Counter(
        mask for page in pages for mask in {_mask(page[index]) for index in _edges(page, _EDGE)}
    )
    enough = max(_REPEATS, len(pages) // 2)
    return {mask for mask, times in seen.items() if times >= enough}


def _without_running(page: Sequence[Line], running: set[str]) -> list[Line]:
    edges = _edges(page, _EDGE)
    return [
        line
        for index, line in enumerate(page)
        if index not in edges or stamp_of(line.text) or _mask(line) not in running
    ]
