"""Plain text without numbers, cut into pieces that a reader can be pointed to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from handbook_api.documents.reading.mending import Paragraph

#: Words of a piece: long enough to understand, short enough to show.
_ENOUGH, _FULL, _TOO_MUCH = 150, 250, 300
_LONGEST_SUBHEADING = 120


@dataclass(slots=True)
class Piece:
    """One piece: its subheading, if the text has one there, and its paragraphs."""

    heading: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    page: int | None = None

    @property
    def words(self) -> int:
        """Number of words, without the subheading."""
        return sum(len(one.text.split()) for one in self.paragraphs)


def pieces(paragraphs: Sequence[Paragraph]) -> Iterator[Piece]:
    """Cut at subheadings, and between paragraphs when about 200 words are reached."""
    piece = Piece()
    for at, paragraph in enumerate(paragraphs):
        if is_subheading(paragraphs, at):
            if piece.paragraphs or piece.heading:
                yield piece
            piece = Piece(heading=paragraph.text, page=paragraph.page)
            continue
        words = len(paragraph.text.split())
        if piece.paragraphs and _is_full(piece.words, words):
            yield piece
            piece = Piece()
        if not piece.paragraphs and not piece.heading:
            piece.page = paragraph.page
        piece.paragraphs.append(paragraph)
    if piece.paragraphs or piece.heading:
        yield piece


def is_subheading(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Tell whether a short line without a full stop stands over a real paragraph."""
    paragraph = paragraphs[at]
    if paragraph.heading is not None:
        return len(paragraph.text) <= 2 * _LONGEST_SUBHEADING
    text = paragraph.text.strip()
    if len(text.split()) < 2 or len(text) > _LONGEST_SUBHEADING:
        return False
    if text[-1] in '.,;:!?…)”"/' or text[0] in '-–+*•(“"' or text[0].islower():
        return False
    below = paragraphs[at + 1].text if at + 1 < len(paragraphs) else ""
    return len(below.split()) > 25


def _is_full(words: int, more: int) -> bool:
    total = words + more
    return total > _TOO_MUCH or (words >= _ENOUGH and total > _FULL)
