"""A text cut into what a page shows: lines, links in them, and words found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """From `start` to before `end`, in characters.

    address: where a link leads; anchor: the point of another document that it cites.
    """

    start: int
    end: int
    address: str = ""
    anchor: str = ""


class Part(NamedTuple):
    """Some words, found or not."""

    text: str
    is_found: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are one link, or none."""

    address: str
    parts: Sequence[Part]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text. is_item: it begins with a dash, as in a list."""

    is_item: bool
    runs: Sequence[Run]


def lines_of(text: str, links: Sequence[Span] = (), found: Sequence[Span] = ()) -> list[Line]:
    """Return the lines of `text`; joined again, its parts are the text letter for letter.

    links, found: in order; a link that overlaps one before it is left out.
    """
    lines, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        runs = list(_runs(text, start, end, links, found))
        if line.strip():
            lines.append(Line(line.startswith(("- ", "+ ", "* ")), runs))
        start = end + 1
    return lines


def _runs(
    text: str, start: int, end: int, links: Sequence[Span], found: Sequence[Span]
) -> Iterator[Run]:
    here = start
    for link in links:
        if link.start < here or link.end > end:
            continue
        if link.start > here:
            yield Run("", list(_parts(text, here, link.start, found)))
        words = list(_parts(text, link.start, link.end, found))
        yield Run(link.address, words, link.anchor)
        here = link.end
    if here < end:
        yield Run("", list(_parts(text, here, end, found)))


def _parts(text: str, start: int, end: int, found: Sequence[Span]) -> Iterator[Part]:
    here = start
    for span in found:
        first, last = max(span.start, here), min(span.end, end)
        if first >= last:
            continue
        if first > here:
            yield Part(text[here:first], False)
        yield Part(text[first:last], True)
        here = last
    if here < end:
        yield Part(text[here:end], False)
