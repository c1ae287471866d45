"""Paragraphs → the provisions of a document, each with the anchor that people can cite."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handbook_api.documents.reading.anchors import AnchorBook, ProvisionName
from handbook_api.documents.reading.bodies import pieces
from handbook_api.documents.reading.front_matter import read_front_matter
from handbook_api.documents.reading.headings import is_heading
from handbook_api.documents.reading.headlines import read_headline
from handbook_api.documents.reading.letterhead import read_letterhead
from handbook_api.documents.reading.mending import Paragraph
from handbook_api.documents.reading.outline import Place, outline
from handbook_api.documents.reading.tails import attachments_at, closing_at, signed_at


@dataclass(frozen=True, slots=True)
class ProvisionText:
    """One part of a document: what people cite, its title and its own words.

    number: as cited (“3.5.1”, “khoản 2 Điều 5”), empty for preamble, closing and plain text.
    text: without the printed number and without the children; paragraphs joined by line breaks.
    """

    anchor: str
    parent: str | None
    kind: str
    number: str
    heading: str
    text: str
    page: int | None


def provisions(paragraphs: Sequence[Paragraph]) -> tuple[ProvisionText, ...]:
    """The provisions in the order of the document, parents before their children.

    Every paragraph after the letterhead is in exactly one of them.
    """
    paragraphs = paragraphs[read_front_matter(paragraphs).end :]
    letterhead = read_letterhead(paragraphs)
    if letterhead.is_official or is_structured(paragraphs):
        return tuple(_official(paragraphs, letterhead.end))
    outside = read_headline(paragraphs).outside_text
    text = [one for at, one in enumerate(paragraphs) if at not in outside]
    return tuple(_body(text))


def is_structured(paragraphs: Sequence[Paragraph]) -> bool:
    """Tell whether there are articles, or points within points.

    A list 1, 2, 3 in a news article is not structure.
    """
    places = outline(paragraphs, 0, len(paragraphs))
    articles = sum(place.marker.kind == "article" for place in places)
    nested = sum(place.marker.kind == "number" and len(place.values) > 1 for place in places)
    sections = sum(place.marker.kind in {"roman", "chapter"} for place in places)
    return articles >= 2 or nested >= 3 or sections >= 2


def _official(paragraphs: Sequence[Paragraph], start: int) -> Iterator[ProvisionText]:
    signed = signed_at(paragraphs, start)
    attached = attachments_at(paragraphs, start, signed)
    signed = min([signed, *attached[:1]])
    yield from _text(paragraphs, start, signed, attached[0] if attached else len(paragraphs))
    for index, (begin, end) in enumerate(pairwise([*attached, len(paragraphs)]), start=1):
        yield from _attachment(paragraphs, begin, end, f"phu-luc-{index}")


def _text(
    paragraphs: Sequence[Paragraph], start: int, signed: int, end: int
) -> Iterator[ProvisionText]:
    """Preamble, numbered text and closing of one paper."""
    places = outline(paragraphs, start, signed)
    last = places[-1].at if places else start - 1
    in_articles = any(place.marker.kind == "article" for place in places)
    closing = closing_at(paragraphs, last + 1, signed, in_articles=in_articles)
    first = places[0].at if places else closing
    if places:
        yield from _plain("mo-dau", "preamble", paragraphs[start:first])
        yield from _numbered(paragraphs, places, closing, AnchorBook())
    else:
        yield from _body(paragraphs[start:first])
    yield from _plain("ket-thuc", "closing", paragraphs[closing:end])


def _plain(anchor: str, kind: str, paragraphs: Sequence[Paragraph]) -> Iterator[ProvisionText]:
    if paragraphs:
        text = "\n".join(paragraph.text for paragraph in paragraphs)
        yield ProvisionText(anchor, None, kind, "", "", text, paragraphs[0].page)


def _body(paragraphs: Sequence[Paragraph]) -> Iterator[ProvisionText]:
    for index, piece in enumerate(pieces(paragraphs), start=1):
        anchor = "noi-dung" if index == 1 else f"noi-dung-{index}"
        text = "\n".join(paragraph.text for paragraph in piece.paragraphs)
        yield ProvisionText(anchor, None, "body", "", piece.heading, text, piece.page)


def _numbered(
    paragraphs: Sequence[Paragraph], places: Sequence[Place], end: int, book: AnchorBook
) -> Iterator[ProvisionText]:
    names = [book.name(place) for place in places]
    parents = {name.parent for name in names}
    bounds = [*(place.at for place in places[1:]), end]
    for place, name, until in zip(places, names, bounds, strict=True):
        own = [one.text for one in paragraphs[place.at + 1 : until]]
        yield _provision(place, name, own, has_children=name.anchor in parents)


def _provision(
    place: Place, name: ProvisionName, own: list[str], *, has_children: bool
) -> ProvisionText:
    first, heading = place.marker.rest, ""
    if not first and own and place.title_below:
        heading, own = own[0], own[1:]
    elif place.printed_as_heading or is_heading(
        first,
        has_children=has_children,
        has_text=bool(own),
        is_letter=place.marker.kind == "letter",
    ):
        heading, first = first, ""
    text = "\n".join([first, *own] if first else own)
    return ProvisionText(
        name.anchor, name.parent, name.kind, name.number, heading, text, place.page
    )


def _attachment(
    paragraphs: Sequence[Paragraph], begin: int, end: int, anchor: str
) -> Iterator[ProvisionText]:
    """An appendix as one piece of text; rules with articles of their own keep their articles."""
    places = outline(paragraphs, begin + 1, end)
    articles = sum(place.marker.kind == "article" for place in places)
    own = places[0].at if articles >= 2 else end
    lines = [paragraph.text for paragraph in paragraphs[begin:own]]
    heading = "\n".join(lines[:2]) if len(lines) > 1 and lines[1].isupper() else lines[0]
    text = "\n".join(lines[1 + heading.count("\n") :])
    yield ProvisionText(
        anchor, None, "appendix", "", heading.replace("\n", " "), text, paragraphs[begin].page
    )
    if articles >= 2:
        yield from _numbered(paragraphs, places, end, AnchorBook(anchor))
