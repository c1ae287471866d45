"""A search is saved and taken back; who follows what stays sealed."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handbook_api.auth.locking import lock_account
from handbook_api.content_store import Content, bare_words
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.db.sealing import keys_of
from handbook_api.documents.filters import require_known_codes
from handbook_api.http.authentication import SignInNeeded
from handbook_api.notices.saved_searches import queries
from handbook_api.notices.saved_searches.errors import (
    NothingToFind,
    TooManySearches,
    WordsTooLong,
)
from handbook_api.notices.saved_searches.models import SavedSearch
from handbook_api.notices.saved_searches.policy import POLICY, SavedSearchAct
from handbook_api.notices.saved_searches.wanted import Wanted, place_of
from search_index.vietnamese.normalise import nfc

_KIND = "saved_search"


def save(session: Session, actor: Identity, content: Content, wanted: Wanted) -> SavedSearch:
    """The actor is told of documents that match from now on; the same wish twice is one.

    Raises SignInNeeded, NothingToFind, WordsTooLong, UnknownFilterValue, TooManySearches.
    """
    account_id = actor.account_id
    if account_id is None:
        raise SignInNeeded
    POLICY.require(actor, SavedSearchAct.SAVE, Subject(account_id=account_id))
    rules = content.notices(clock.today())
    wanted = _tidy(wanted)
    if not bare_words(wanted.words):
        raise NothingToFind
    if len(wanted.words) > rules.saved_search_most_letters:
        raise WordsTooLong(most=rules.saved_search_most_letters)
    require_known_codes(session, wanted.issuers, wanted.topics)
    keys = keys_of(session)
    blind = wanted.blind(keys)
    # One at a time: two at once would both find room for the last one.
    lock_account(session, account_id)
    mine = select(SavedSearch).where(SavedSearch.account_id == account_id)
    known = session.scalar(mine.where(SavedSearch.blind == blind))
    if known is not None:
        return known
    if _count(session, account_id) >= rules.most_saved_searches:
        raise TooManySearches(most=rules.most_saved_searches)
    search_id = uuid4()
    saved = SavedSearch(
        id=search_id,
        account_id=account_id,
        sealed=keys.seal(wanted.written(), place_of(search_id)),
        key_id=keys.current,
        blind=blind,
        created_at=clock.now(),
    )
    session.add(saved)
    audit.record(session, actor, SavedSearchAct.SAVE, _KIND, str(search_id))
    return saved


def take_back(session: Session, actor: Identity, search_id: UUID) -> None:
    """The actor is told of it no more. Raises SavedSearchNotFound."""
    found = queries.get_search(session, actor, search_id)
    POLICY.require(actor, SavedSearchAct.TAKE_BACK, Subject(account_id=found.account_id))
    session.delete(found)
    audit.record(session, actor, SavedSearchAct.TAKE_BACK, _KIND, str(search_id))


def opened(session: Session, saved: Sequence[SavedSearch]) -> Sequence[Wanted]:
    """Return what each of `saved` looks for."""
    keys = keys_of(session)
    return [Wanted.read(keys.open(one.sealed, place_of(one.id))) for one in saved]


def _tidy(wanted: Wanted) -> Wanted:
    def once(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(codes)))

    return replace(
        wanted,
        words=" ".join(nfc(wanted.words).split()),
        kinds=once(wanted.kinds),
        issuers=once(wanted.issuers),
        topics=once(wanted.topics),
    )


def _count(session: Session, account_id: UUID) -> int:
    query = select(func.count()).where(SavedSearch.account_id == account_id)
    return session.scalar(query.select_from(SavedSearch)) or 0
