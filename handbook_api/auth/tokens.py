"""Tokens of a device: how they are made, taken apart and compared.

    access    session.secret    ten minutes; says at once which session it belongs to
    refresh   family.step       months; the family stays, the step changes at every exchange

The step after a refresh token follows from the token itself and a key of the installation. A
phone whose answer was lost on the way asks again and gets the same pair: there is never a second
valid one, and nobody without the key can work it out.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from handbook_api.auth import codes
from handbook_api.db.sealing import KeyRing


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a device is given. Instants are UTC."""

    session_id: UUID
    access: str
    access_expires_at: datetime
    #: None when only the access token was renewed: the device keeps its refresh token.
    refresh: str | None = None


def new_access(session_id: UUID) -> str:
    """Return a fresh access token of a session."""
    return f"{session_id.hex}.{codes.new_token()}"


def session_of(access: str) -> UUID | None:
    """Return which session an access token claims to belong to; None when it is no token."""
    name, _, secret = access.partition(".")
    if not secret or len(name) != 32:
        return None
    try:
        return UUID(hex=name)
    except ValueError:
        return None


def new_refresh() -> str:
    """Return the first refresh token of a new family."""
    return f"{codes.new_token()}.{codes.new_token()}"


def family_digest(refresh: str) -> bytes:
    """Return what is kept of the part that stays."""
    return codes.digest(refresh.partition(".")[0])


def digest_of(token: str) -> bytes:
    """Return what is kept of a whole token."""
    return codes.digest(token)


def refresh_after(ring: KeyRing, refresh: str) -> str:
    """Return the refresh token that `refresh` is exchanged for, the same each time."""
    return f"{refresh.partition('.')[0]}.{_following(ring, 'refresh', refresh)}"


def access_after(ring: KeyRing, session_id: UUID, refresh: str) -> str:
    """Return the access token that comes with `refresh_after`, the same each time."""
    return f"{session_id.hex}.{_following(ring, 'access', refresh)}"


def is_digest_of(kept: bytes | None, token: str) -> bool:
    """Tell whether `kept` is what is kept of `token`, in a time that does not tell how far off."""
    return kept is not None and hmac.compare_digest(kept, codes.digest(token))


def _following(ring: KeyRing, what: str, token: str) -> str:
    message = f"following\0{what}\0{token}".encode()
    secret = hmac.digest(ring.keys.blind, message, "sha256")
    return urlsafe_b64encode(secret).decode().rstrip("=")
