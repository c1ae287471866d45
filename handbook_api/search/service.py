"""One question, asked of the index inside what the viewer may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.documents import queries
from handbook_api.documents.queries import DocumentAt
from handbook_api.runtime import Runtime
from handbook_api.search.scope import ScopeCache
from search_index import Answer, Query, Suggestion

#: One cache for each database: a change number means nothing outside its own.
_SCOPES: WeakKeyDictionary[Engine, ScopeCache] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of the index, with the documents of its hits and the names of its facets."""

    answer: Answer
    documents: Mapping[str, DocumentAt]
    issuers: Mapping[str, str]
    topics: Mapping[str, str]


def search(
    runtime: Runtime, session: Session, viewer: Identity, query: Query, as_at: date
) -> Found:
    """Return what `viewer` finds on `as_at`. Raises QueryTooLong."""
    runtime.index.refresh()
    sight = _scopes(runtime).sight(session, viewer, as_at)
    answer = runtime.index.search(query, sight.scope)
    ids = [hit.document_id for hit in answer.hits]
    rows = queries.documents_by_id(session, viewer, ids, as_at)
    return Found(
        answer=answer,
        documents={row.document.id: row for row in rows},
        issuers=sight.issuers,
        topics=sight.topics,
    )


def matching(
    runtime: Runtime, session: Session, viewer: Identity, questions: Sequence[Query], as_at: date
) -> Sequence[frozenset[str]]:
    """Return the ids of all that `viewer` would find, for each question. Raises QueryTooLong."""
    runtime.index.refresh()
    sight = _scopes(runtime).sight(session, viewer, as_at)
    return [runtime.index.matching(question, sight.scope) for question in questions]


def suggest(
    runtime: Runtime, session: Session, viewer: Identity, text: str, as_at: date, *, limit: int
) -> tuple[Suggestion, ...]:
    """Return completions of `text` among what `viewer` may see."""
    runtime.index.refresh()
    sight = _scopes(runtime).sight(session, viewer, as_at)
    return runtime.index.suggest(text, sight.scope, limit=limit)


def _scopes(runtime: Runtime) -> ScopeCache:
    return _SCOPES.setdefault(runtime.engine, ScopeCache())
