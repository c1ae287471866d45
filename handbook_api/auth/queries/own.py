"""What everybody sees of his own account."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from handbook_api.auth.errors import SessionNotFound
from handbook_api.auth.models import (
    Account,
    BackupCode,
    DeviceSession,
    SecurityEvent,
    SignInName,
)
from handbook_api.auth.queries.cursors import cursor_of, last_id
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page
from handbook_api.http.authentication import SignInNeeded
from handbook_api.organisations.models import Organisation


def own_account(session: Session, viewer: Identity) -> Account:
    """Return the viewer's account. Raises SignInNeeded when he has none."""
    found = session.get(Account, viewer.account_id) if viewer.account_id else None
    if found is None:
        raise SignInNeeded
    return found


def visible_sessions(viewer: Identity) -> Select[DeviceSession]:
    """The viewer's own devices that are signed in."""
    return select(DeviceSession).where(
        DeviceSession.account_id == viewer.account_id,
        DeviceSession.ended_at.is_(None),
        DeviceSession.expires_at > clock.now(),
    )


def sessions_of(session: Session, viewer: Identity) -> Sequence[DeviceSession]:
    """Return the viewer's devices, the last used first."""
    last_used = visible_sessions(viewer).order_by(DeviceSession.last_used_at.desc())
    return session.scalars(last_used.order_by(DeviceSession.id)).all()


def get_session(session: Session, viewer: Identity, session_id: UUID) -> DeviceSession:
    """Return one of the viewer's devices. Raises SessionNotFound."""
    found = session.scalar(visible_sessions(viewer).where(DeviceSession.id == session_id))
    if found is None:
        raise SessionNotFound(id=session_id)
    return found


def visible_events(viewer: Identity) -> Select[SecurityEvent]:
    """What the viewer is told of his own account."""
    return select(SecurityEvent).where(SecurityEvent.account_id == viewer.account_id)


def page_of_events(
    session: Session, viewer: Identity, *, limit: int, cursor: str | None = None
) -> Page[SecurityEvent]:
    """Return what the viewer was told, newest first. Raises CursorNotUnderstood."""
    query = visible_events(viewer)
    if cursor is not None:
        query = query.where(_comes_before(last_id(cursor)))
    newest = query.order_by(SecurityEvent.at.desc(), SecurityEvent.id.desc())
    found = session.scalars(newest.limit(limit + 1)).all()
    shown = found[:limit]
    return Page(shown, cursor_of(shown[-1].id) if len(found) > limit else None)


def count_unseen_events(session: Session, viewer: Identity) -> int:
    """Return how much the viewer was told and has not looked at."""
    unseen = visible_events(viewer).where(SecurityEvent.seen_at.is_(None)).subquery()
    return session.scalar(select(func.count()).select_from(unseen)) or 0


def count_backup_codes(session: Session, viewer: Identity) -> int:
    """Return how many of the viewer's backup codes are left."""
    left = (BackupCode.account_id == viewer.account_id, BackupCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(BackupCode).where(*left)) or 0


def kinds_of_names(session: Session, viewer: Identity) -> Sequence[str]:
    """Return with what the viewer can sign in: “card”, “phone”, “chosen”."""
    query = select(SignInName.kind).where(SignInName.account_id == viewer.account_id)
    return session.scalars(query.order_by(SignInName.kind)).all()


def names_of_organisations(session: Session, viewer: Identity) -> Mapping[UUID, str]:
    """Return the names of the organisations where the viewer is something, by their ids."""
    ids: Collection[UUID] = {
        grant.organisation_id
        for grant in (*viewer.grants, *viewer.dormant)
        if grant.organisation_id is not None
    }
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    return {row.id: row.name for row in session.execute(query)}


def _comes_before(event_id: UUID) -> ColumnElement[bool]:
    last = aliased(SecurityEvent)
    at = select(last.at).where(last.id == event_id).scalar_subquery()
    return or_(SecurityEvent.at < at, and_(SecurityEvent.at == at, SecurityEvent.id < event_id))
