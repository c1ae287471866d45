"""One's own record behind the PIN of one's own device: asked wherever the record is shown."""

from datetime import datetime

from handbook_api.auth.errors import PinLost, PinNeeded
from handbook_api.auth.models import DeviceSession
from handbook_api.core.identity import Identity, Lock


def lock_of(device: DeviceSession, now: datetime) -> Lock:
    """Return whether this device asks for a PIN at `now` (UTC)."""
    if device.pin_lost_at is not None:
        return Lock.LOST
    if device.pin_hash is None:
        return Lock.NONE
    open_until = device.pin_open_until
    return Lock.OPEN if open_until is not None and now < open_until else Lock.SHUT


def require_unlocked(viewer: Identity) -> None:
    """Return when the viewer's device may show him his record. Raises PinNeeded, PinLost."""
    if viewer.lock == Lock.SHUT:
        raise PinNeeded
    if viewer.lock == Lock.LOST:
        raise PinLost
