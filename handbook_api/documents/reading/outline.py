"""Which paragraphs are numbered provisions, and under which of the others each stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from handbook_api.documents.reading.mending import Paragraph
from handbook_api.documents.reading.numbering import Marker, read_marker
from handbook_api.documents.reading.quotations import quoted
from handbook_api.documents.reading.sequences import (
    LetterSequence,
    NumberSequence,
    OrdinalSequence,
    Values,
)

#: How far ahead we look to tell a gap from a figure that is no number.
_AHEAD = 60
_LONGEST_TITLE = 250
_WIDEST_GAP, _WIDEST_ARTICLE_GAP = 3, 60
#: Outer to inner: a new one closes everything deeper than itself.
_DEPTH = {"part": 0, "capital": 0, "chapter": 1, "section": 2, "roman": 2, "article": 3}


@dataclass(frozen=True, slots=True)
class Place:
    """A provision that begins at paragraph `at`.

    values: its true number (a misprint is mended). within: the places it stands under, outermost
    first. title_below: its title is the next paragraph (“Chương I” / “QUY ĐỊNH CHUNG”).
    """

    at: int
    marker: Marker
    values: Values
    within: tuple["Place", ...]
    page: int | None
    printed_as_heading: bool = False
    title_below: bool = False


def outline(paragraphs: Sequence[Paragraph], start: int, end: int) -> list[Place]:
    """The numbered provisions in [start, end), in order."""
    inside = quoted(paragraphs[start:end])
    markers = {
        at: marker
        for at in range(start, end)
        if not inside[at - start] and (marker := read_marker(paragraphs[at].text)) is not None
    }
    return _Outliner(paragraphs, markers, end).places()


@dataclass(slots=True)
class _Outliner:
    paragraphs: Sequence[Paragraph]
    markers: dict[int, Marker]
    end: int
    _open: list[Place] = field(default_factory=list)
    _numbers: NumberSequence = field(default_factory=NumberSequence)
    _letters: LetterSequence = field(default_factory=LetterSequence)
    _ordinals: dict[str, OrdinalSequence] = field(default_factory=dict)
    _order: list[int] = field(default_factory=list)
    _position: int = 0

    def places(self) -> list[Place]:
        """Walk through the markers once; each either counts or is text."""
        self._order = sorted(self.markers)
        found = []
        for position, at in enumerate(self._order):
            self._position = position
            place = self._place(at, self.markers[at])
            if place is not None:
                found.append(place)
        return found

    def _place(self, at: int, marker: Marker) -> Place | None:
        if marker.kind == "letter":
            return self._letter(at, marker)
        if marker.kind == "number":
            return self._number(at, marker)
        return self._container(at, marker)

    def _container(self, at: int, marker: Marker) -> Place | None:
        gap = _WIDEST_ARTICLE_GAP if marker.kind == "article" else _WIDEST_GAP
        sequence = self._ordinals.setdefault(marker.kind, OrdinalSequence(widest_gap=gap))
        if not sequence.take(marker.values, self._later(marker.kind)):
            return None
        self._close(lambda place: _DEPTH.get(place.marker.kind, 9) >= _DEPTH[marker.kind])
        for kind, depth in _DEPTH.items():
            #: Articles and chapters run through the whole paper; the rest begins again.
            if depth > _DEPTH[marker.kind] and kind not in {"article", "chapter"}:
                self._ordinals.pop(kind, None)
        points = [place for place in self._open if place.marker.kind == "number"]
        continued = self._numbers.path[0] if self._numbers.path else None
        if not points:
            self._numbers = NumberSequence(continued=continued)
        self._letters = LetterSequence()
        return self._opened(at, marker, marker.values)

    def _number(self, at: int, marker: Marker) -> Place | None:
        values = self._numbers.take(marker.values, self._later("number"))
        if values is None:
            return None
        self._close(
            lambda place: (
                place.marker.kind == "letter"
                or (place.marker.kind == "number" and not _leads_to(place.values, values))
            )
        )
        self._letters = LetterSequence()
        return self._opened(at, marker, values)

    def _letter(self, at: int, marker: Marker) -> Place | None:
        if not self._letters.take(marker.label, self._later_letters()):
            return None
        self._close(lambda place: place.marker.kind == "letter")
        return self._opened(at, marker, ())

    def _opened(self, at: int, marker: Marker, values: Values) -> Place:
        paragraph = self.paragraphs[at]
        place = Place(
            at,
            marker,
            values,
            tuple(self._open),
            paragraph.page,
            printed_as_heading=paragraph.heading is not None and len(marker.rest) < _LONGEST_TITLE,
            title_below=not marker.rest and self._is_title(at + 1),
        )
        self._open.append(place)
        return place

    def _close(self, ends: Callable[[Place], bool]) -> None:
        for index, place in enumerate(self._open):
            if ends(place):
                del self._open[index:]
                return

    def _later(self, kind: str) -> list[Values]:
        """The numbers of `kind` still to come before the container ends."""
        later = []
        for at in self._order[self._position + 1 : self._position + 1 + _AHEAD]:
            marker = self.markers[at]
            if kind == "number" and marker.kind in _DEPTH:
                break
            if marker.kind == kind:
                later.append(marker.values)
        return later

    def _later_letters(self) -> list[str]:
        later = []
        for at in self._order[self._position + 1 : self._position + 1 + _AHEAD]:
            marker = self.markers[at]
            if marker.kind != "letter":
                break
            later.append(marker.label)
        return later

    def _is_title(self, at: int) -> bool:
        if at >= self.end or at in self.markers:
            return False
        text = self.paragraphs[at].text
        return len(text) <= _LONGEST_TITLE and not text.endswith((".", ";", ":", ","))


def _leads_to(outer: Values, inner: Values) -> bool:
    return len(outer) < len(inner) and inner[: len(outer)] == outer
