"""What a page carries beside its text: its number, the running head, the running foot."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from statistics import median

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
    """What a running line says on every page: the number of the page itself does not count."""
    text = " ".join(line.text.split()).casefold()
    return re.sub(rf"\b{line.page}\b(?:\s*/\s*\d+)?", "#", text)


def _can_run(line: Line) -> bool:
    """The tail of a sentence (“định.”) may stand at many edges and is no running line."""
    return not line.text.lstrip()[:1].islower() or "www." in line.text or "://" in line.text


def _running(pages: Sequence[Sequence[Line]]) -> set[str]:
    seen = Counter(
        mask
        for page in pages
        for mask in {_mask(page[at]) for at in _edges(page, _EDGE) if _can_run(page[at])}
    )
    enough = max(_REPEATS, len(pages) // 2)
    return {mask for mask, times in seen.items() if times >= enough}


def _without_running(page: Sequence[Line], running: set[str]) -> list[Line]:
    """Peel running lines off either end of the page, as long as there are any."""
    gone = {*_peeled(page, running, range(len(page)))}
    gone |= {*_peeled(page, running, range(len(page) - 1, -1, -1))}
    return [line for index, line in enumerate(page) if index not in gone]


def _peeled(page: Sequence[Line], running: set[str], inward: range) -> list[int]:
    found: list[int] = []
    for index in inward[:_EDGE]:
        line = page[index]
        if stamp_of(line.text):
            continue
        if _mask(line) not in running:
            break
        found.append(index)
    return found if _stands_apart(page, found) else []


def _stands_apart(page: Sequence[Line], furniture: Sequence[int]) -> bool:
    """Tell whether there is more space between furniture and text than between two lines."""
    places = [line.place.top for line in page if line.place is not None]
    if len(places) < len(page) or not 0 < len(furniture) < len(page) - 1:
        return bool(furniture)
    steps = [abs(above - below) for above, below in pairwise(places)]
    border = furniture[-1] if furniture[-1] < len(page) // 2 else furniture[-1] - 1
    return steps[border] > 1.2 * median(steps)
