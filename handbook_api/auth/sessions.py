"""Devices that are signed in: opened, kept going, ended.

A refresh token is exchanged at every use (RFC 9700, 4.14). Whoever shows one that was exchanged
before holds a copy: the session ends, for the thief and the owner alike, and the owner is told.
One exception: for some seconds the token just spent is answered with the very pair it was
exchanged for, because on a weak network answers get lost and phones ask again. No second pair
comes into the world by it: the next exchange by one of two holders unmasks the other.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handbook_api.auth import tokens
from handbook_api.auth.chunks import chunks
from handbook_api.auth.errors import SessionEnded
from handbook_api.auth.locking import lock_device
from handbook_api.auth.models import Account, DeviceSession
from handbook_api.auth.notices import Happening, tell
from handbook_api.auth.steps import Step, take_step
from handbook_api.auth.tokens import Tokens
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import SYSTEM, Identity, Strength
from handbook_api.db import audit
from handbook_api.db.sealing import keys_of

#: After this time a browser's token is looked at again, and its use written down.
BROWSER_TOKEN_LASTS = timedelta(hours=12)


def longest_session(rules: SecurityRules) -> timedelta:
    """Return how long a device may stay signed in at most."""
    return timedelta(days=rules.session_absolute_days)


def open_session(
    session: Session, account: Account, strength: Strength, device: str, rules: SecurityRules
) -> Tokens:
    """A device of `account` is signed in; return its tokens. The owner is told.

    One device more than an account may have, and the one unused for longest is signed out.
    device: what its owner calls it, for his list of devices.
    """
    now, session_id = clock.now(), uuid4()
    access, refresh = tokens.new_access(session_id), tokens.new_refresh()
    expires_at = now + longest_session(rules)
    opened = DeviceSession(
        id=session_id,
        account_id=account.id,
        device=device,
        strength=strength,
        by_slip=strength == Strength.SLIP,
        access_digest=b"",
        access_expires_at=now,
        access_epoch=account.epoch,
        family_digest=tokens.family_digest(refresh),
        refresh_digest=tokens.digest_of(refresh),
        rotated_at=now,
        created_at=now,
        last_used_at=now,
        expires_at=expires_at,
    )
    _give_access(opened, account, access, now, rules)
    _make_room(session, account.id, rules)
    session.add(opened)
    tell(session, account.id, Happening.SIGNED_IN, {"device": device})
    owner = Identity("account", account_id=account.id, session_id=session_id, strength=strength)
    facts = {"strength": strength.name.lower()}
    audit.record(session, owner, "auth.sign_in", "account", str(account.id), facts=facts)
    return Tokens(session_id, access, opened.access_expires_at, refresh)


def _make_room(session: Session, account_id: UUID, rules: SecurityRules) -> None:
    living = (DeviceSession.account_id == account_id, DeviceSession.ended_at.is_(None))
    latest = DeviceSession.last_used_at.desc(), DeviceSession.id
    beyond = select(DeviceSession).where(*living).order_by(*latest).offset(rules.most_devices - 1)
    for device in session.scalars(beyond).all():
        end_session(device, "too_many")


def renew_access(
    session: Session, device: DeviceSession, account: Account, rules: SecurityRules
) -> Tokens:
    """The device has a new access token and the old one is dead; its refresh token stays."""
    access = tokens.new_access(device.id)
    _give_access(device, account, access, clock.now(), rules)
    session.flush()
    return Tokens(device.id, access, device.access_expires_at)


def settle_in_browser(session: Session, given: Tokens, rules: SecurityRules) -> Tokens:
    """The session lives in a browser from now on; return the one token for its cookie.

    A cookie is not exchanged at every use: on a weak network the answer with the new one gets
    lost, and its owner would find himself signed out. No script can read it.
    """
    device = lock_device(session, given.session_id)
    device.is_browser = True
    device.refresh_digest = tokens.digest_of(tokens.new_refresh())
    return renew_access(session, device, session.get_one(Account, device.account_id), rules)


def carry_on_in_browser(session: Session, presented: str, rules: SecurityRules) -> None:
    """The browser that presents `presented` goes on, with its owner's rights as they are now.

    Raises SessionEnded when it was signed out, unused or open for too long.
    """
    session_id = tokens.session_of(presented)
    device = None if session_id is None else session.get(DeviceSession, session_id)
    if device is None or device.ended_at is not None or not device.is_browser:
        raise SessionEnded
    account, now = session.get_one(Account, device.account_id), clock.now()
    is_its_own = tokens.is_digest_of(device.access_digest, presented)
    if not is_its_own or _over(device, account, rules, now):
        raise SessionEnded
    device.last_used_at = now
    _give_access(device, account, presented, now, rules)


def refresh(step: Step, presented: str, rules: SecurityRules) -> Tokens:
    """Return the pair that the refresh token `presented` is exchanged for.

    Raises SessionEnded when the device was signed out, unused or open for too long, or when the
    token was exchanged before.
    """
    return take_step(step, lambda session: _exchange(session, presented, rules))


def end_the_one_before(session: Session, presented: str | None, opened: UUID) -> None:
    """A browser that signs in once more has one session of that person, the new one.

    presented: the token it came with. What an earlier session asked for, a PIN say, is void.
    """
    earlier = None if presented is None else tokens.session_of(presented)
    device = None if earlier is None else session.get(DeviceSession, earlier)
    if presented is None or device is None or device.ended_at is not None or device.id == opened:
        return
    new = session.get_one(DeviceSession, opened)
    is_its_own = tokens.is_digest_of(device.access_digest, presented)
    if is_its_own and device.account_id == new.account_id:
        end_session(device, "signed_in_again")


def end_session(device: DeviceSession, reason: str) -> None:
    """The device is signed out from the next request on, on every node."""
    device.ended_at, device.ended_reason = clock.now(), reason


def end_sessions(
    session: Session,
    account_ids: Collection[UUID],
    reason: str,
    *,
    but: UUID | None = None,
) -> int:
    """Every device of the accounts, except `but`, is signed out; return how many that were."""
    ended = 0
    for chunk in chunks(list(account_ids)):
        gone = session.execute(
            update(DeviceSession)
            .where(
                DeviceSession.account_id.in_(chunk),
                DeviceSession.ended_at.is_(None),
                DeviceSession.id.is_distinct_from(but),
            )
            .values(ended_at=clock.now(), ended_reason=reason)
            .returning(DeviceSession.id)
        )
        ended += len(gone.all())
    return ended


def end_slip_sessions(session: Session, account_ids: Collection[UUID]) -> None:
    """Every device that a slip signed in is signed out: the account has come to an office.

    A password chosen on such a device changes nothing: it may have been chosen by whoever issued
    the slip.
    """
    for chunk in chunks(sorted(set(account_ids))):
        session.execute(
            update(DeviceSession)
            .where(
                DeviceSession.account_id.in_(chunk),
                DeviceSession.ended_at.is_(None),
                DeviceSession.by_slip,
            )
            .values(ended_at=clock.now(), ended_reason="office_given")
        )


def end_idle(session: Session, unused_since: datetime) -> None:
    """Devices that were not used since that instant (UTC) are signed out."""
    session.execute(
        update(DeviceSession)
        .where(DeviceSession.ended_at.is_(None), DeviceSession.last_used_at < unused_since)
        .values(ended_at=clock.now(), ended_reason="expired")
    )


def _exchange(session: Session, presented: str, rules: SecurityRules) -> Tokens | HandbookError:
    query = select(DeviceSession).where(
        DeviceSession.family_digest == tokens.family_digest(presented)
    )
    device = session.scalar(query.with_for_update(key_share=True))
    if device is None or device.ended_at is not None:
        return SessionEnded()
    account = session.get_one(Account, device.account_id)
    now = clock.now()
    if reason := _over(device, account, rules, now):
        end_session(device, reason)
        return SessionEnded()
    if tokens.is_digest_of(device.refresh_digest, presented):
        return _go_on(session, device, account, presented, rules)
    grace = timedelta(seconds=rules.refresh_grace_seconds)
    if tokens.is_digest_of(device.spent_digest, presented) and now <= device.rotated_at + grace:
        return _say_again(session, device, account, presented, rules)
    return _unmask(session, device)


def _over(
    device: DeviceSession, account: Account, rules: SecurityRules, now: datetime
) -> str | None:
    """Return why the device may not go on, if so."""
    if account.state == "disabled":
        return "disabled"
    idle = timedelta(days=rules.session_idle_days)
    return "expired" if now >= min(device.expires_at, device.last_used_at + idle) else None


def _go_on(
    session: Session, device: DeviceSession, account: Account, spent: str, rules: SecurityRules
) -> Tokens:
    now, ring = clock.now(), keys_of(session)
    following = tokens.refresh_after(ring, spent)
    device.refresh_digest = tokens.digest_of(following)
    device.spent_digest = tokens.digest_of(spent)
    device.rotated_at = device.last_used_at = now
    access = tokens.access_after(ring, device.id, spent)
    _give_access(device, account, access, now, rules)
    return Tokens(device.id, access, device.access_expires_at, following)


def _say_again(
    session: Session, device: DeviceSession, account: Account, spent: str, rules: SecurityRules
) -> Tokens:
    ring = keys_of(session)
    access = tokens.access_after(ring, device.id, spent)
    _give_access(device, account, access, device.rotated_at, rules)
    following = tokens.refresh_after(ring, spent)
    return Tokens(device.id, access, device.access_expires_at, following)


def _unmask(session: Session, device: DeviceSession) -> SessionEnded:
    end_session(device, "reused")
    facts = {"device": device.device}
    tell(session, device.account_id, Happening.SESSION_COPIED, facts)
    account = str(device.account_id)
    audit.record(session, SYSTEM, "auth.refresh_reused", "account", account, refused=True)
    return SessionEnded()


def _give_access(
    device: DeviceSession, account: Account, access: str, since: datetime, rules: SecurityRules
) -> None:
    device.access_digest = tokens.digest_of(access)
    minutes = timedelta(minutes=rules.access_token_minutes)
    lasting = BROWSER_TOKEN_LASTS if device.is_browser else minutes
    device.access_expires_at = min(since + lasting, device.expires_at)
    # Whoever renews his token now has read his present rights.
    device.access_epoch = account.epoch
