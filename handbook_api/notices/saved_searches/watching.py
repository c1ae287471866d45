"""The library's changes are looked through for what people follow, some at a time.

A round takes some changed documents and some of the distinct searches; the next goes on from
there. How far all searches have come stands in one row, which moves on only when every search
was asked about these documents.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.content_store.parameters.rules import NoticeRules
from handbook_api.core import clock
from handbook_api.core.identity import SYSTEM
from handbook_api.db.inserting import insert_into
from handbook_api.db.sealing import keys_of
from handbook_api.documents import queries as documents
from handbook_api.jobs import Again
from handbook_api.notices.saved_searches.matching import found_by
from handbook_api.notices.saved_searches.models import SavedSearch, Watch
from handbook_api.notices.saved_searches.telling import Teller
from handbook_api.notices.saved_searches.wanted import Wanted, place_of
from handbook_api.runtime import Runtime

log = structlog.get_logger("notices.saved_searches")

#: Changes read at a time; several may be of one document.
_MOST_CHANGES = 1_000


@dataclass(frozen=True, slots=True)
class Look:
    """What a round looks at: documents changed after the watch and up to `until`; searches whose
    blind index comes after `after`.
    """

    documents: Collection[str]
    until: int
    after: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """The searches of a round. last: where the next one begins; None: these were the last."""

    wishes: Mapping[bytes, Wanted]
    owners: Sequence[tuple[bytes, UUID]]
    last: bytes | None


def watch(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """One round. To be called again until nothing is left that has settled.

    The first round of all only notes where the library stands: nobody is told of what was there
    before. A library with another history (a restored backup) is taken up where it stands now.
    """
    noted = _noted(session)
    if noted is None:
        return None
    rules = runtime.content.notices(clock.today())
    look = _look(session, rules, noted, payload)
    if look is None:
        return None
    runtime.index.refresh()
    if runtime.index.sequence < look.until:
        return None  # this machine's index has not followed yet; the next slot comes back to it
    asked = _searches(session, look.after, rules.saved_searches_a_round)
    found = found_by(runtime, session, asked.wishes, asked.owners, look.documents)
    mark = f"{look.until}:{look.after.hex()}"
    rows = documents.documents_by_id(session, SYSTEM, sorted(found), clock.today())
    teller = Teller(session, runtime.content, frozenset().union(*found.values()))
    for row in sorted(rows, key=lambda row: row.document.sort_date, reverse=True):
        teller.tell(row.document, found[row.document.id], mark)
    log.info("searches_followed", documents=len(look.documents), searches=len(asked.wishes))
    if asked.last is None:
        noted.sequence = look.until
        return Again(payload={})
    return Again(payload={"until": look.until, "after": asked.last.hex()})


def _noted(session: Session) -> Watch | None:
    """Return how far everything has been looked at, nobody else's before this ends; None: anew."""
    known = documents.sequence(session)
    new = insert_into(session, Watch).values(id=1, sequence=known).on_conflict_do_nothing()
    session.execute(new)
    noted = session.scalars(select(Watch).with_for_update()).one()
    if not documents.knows_sequence(session, noted.sequence):
        noted.sequence = known
    return noted if noted.sequence < known else None


def _look(
    session: Session, rules: NoticeRules, noted: Watch, payload: Mapping[str, Any]
) -> Look | None:
    """Return what this round is about; None when nothing is, or another finished it already."""
    changes = documents.changed_since(session, noted.sequence, limit=_MOST_CHANGES)
    until = payload.get("until")
    if until is not None and until <= noted.sequence:
        return None
    settled = clock.now() - timedelta(minutes=rules.saved_search_wait_minutes)
    taken: dict[str, int] = {}
    last = 0
    for change in changes:
        if change.sequence > until if until is not None else change.at > settled:
            break
        if change.document_id not in taken and len(taken) == rules.saved_search_documents_a_round:
            break
        taken[change.document_id] = last = change.sequence
    if not last:
        return None
    return Look(taken.keys(), last, bytes.fromhex(payload.get("after", "")))


def _searches(session: Session, after: bytes, most: int) -> Asked:
    """Return the next distinct wishes by blind index, and who has them."""
    blinds = session.scalars(
        select(SavedSearch.blind)
        .where(SavedSearch.blind > after)
        .distinct()
        .order_by(SavedSearch.blind)
        .limit(most)
    ).all()
    keys, wishes, owners = keys_of(session), dict[bytes, Wanted](), []
    rows = select(
        SavedSearch.id, SavedSearch.account_id, SavedSearch.blind, SavedSearch.sealed
    ).where(SavedSearch.blind.in_(blinds))
    for row in session.execute(rows):
        owners.append((row.blind, row.account_id))
        if row.blind not in wishes:
            wishes[row.blind] = Wanted.read(keys.open(row.sealed, place_of(row.id)))
    return Asked(wishes, owners, blinds[-1] if len(blinds) == most else None)
