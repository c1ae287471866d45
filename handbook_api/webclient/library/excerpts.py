"""Excerpts of about two lines, with the words that were found."""

from collections.abc import Sequence

from handbook_api.search.schemas import ExcerptOut
from handbook_api.webclient.library.pieces import Part, Span, lines_of

#: About two lines of a page, four of a phone.
_CHARACTERS = 150
#: How much of that leads in to the first word found.
_LEAD = 40


def parts_of(excerpt: ExcerptOut) -> Sequence[Part]:
    """Return what is shown of an excerpt: whole words around the first that was found."""
    text = excerpt.text.replace("\n", " ")
    first = excerpt.marks[0].start if excerpt.marks else 0
    start = _word_from(text, first - _LEAD) if len(text) > _CHARACTERS else 0
    end = _word_until(text, start + _CHARACTERS)
    marks = [
        Span(mark.start - start, mark.end - start)
        for mark in excerpt.marks
        if start <= mark.start and mark.end <= end
    ]
    lines = lines_of(text[start:end], found=marks)
    parts = [part for line in lines for run in line.runs for part in run.parts]
    before, after = start > 0, end < len(text)
    return [*[Part("… ", False)] * before, *parts, *[Part(" …", False)] * after]


def _word_from(text: str, start: int) -> int:
    return text.find(" ", start) + 1 if start > 0 else 0


def _word_until(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    return max(text.rfind(" ", 0, end + 1), 0) or end
