"""From an access token to who asks. Looked up at every request: what ended has ended everywhere."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth import guarding, standing, tokens
from handbook_api.auth.errors import SessionChanged, SessionEnded
from handbook_api.auth.models import Account, DeviceSession
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.core.identity import Identity, Strength
from handbook_api.http.authentication import SignInNeeded
from handbook_api.runtime import Runtime

#: What `Identity.name` says of everybody with an account; who he is stands in account_id.
ACCOUNT = "account"


def authenticate(session: Session, runtime: Runtime, token: str) -> Identity:
    """Return who presents the access token `token`, in two statements.

    Raises SignInNeeded for what was never a token of ours, SessionEnded when the device was
    signed out, SessionChanged when the refresh token helps: the ten minutes are over, the token
    was renewed meanwhile, or a role changed.
    """
    session_id = tokens.session_of(token)
    if session_id is None:
        raise SignInNeeded
    query = (
        select(DeviceSession, Account.epoch, Account.state)
        .join(Account, Account.id == DeviceSession.account_id)
        .where(DeviceSession.id == session_id)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise SignInNeeded
    device, epoch, state = found
    now = clock.now()
    if device.ended_at is not None or device.expires_at <= now or state == "disabled":
        raise SessionEnded(why="disabled" if state == "disabled" else device.ended_reason)
    is_current = tokens.is_digest_of(device.access_digest, token)
    if not is_current or device.access_expires_at <= now or device.access_epoch != epoch:
        raise SessionChanged
    rules = runtime.content.security(clock.today())
    strength = strength_of(device, rules, now)
    held = standing.held_by(session, device.account_id)
    awake, asleep = standing.split(held, strength, runtime.content.roles)
    return Identity(
        ACCOUNT,
        account_id=device.account_id,
        session_id=device.id,
        grants=awake,
        dormant=asleep,
        strength=strength,
        lock=guarding.lock_of(device, now),
    )


def strength_of(device: DeviceSession, rules: SecurityRules, now: datetime) -> Strength:
    """Return how surely we know who holds this device; the second factor wears off.

    It comes on top of a password: a slip and a code are two things somebody else may have been
    handed.
    """
    given = device.second_factor_at
    lasting = timedelta(hours=rules.second_factor_hours)
    by_password = device.strength >= Strength.PASSWORD
    if by_password and given is not None and now < given + lasting:
        return Strength.TWO_FACTOR
    return Strength(device.strength)
