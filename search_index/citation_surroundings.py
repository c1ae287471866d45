"""What the rest of a text says of one of its citations: a definition before, neighbours."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from search_index.citation_meaning import Resolution
from search_index.citations import Citation
from search_index.kinds import same_family

#: Documents named so close together belong to one another.
_TOGETHER = 250
#: Of the documents with one number, the last few named are looked at.
_LOOKED_AT = 8


@dataclass(slots=True)
class Definitions:
    """What a text has said so far, so that “Đề án 07” means the 07-ĐA/ĐUK named before."""

    _by_symbol: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_number: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, at: int, citation: Citation) -> None:
        """Remember the citation at place `at`, if it defines a document by its symbol."""
        if citation.symbol is not None:
            self._by_symbol[citation.symbol.key].append(at)
            self._by_number[_bare(citation.symbol.number)].append(at)

    def before(self, citation: Citation, citations: Sequence[Citation]) -> int | None:
        """The place of the last citation that `citation` repeats or shortens, or None."""
        if citation.issued_on or citation.self_reference:
            return None
        if citation.symbol is not None:
            places = self._by_symbol.get(citation.symbol.key, [])
        else:
            places = self._by_number.get(_bare(citation.number), []) if citation.number else []
        same = (at for at in reversed(places[-_LOOKED_AT:]) if _repeats(citation, citations[at]))
        return next(same, None)


def _repeats(citation: Citation, earlier: Citation) -> bool:
    if citation.year not in (None, earlier.year):
        return False
    if citation.symbol is not None:
        return True
    of_kind = citation.kind is not None and same_family(citation.kind, earlier.kind)
    return of_kind and citation.issuer in (None, earlier.issuer)


def named_near(
    citations: Sequence[Citation], found: Sequence[Resolution], at: int
) -> frozenset[str]:
    """The documents resolved close by in the text; `citations` are in order of place."""
    here, near = citations[at].start, set()
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(citations) and abs(citations[other].start - here) <= _TOGETHER:
            near.add(found[other].document_id)
            other += step
    return frozenset(one for one in near if one is not None)


def _bare(number: str | None) -> str:
    return (number or "").lower().lstrip("0")
