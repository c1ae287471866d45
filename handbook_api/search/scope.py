"""What one viewer may find on one day, as the index wants to know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.documents import queries
from search_index import DocumentFacts

#: Scopes kept: a few days looked back to, for each kind of viewer.
_KEPT = 16


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer may find on a day, and the names of the issuers and topics among it."""

    scope: Mapping[str, DocumentFacts]
    issuers: Mapping[str, str]
    topics: Mapping[str, str]


class ScopeCache:
    """Scopes by library change, readership and day: a scope changes only with these."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[tuple[object, ...], Sight] = {}

    def sight(self, session: Session, viewer: Identity, as_at: date) -> Sight:
        """Return the facts of every document `viewer` may see, with validity on `as_at`."""
        key = (
            queries.sequence(session),
            viewer.sees_everything,
            viewer.is_member,
            queries.audience_paths_reaching(session, viewer),
            as_at,
        )
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = Sight(
                scope=_read(session, viewer, as_at),
                issuers={issuer.code: issuer.name for issuer in queries.all_issuers(session)},
                topics={topic.code: topic.name for topic in queries.all_topics(session)},
            )
            with self._lock:
                while len(self._kept) >= _KEPT:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[key] = found
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
