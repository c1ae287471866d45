"""Where documents and their points are found, and addresses with one parameter changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

#: What counts pages; another question begins with the first one.
_PAGING = frozenset({"cursor", "offset"})


def document_address(document_id: str, anchor: str | None = None, on: date | None = None) -> str:
    """Return where a document is read, at one of its points when `anchor` names one.

    on: the day it is looked at, when that is not today.
    """
    day = f"?ngay={on}" if on else ""
    point = f"#{point_id(anchor)}" if anchor else ""
    return f"/van-ban/{quote(document_id, safe='')}{day}{point}"


def point_id(anchor: str) -> str:
    """Return a point's id in its page: “3.5.1” is m-3-5-1, since dots break selectors."""
    return "m-" + anchor.replace(".", "-")


def point_ids(anchors: Iterable[str]) -> Mapping[str, str]:
    """Return each anchor's id in the page; no two are alike.

    “1-2”, the second of two points numbered 1, gives way to “1.2”.
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for anchor in sorted(anchors, key=lambda one: (one.count("-"), one)):
        found, again = point_id(anchor), 1
        while found in taken:
            again += 1
            found = f"{point_id(anchor)}--{again}"
        taken.add(found)
        ids[anchor] = found
    return ids


@dataclass(frozen=True, slots=True)
class Address:
    """A page of ours with its parameters, none of them empty."""

    path: str
    given: Sequence[tuple[str, str]]

    def __str__(self) -> str:
        return f"{self.path}?{urlencode(self.given)}" if self.given else self.path

    def has(self, name: str, value: str) -> bool:
        """Whether the page is narrowed to this value."""
        return (name, value) in self.given

    def plus(self, *more: tuple[str, str]) -> "Address":
        """Narrow further, from the first page on."""
        return Address(self.path, [*self._first_page(), *more])

    def minus(self, name: str, value: str | None = None) -> "Address":
        """Let go of one value, or of all values of that name."""
        kept = [
            pair
            for pair in self._first_page()
            if pair[0] != name or (value is not None and pair[1] != value)
        ]
        return Address(self.path, kept)

    def turned_to(self, name: str, value: str) -> "Address":
        """The same question, another page of its answer."""
        return Address(self.path, [*self._first_page(), (name, value)])

    def _first_page(self) -> list[tuple[str, str]]:
        return [pair for pair in self.given if pair[0] not in _PAGING]
