"""The log as far as an administrator's organisations reach."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.auth.models import Account
from handbook_api.auth.queries import visible_accounts
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
    if not viewer.sees_everything:
        paths = viewer.paths(Role.ADMINISTRATOR)
        wanted = replace(wanted, inside=paths, or_nowhere=any(map(_is_top, paths)))
    return page_of_entries(session, wanted, limit=limit, cursor=cursor)


def names_of(
    session: Session, viewer: Identity, account_ids: Collection[UUID]
) -> Mapping[UUID, str]:
    """Return the names of those among these accounts that the viewer looks after."""
    query = visible_accounts(viewer).where(Account.id.in_(account_ids))
    return {account.id: account.display_name for account in session.scalars(query)}


def _is_top(path: str) -> bool:
    return path.count("/") == len("//")
