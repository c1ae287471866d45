"""A text as a page shows it: its parts, their points, and the list of contents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handbook_api.documents.models import Provision
from handbook_api.documents.queries import Cited
from handbook_api.webclient.library.addresses import document_address, point_ids
from handbook_api.webclient.library.pieces import Line, Part, Span, lines_of
from handbook_api.webclient.library.within import Wanted

#: Headings of a text stand under “Toàn văn”, which is of the second level.
_FIRST_LEVEL, _LAST_LEVEL = 3, 6
#: Words of a point without a heading that stand for it in the list of contents.
_ENTRY_LETTERS = 70


@dataclass(frozen=True, slots=True)
class Point:
    """One provision. name: as people cite it (“điểm 3.5.1”), empty where nothing is numbered.

    let_go: ids of points of earlier texts that stood here.
    """

    id: str
    anchor: str
    level: int
    label: str
    name: str
    heading: Sequence[Part]
    lines: Sequence[Line]
    is_letter: bool
    found: int
    let_go: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of contents."""

    id: str
    label: str
    words: str
    below: list["Entry"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole text; each part is its first point and all that stands under it."""

    parts: Sequence[Sequence[Point]]
    contents: Sequence[Entry]
    ids: Mapping[str, str]

    @property
    def points(self) -> Iterator[Point]:
        """Every point, in order."""
        return (point for part in self.parts for point in part)

    @property
    def found(self) -> int:
        """How often what was looked for stands in the text."""
        return sum(point.found for point in self.points)

    def at(self, typed: str) -> str | None:
        """Return the id of the point somebody names: “3.5.1”, “điểm 3.5.1”, “điều 5”."""
        wanted = _plain(typed)
        for point in self.points:
            if wanted and wanted in (_plain(point.name), _plain(point.label), point.anchor):
                return point.id
        return None


def outline_of(
    provisions: Sequence[Provision],
    citations: Sequence[Cited],
    wanted: Wanted,
    let_go: Sequence[str] = (),
) -> Outline:
    """Return the text of a document with its links, and what is looked for in it."""
    ids = point_ids([row.anchor for row in provisions])
    links = _links(citations, {row.anchor for row in provisions}, ids)
    gone = _nearest(let_go, ids)
    parts: list[list[Point]] = []
    headed = _heads_above(provisions)
    for row in provisions:
        point = _point(row, ids, headed[row.anchor], links.get(row.anchor, ()), wanted, gone)
        if not row.path or not parts:
            parts.append([])
        parts[-1].append(point)
    return Outline(parts, _contents(provisions, ids), ids)


def _point(
    row: Provision,
    ids: Mapping[str, str],
    above: int,
    links: Sequence[Span],
    wanted: Wanted,
    gone: Mapping[str, Sequence[str]],
) -> Point:
    in_heading, in_text = wanted.spans(row.heading), wanted.spans(row.text)
    heading = [part for line in lines_of(row.heading, (), in_heading) for part in _flat(line)]
    return Point(
        id=ids[row.anchor],
        anchor=row.anchor,
        level=min(_FIRST_LEVEL + above, _LAST_LEVEL),
        label=label_of(row.number),
        name=cited_as(row.number),
        heading=heading,
        lines=lines_of(row.text, links, in_text),
        is_letter=row.kind == "letter",
        found=len(in_heading) + len(in_text),
        let_go=gone.get(row.anchor, ()),
    )


def _flat(line: Line) -> Iterator[Part]:
    return (part for run in line.runs for part in run.parts)


def label_of(number: str) -> str:
    """Return the number as it is printed before the text: “3.5.1.”, “a)”, “Điều 5.”"""
    kind, _, rest = number.partition(" ")
    if kind in ("điểm", "khoản", "tiết"):
        number = rest.split(" ", 1)[0]
    if not number:
        return ""
    return f"{number})" if number.isalpha() and len(number) == 1 else f"{number}."


def cited_as(number: str) -> str:
    """Return how people cite a point: “điểm 3.5.1”, “Điều 5”."""
    return f"điểm {number}" if number[:1].isdigit() else number


def _plain(written: str) -> str:
    return " ".join(written.casefold().replace("điểm", "").strip(" .)").split())


def _links(
    citations: Sequence[Cited], anchors: set[str], ids: Mapping[str, str]
) -> Mapping[str, Sequence[Span]]:
    links: dict[str, list[Span]] = {}
    for cited in citations:
        row, target = cited.citation, cited.target
        if target is None:
            continue
        if target.id != row.document_id:
            address = document_address(target.id, row.target_anchor)
            anchor = row.target_anchor or ""
        elif row.target_anchor in anchors:
            address, anchor = f"#{ids[row.target_anchor]}", ""
        else:
            continue  # a text need not lead to itself
        links.setdefault(row.anchor, []).append(Span(row.start, row.end, address, anchor))
    return links


def _heads_above(provisions: Sequence[Provision]) -> Mapping[str, int]:
    """How many headings stand above each provision: levels of headings are never skipped."""
    headed = {row.anchor for row in provisions if row.heading}
    return {row.anchor: sum(step[0] in headed for step in row.path) for row in provisions}


def _nearest(let_go: Sequence[str], ids: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """Where links to points that are no more lead: to what stood around them."""
    first = next(iter(ids), "")
    gone: dict[str, list[str]] = {}
    taken = set(ids.values())
    for anchor, id_ in point_ids(let_go).items():
        if id_ in taken:
            continue
        taken.add(id_)
        around = anchor
        while around and around not in ids:
            around = around.rpartition(".")[0]
        gone.setdefault(around or first, []).append(id_)
    return gone


def _contents(provisions: Sequence[Provision], ids: Mapping[str, str]) -> list[Entry]:
    """Two levels: what is numbered or headed at the top, and right below it."""
    entries: list[Entry] = []
    for row in provisions:
        if len(row.path) > 1 or row.kind == "letter" or not (row.number or row.heading):
            continue
        entry = Entry(ids[row.anchor], label_of(row.number), _in_short(row))
        if not row.path:
            entries.append(entry)
        elif entries:
            entries[-1].below.append(entry)
    return entries


def _in_short(row: Provision) -> str:
    words = row.heading or row.text.replace("\n", " ")
    if len(words) <= _ENTRY_LETTERS or row.heading:
        return words
    return words[: words.rfind(" ", 0, _ENTRY_LETTERS)] + "…"
