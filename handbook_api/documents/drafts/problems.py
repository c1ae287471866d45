"""What a person should look at before a document is taken over."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from handbook_api.documents.reading.metadata import Metadata
from handbook_api.documents.reading.structure import ProvisionText

#: A provision longer than this holds others that were not recognised, as a rule. Letters.
_LONG = 6000
_LAST_NUMBER = re.compile(r"(\d+)\D*$")
_COUNTED = {"article", "clause", "point"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at. code: its words; anchor, page: where it is, if it is somewhere.

    blocks: the document cannot be taken over before it is mended.
    """

    code: str
    facts: Mapping[str, Any]
    anchor: str | None = None
    page: int | None = None
    blocks: bool = False


def of_description(said: Metadata) -> Iterator[Problem]:
    """What the description lacks. A paper with a symbol needs its day, and every one a title."""
    if not said.title:
        yield Problem("no_title", {}, blocks=True)
    if said.issued_on is None:
        yield Problem("no_date", {}, blocks=bool(said.symbol))
    if said.kind is None:
        yield Problem("no_kind", {})
    if not said.symbol:
        yield Problem("no_symbol", {})
    if not said.issuer:
        yield Problem("no_issuer", {}, blocks=bool(said.symbol))


def of_pages(pages_without_text: Iterable[int]) -> Iterator[Problem]:
    """Pages that are pictures: nothing on them was read."""
    for page in pages_without_text:
        yield Problem("picture", {"page": page}, page=page)


def of_text(parts: Sequence[ProvisionText]) -> Iterator[Problem]:
    """Numbers that are missing between two, and provisions that look like several."""
    for before, after in _neighbours(parts):
        first, second = _last(before), _last(after)
        if first is not None and second is not None and second - first > 1:
            told = {"before": before.number, "after": after.number}
            yield Problem("gap", told, after.anchor, after.page)
    for part in parts:
        if len(part.text) > _LONG:
            facts: dict[str, Any] = {
                "number": part.number or part.heading,
                "letters": len(part.text),
            }
            yield Problem("long", facts, part.anchor, part.page)


def _neighbours(parts: Sequence[ProvisionText]) -> Iterator[tuple[ProvisionText, ProvisionText]]:
    """Each two that follow one another under the same parent and are counted alike."""
    siblings: dict[tuple[str | None, str], list[ProvisionText]] = {}
    for part in parts:
        if part.kind in _COUNTED:
            siblings.setdefault((part.parent, part.kind), []).append(part)
    for row in siblings.values():
        yield from pairwise(row)


def _last(part: ProvisionText) -> int | None:
    found = _LAST_NUMBER.search(part.anchor)
    return int(found[1]) if found else None
