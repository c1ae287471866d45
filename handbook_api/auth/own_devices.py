"""What the owner of an account does with his devices, and that he has read what he was told."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from handbook_api.auth import accounts, queries, sessions
from handbook_api.auth.models import SecurityEvent
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.db import audit

#: Why these devices are signed out.
_BY_OWNER = "by_owner"


def end_own_device(session: Session, actor: Identity, session_id: UUID) -> None:
    """One of the actor's devices is signed out. Raises SessionNotFound."""
    device = queries.get_session(session, actor, session_id)
    sessions.end_session(device, _BY_OWNER)
    audit.record(session, actor, "auth.end_own_session", "account", str(device.account_id))


def end_other_devices(session: Session, actor: Identity) -> int:
    """The actor is signed in here alone, and slips and resets handed out for him are void.

    Return how many devices were signed out. Raises SignInNeeded.
    """
    account = queries.own_account(session, actor)
    ended = sessions.end_sessions(session, [account.id], _BY_OWNER, but=actor.session_id)
    accounts.withdraw_invitations(session, [account.id])
    audit.record(session, actor, "auth.end_own_sessions", "account", str(account.id))
    return ended


def note_events_seen(session: Session, actor: Identity) -> None:
    """The actor has read what he was told of his account. Raises SignInNeeded."""
    account = queries.own_account(session, actor)
    unseen = (SecurityEvent.account_id == account.id, SecurityEvent.seen_at.is_(None))
    session.execute(update(SecurityEvent).where(*unseen).values(seen_at=clock.now()))
