"""A PIN on one device, which it asks for before it shows its owner's record.

It guards against whoever picks up an unlocked phone, and signs nobody in. Wrong ones are counted
in the device's own row before they are looked at, so that neither many at once nor a restart
gives more tries; a few in a row do away with it, and then only signing in again helps.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from handbook_api.auth import guarding, passwords
from handbook_api.auth.errors import PinLost, PinNotSet, PinWrong, TooManyTries
from handbook_api.auth.locking import lock_device
from handbook_api.auth.models import Account, DeviceSession
from handbook_api.auth.notices import Happening, tell
from handbook_api.auth.pin_choice import check_pin
from handbook_api.auth.refused_tries import note_refused_try
from handbook_api.auth.steps import Step, take_step
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import Identity, Lock
from handbook_api.db import audit
from handbook_api.http.authentication import SignInNeeded

#: Putting off the moment of asking again is written down at most this often.
_SELDOM = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PinState:
    """How it stands with this device's PIN. open_until, waits_until: UTC, None where nothing runs.

    left: wrong ones before it is gone; None without one.
    """

    lock: Lock
    open_until: datetime | None
    waits_until: datetime | None
    left: int | None


def pin_state(session: Session, actor: Identity, rules: SecurityRules) -> PinState:
    """Return how it stands with the PIN of the actor's device. Raises SignInNeeded."""
    device, now = session.get_one(DeviceSession, _device_of(actor)), clock.now()
    lock, waits = guarding.lock_of(device, now), device.pin_waits_until
    return PinState(
        lock,
        device.pin_open_until if lock == Lock.OPEN else None,
        waits if waits is not None and waits > now else None,
        None if device.pin_hash is None else rules.pin_tries - device.pin_wrong,
    )


def set_pin(
    step: Step, actor: Identity, current: str | None, new: str, rules: SecurityRules
) -> None:
    """The actor's device asks for `new` from now on; it is open for the moment.

    current: asked for as soon as there is one. Raises PinWeak, PinWrong, PinLost, TooManyTries,
    passwords.SignInBusy.
    """
    session_id = _device_of(actor)
    with step() as session:
        device = session.get_one(DeviceSession, session_id)
        check_pin(new, session.get_one(Account, device.account_id).birth_year)
        lock, kept = guarding.lock_of(device, clock.now()), device.pin_hash
    if lock == Lock.LOST:
        raise PinLost
    if kept is not None:
        kept = _prove(step, actor, current or "", rules)
    hashed = passwords.hash_password(new)
    with step() as session:
        device = lock_device(session, session_id)
        if device.pin_hash != kept or device.pin_lost_at is not None:
            raise PinWrong(left=rules.pin_tries - device.pin_wrong)  # somebody else was quicker
        device.pin_hash = hashed
        _open(device, rules)
        _note(session, actor, device, Happening.PIN_SET, "auth.set_pin")


def unlock(step: Step, actor: Identity, typed: str, rules: SecurityRules) -> None:
    """The actor's device shows his record for some minutes.

    Raises PinNotSet, PinWrong, PinLost, TooManyTries, passwords.SignInBusy.
    """
    _prove(step, actor, typed, rules)


def remove_pin(step: Step, actor: Identity, typed: str, rules: SecurityRules) -> None:
    """The actor's device asks for no PIN any more. Raises as `unlock` does."""
    kept = _prove(step, actor, typed, rules)
    with step() as session:
        device = lock_device(session, _device_of(actor))
        if device.pin_hash != kept:
            raise PinWrong(left=rules.pin_tries - device.pin_wrong)
        device.pin_hash = device.pin_open_until = None
        _note(session, actor, device, Happening.PIN_REMOVED, "auth.remove_pin")


def keep_open(step: Step, actor: Identity, rules: SecurityRules) -> None:
    """The record was just used: this device asks for the PIN so many minutes later."""
    if actor.lock != Lock.OPEN:
        return
    until = clock.now() + timedelta(minutes=rules.pin_open_minutes)
    with step() as session:
        session.execute(
            update(DeviceSession)
            .where(
                DeviceSession.id == _device_of(actor),
                DeviceSession.pin_open_until > clock.now(),
                DeviceSession.pin_open_until < until - _SELDOM,
            )
            .values(pin_open_until=until)
        )


def _prove(step: Step, actor: Identity, typed: str, rules: SecurityRules) -> str:
    """Return the hash that `typed` fits; the device is open then."""
    kept, left = take_step(step, lambda session: _count(session, actor, rules))
    try:
        matches = passwords.verify_password(typed, kept)
    except passwords.SignInBusy:
        with step() as session:
            _give_back(session, actor)
        raise
    if matches:
        with step() as session:
            device = lock_device(session, _device_of(actor))
            if device.pin_hash == kept:
                _open(device, rules)
        return kept
    with step() as session:
        _note_wrong(session, actor, rules)
    if left == 0:
        raise PinLost
    raise PinWrong(left=left)


def _count(
    session: Session, actor: Identity, rules: SecurityRules
) -> tuple[str, int] | HandbookError:
    device, now = lock_device(session, _device_of(actor)), clock.now()
    if device.pin_lost_at is not None:
        return PinLost()
    if device.pin_hash is None:
        return PinNotSet()
    if device.pin_waits_until is not None and now < device.pin_waits_until:
        return TooManyTries(device.pin_waits_until)
    if device.pin_wrong >= rules.pin_tries:  # the last one is being looked at just now
        return PinLost()
    device.pin_wrong += 1
    if device.pin_wrong >= rules.pin_pause_after:
        device.pin_waits_until = now + timedelta(minutes=rules.pin_pause_minutes)
    return device.pin_hash, max(rules.pin_tries - device.pin_wrong, 0)


def _give_back(session: Session, actor: Identity) -> None:
    device = lock_device(session, _device_of(actor))
    device.pin_wrong, device.pin_waits_until = max(device.pin_wrong - 1, 0), None


def _open(device: DeviceSession, rules: SecurityRules) -> None:
    device.pin_wrong, device.pin_waits_until = 0, None
    device.pin_open_until = clock.now() + timedelta(minutes=rules.pin_open_minutes)


def _note_wrong(session: Session, actor: Identity, rules: SecurityRules) -> None:
    device = lock_device(session, _device_of(actor))
    note_refused_try(session, actor, device.account_id, "pin")
    if device.pin_wrong >= rules.pin_tries and device.pin_lost_at is None:
        device.pin_hash = device.pin_open_until = None
        device.pin_lost_at = clock.now()
        _note(session, actor, device, Happening.PIN_LOST, "auth.lose_pin")


def _note(
    session: Session, actor: Identity, device: DeviceSession, what: Happening, act: str
) -> None:
    tell(session, device.account_id, what, {"device": device.device})
    audit.record(session, actor, act, "account", str(device.account_id))


def _device_of(actor: Identity) -> UUID:
    if actor.session_id is None:
        raise SignInNeeded
    return actor.session_id
