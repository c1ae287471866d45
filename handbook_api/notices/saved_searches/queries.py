"""Saved searches as their owners see them: nobody sees another's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.notices.saved_searches.errors import SavedSearchNotFound
from handbook_api.notices.saved_searches.models import SavedSearch


def visible_searches(viewer: Identity) -> Select[SavedSearch]:
    """The searches `viewer` may see: his own."""
    if viewer.account_id is None:
        return select(SavedSearch).where(false())
    return select(SavedSearch).where(SavedSearch.account_id == viewer.account_id)


def searches_of(session: Session, viewer: Identity) -> Sequence[SavedSearch]:
    """Return all of them, the last saved first."""
    query = visible_searches(viewer).order_by(SavedSearch.created_at.desc(), SavedSearch.id)
    return session.scalars(query).all()


def get_search(session: Session, viewer: Identity, search_id: UUID) -> SavedSearch:
    """Return one. Raises SavedSearchNotFound."""
    found = session.scalar(visible_searches(viewer).where(SavedSearch.id == search_id))
    if found is None:
        raise SavedSearchNotFound
    return found
