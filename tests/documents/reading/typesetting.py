"""A small typesetter: paragraphs in, printed lines with places out, in several house styles."""

from collections.abc import Sequence
from dataclasses import dataclass

from handbook_api.gateways.text_extraction import Extracted, Line, Place

LETTER = 6.0
LEFT, RIGHT = 72.0, 540.0
TOP, BOTTOM = 720.0, 72.0


@dataclass(frozen=True, slots=True)
class Style:
    leading: float = 14.0
    after: float = 0.0
    indent: float = 0.0
    soft_ends: bool = False
    justified: bool = False
    numbered_pages: bool = False
    head: str = ""
    placed: bool = True


def typeset(paragraphs: Sequence[str], style: Style) -> Extracted:
    """Print the paragraphs, breaking lines and pages as a word processor does."""
    pages: list[list[Line]] = [[]]
    top = TOP
    for paragraph in paragraphs:
        lines = _broken(paragraph, style)
        for number, (left, text) in enumerate(lines):
            if top < BOTTOM:
                pages.append([])
                top = TOP
            is_last = number == len(lines) - 1
            pages[-1].append(_line(text, len(pages), left, top, style, is_last=is_last))
            top -= style.leading
        top -= style.after
    printed = [_furnished(page, number, style) for number, page in enumerate(pages, 1)]
    return Extracted("pdf", tuple(line for page in printed for line in page), len(pages))


def _broken(paragraph: str, style: Style) -> list[tuple[float, str]]:
    lines: list[tuple[float, str]] = []
    left, text = LEFT + style.indent, ""
    for word in paragraph.split():
        longer = f"{text} {word}".strip()
        if left + LETTER * len(longer) > RIGHT:
            lines.append((left, text))
            left, longer = LEFT, word
        text = longer
    return [*lines, (left, text)]


def _line(text: str, page: int, left: float, top: float, style: Style, *, is_last: bool) -> Line:
    right = RIGHT if style.justified and not is_last else left + LETTER * len(text)
    place = (
        Place(left, right, top, LETTER * len(text.split(maxsplit=1)[0])) if style.placed else None
    )
    return Line(text + " " * (style.soft_ends and not is_last), page=page, place=place)


def _furnished(page: list[Line], number: int, style: Style) -> list[Line]:
    head, foot = [], []
    if style.head:
        head = [Line(style.head, page=number, place=Place(72, 300, 760, 20))]
    if style.numbered_pages:
        foot = [Line(f"- {number} -", page=number, place=Place(300, 318, 40, 18))]
    return [*head, *page, *foot]
