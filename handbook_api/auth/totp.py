"""Codes of six digits from an authenticator app (RFC 6238: SHA-1, 30 seconds)."""

import hmac
from datetime import datetime

import pyotp

from handbook_api.auth.codes import tidy

#: Seconds a code lasts; what every authenticator app assumes.
STEP = 30
DIGITS = 6


def new_secret() -> str:
    """Return 160 random bits in base32, to be kept sealed."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, name: str, issuer: str) -> str:
    """Return the otpauth:// address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP).provisioning_uri(
        name=name, issuer_name=issuer
    )


def matching_counter(
    secret: str, code: str, at: datetime, window: int = 1, after: int | None = None
) -> int | None:
    """Return the time step whose code was typed, or None.

    code: as typed, with spaces or not.
    at: aware instant of the answer.
    window: steps that a phone's clock may be off, each way.
    after: the step accepted last; it and all before are spent. The caller keeps what is returned
        and passes it next time, so that each code works once (OWASP ASVS 5.0, 6.5.1).
    """
    typed = tidy(code)
    if len(typed) != DIGITS or not typed.isascii() or not typed.isdigit():
        return None
    totp = pyotp.TOTP(secret, digits=DIGITS, interval=STEP)
    now = int(at.timestamp()) // STEP
    matching = [
        step
        for step in range(now - window, now + window + 1)
        if hmac.compare_digest(totp.generate_otp(step), typed)
    ]
    return next((step for step in matching if after is None or step > after), None)
