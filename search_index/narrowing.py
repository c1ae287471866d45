"""Filters and facets: narrowing an answer, and saying what it could be narrowed to."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from search_index.answers import Query
from search_index.passages import DocumentFacts

_FACETS: Mapping[str, Callable[[DocumentFacts], Iterable[object]]] = {
    "kind": lambda facts: (facts.kind,),
    "issuer": lambda facts: (facts.issuer,),
    "year": lambda facts: (facts.year,),
    "topic": lambda facts: facts.topics,
    "status": lambda facts: (facts.status,),
}


def passes(query: Query, facts: DocumentFacts) -> bool:
    """Tell whether a document passes every filter of `query`; values of one filter are “or”."""
    return (
        (not query.kinds or facts.kind in query.kinds)
        and (not query.issuers or facts.issuer in query.issuers)
        and (not query.topics or not query.topics.isdisjoint(facts.topics))
        and (not query.statuses or facts.status in query.statuses)
        and (query.year_from is None or (facts.year or 0) >= query.year_from)
        and (query.year_to is None or 0 < (facts.year or 0) <= query.year_to)
    )


def facets(documents: Iterable[DocumentFacts]) -> dict[str, tuple[tuple[str, int], ...]]:
    """For every facet its values with the number of `documents`, the commonest first."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in _FACETS}
    for facts in documents:
        for name, values in _FACETS.items():
            counts[name].update(str(value) for value in values(facts) if value not in (None, ""))
    return {
        name: tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
        for name, counted in counts.items()
    }
