"""Secrets that people type or phones carry: how they are made, read back and kept.

None of them is kept as it is. Tokens have 80 bits or more, so a plain SHA-256 suffices. Codes are
short, so they are kept as a digest keyed with the ring: a stolen database without the key
file does not let anybody try them all. A slow hash like argon2id would add nothing: slow hashes
protect what people choose, and these are random.
"""

import hashlib
import secrets
import unicodedata
from uuid import UUID

from handbook_api.db.sealing import KeyRing

SLIP_DIGITS = 10
#: 83 bits, in the one form that a QR code packs well: a link of up to 34 characters fits before it.
SLIP_TOKEN_DIGITS = 25
BACKUP_LENGTH = 10

#: No O and 0, no I and 1: 32 signs, five bits each, fifty bits for a code.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

#: Dashes of all lengths, dots and invisible signs that a phone's keyboard adds.
_SEPARATORS = frozenset({"Pd", "Zs", "Cf", "Cc"})
_MARKS = frozenset(".,_·•'’/")


def new_digits(count: int = SLIP_DIGITS) -> str:
    """Return `count` random digits; a zero may stand first."""
    return f"{secrets.randbelow(10**count):0{count}d}"


def spaced(code: str) -> str:
    """Return `code` in groups that can be read out: “482 173 6520”."""
    cuts = range(0, max(len(code) - 1, 1), 3)
    groups = [code[cut : cut + 3] for cut in cuts]
    groups[-1] = code[cuts[-1] :]
    return " ".join(groups)


def tidy(text: str) -> str:
    """Return what was meant by a code typed by hand.

    Spaces, dashes and dots are dropped, full-width and other digits become 0-9; what is no digit
    stays, in capitals, so that it can be refused rather than guessed.
    """
    return "".join(
        str(unicodedata.decimal(sign, sign))
        for sign in unicodedata.normalize("NFKC", text).upper()
        if unicodedata.category(sign) not in _SEPARATORS and sign not in _MARKS
    )


def new_token() -> str:
    """Return 32 random bytes that can stand in a URL or a cookie."""
    return secrets.token_urlsafe(32)


def new_slip_token() -> str:
    """Return the token in the QR code of a slip, in digits."""
    return new_digits(SLIP_TOKEN_DIGITS)


def digest(token: str) -> bytes:
    """Return the 32 bytes that are kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def code_digest(ring: KeyRing, code: str) -> bytes:
    """Return the 16 bytes that are kept of a slip's or a reset's digits, however typed."""
    return ring.blind("code", tidy(code))


def new_backup_codes(count: int) -> list[str]:
    """Return `count` codes for the day when the phone is lost: “7KD2M-QX9TB”."""
    half = BACKUP_LENGTH // 2
    return [f"{_random_signs(half)}-{_random_signs(half)}" for _ in range(count)]


def backup_digest(ring: KeyRing, account_id: UUID, code: str) -> bytes:
    """Return the 16 bytes that are kept of a backup code; another account's never equal them."""
    return ring.blind(f"backup_code:{account_id}", tidy(code))


def _random_signs(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))
