"""The log as far as an administrator's organisations reach."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.auditing.policy import is_top
from handbook_api.auth.models import Account
from handbook_api.auth.queries import visible_accounts
from handbook_api.core.errors import NotFound
from handbook_api.core.identity import Identity, Role
from handbook_api.core.paging import Page
from handbook_api.db.audit_model import AuditEntry
from handbook_api.db.audit_queries import EntryFilter, page_of_entries


def page_of_log(
    session: Session, viewer: Identity, wanted: EntryFilter, *, limit: int, cursor: str | None
) -> Page[AuditEntry]:
    """Return a page of what was done inside the viewer's organisations, newest first.

    What belongs to no organisation is seen by those at the top. Raises CursorNotUnderstood.
    """
    return page_of_entries(session, _visible(viewer, wanted), limit=limit, cursor=cursor)


def get_entry(session: Session, viewer: Identity, number: int) -> AuditEntry:
    """Return one entry of what `page_of_log` shows. Raises NotFound."""
    wanted = _visible(viewer, EntryFilter(sequence=number))
    found = page_of_entries(session, wanted, limit=1).rows
    if not found:
        raise NotFound
    return found[0]


def names_of(
    session: Session, viewer: Identity, account_ids: Collection[UUID]
) -> Mapping[UUID, str]:
    """Return the names of those among these accounts that the viewer looks after."""
    query = visible_accounts(viewer).where(Account.id.in_(account_ids))
    return {account.id: account.display_name for account in session.scalars(query)}


def _visible(viewer: Identity, wanted: EntryFilter) -> EntryFilter:
    if viewer.sees_everything:
        return wanted
    paths = viewer.paths(Role.ADMINISTRATOR)
    return replace(wanted, inside=paths, or_nowhere=any(map(is_top, paths)))
