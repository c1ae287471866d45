"""What one viewer may find on one day, as the index wants to know it."""

from collections.abc import Mapping
from datetime import date
from threading import Lock

from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.documents import queries
from search_index import DocumentFacts

#: Scopes kept: a few days looked back to, for each kind of viewer.
_KEPT = 16


class ScopeCache:
    """Scopes by library change, viewer and day: everything in a scope changes only with these."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._scopes: dict[tuple[int, Identity, date], Mapping[str, DocumentFacts]] = {}

    def scope(self, session: Session, viewer: Identity, as_at: date) -> Mapping[str, DocumentFacts]:
        """Return the facts of every document `viewer` may see, with validity on `as_at`."""
        key = (queries.sequence(session), viewer, as_at)
        with self._lock:
            found = self._scopes.get(key)
        if found is None:
            found = _read(session, viewer, as_at)
            with self._lock:
                while len(self._scopes) >= _KEPT:
                    self._scopes.pop(next(iter(self._scopes)))
                self._scopes[key] = found
        return found


def _read(session: Session, viewer: Identity, as_at: date) -> Mapping[str, DocumentFacts]:
    return {
        facts.id: DocumentFacts(
            kind=facts.kind,
            issuer=facts.issuer_code or "",
            year=facts.sort_date.year if facts.issued_on else None,
            topics=facts.topics,
            status=facts.status,
            symbol=facts.symbol,
            issued_on=facts.issued_on,
            title=facts.title,
        )
        for facts in queries.facts_of_documents(session, viewer, as_at)
    }
