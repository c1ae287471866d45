"""Sealed fields: what lies in the database as AES-256-GCM, and the keyed digests beside it.

    sealed = version (1 byte) · key id (1 byte) · nonce (12 bytes) · ciphertext · tag (16 bytes)

The authenticated data name the table, column and row, so that a sealed value copied to another
place does not open. Nonces are random: one data key is good for 2**32 values (NIST SP 800-38D,
8.3), some hundred times what the largest province writes in a year.
"""

import hmac
import os
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session

from handbook_api.core.errors import HandbookError
from handbook_api.db.keys import Keys, changing_keys, read_keys, write_keys

VERSION = 1
NONCE_BYTES = 12
TAG_BYTES = 16
BLIND_BYTES = 16
CHAIN_BYTES = 32

#: What comes before the first link of a chain.
CHAIN_START = bytes(CHAIN_BYTES)

_HEAD_BYTES = 2 + NONCE_BYTES


class SealBroken(HandbookError):
    """The value was changed, cut, or moved here from another place; restore it from a backup."""

    status, code = 500, "keys.seal_broken"


class KeyUnknown(HandbookError):
    """The value was sealed with a data key that this node's key file does not hold."""

    status, code = 500, "keys.unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one sealed value lives. The same text sealed for another place does not open here."""

    table: str
    column: str
    row: str

    def authenticated(self, key_id: int) -> bytes:
        """Return the bytes that are bound to the ciphertext without being hidden."""
        joined = f"{self.table}\0{self.column}\0{self.row}"
        if joined.count("\0") != 2:
            raise ValueError("a place is made of names without NUL")
        return bytes((VERSION, key_id)) + joined.encode()


@dataclass(frozen=True)
class KeyRing:
    """The keys of this installation, ready for use.

    A ring that came from a file looks there again when it meets a key it does not know: a key
    added while the service runs must not make a single read fail.
    """

    keys: Keys
    path: Path | None = None

    @classmethod
    def generate(cls) -> Self:
        """Return a ring of fresh keys that are nowhere on disk yet."""
        return cls(Keys.generate())

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the ring in the key file. Raises as `read_keys` does."""
        return cls(read_keys(path), path)

    @classmethod
    def add_key(cls, path: Path, *, in_use: bool = True) -> Self:
        """Add a data key to the file at `path`; new values are sealed with it when `in_use`."""
        with changing_keys(path) as versions:
            versions.append(versions[-1].with_new_key(in_use=in_use))
        return cls(versions[-1], path)

    @classmethod
    def use_key(cls, path: Path, number: int) -> Self:
        """Seal new values with data key `number` of the file from now on. Raises NoSuchKey."""
        with changing_keys(path) as versions:
            versions.append(versions[-1].using(number))
        return cls(versions[-1], path)

    def write(self, path: Path) -> None:
        """Leave these keys in a new file, mode 0600. Raises KeysExist rather than overwrite."""
        write_keys(path, self.keys)

    def with_new_key(self) -> Self:
        """Return a ring that opens what this one opens, and seals with one more key."""
        return type(self)(self.keys.with_new_key(), self.path)

    @property
    def current(self) -> int:
        """The id of the key that new values are sealed with."""
        return self.keys.current

    def seal(self, text: str, place: Place) -> bytes:
        """Return `text` sealed for `place` with the current key; twice the same is never equal."""
        key_id = self.keys.current
        nonce = os.urandom(NONCE_BYTES)
        hidden = self._ciphers[key_id].encrypt(nonce, text.encode(), place.authenticated(key_id))
        return bytes((VERSION, key_id)) + nonce + hidden

    def open(self, sealed: bytes, place: Place) -> str:
        """Return the text sealed for `place`. Raises SealBroken, KeyUnknown."""
        if len(sealed) < _HEAD_BYTES + TAG_BYTES or sealed[0] != VERSION:
            raise SealBroken(table=place.table, column=place.column, row=place.row)
        key_id = sealed[1]
        cipher = self._ciphers.get(key_id) or self._look_again(key_id)
        try:
            return cipher.decrypt(
                sealed[2:_HEAD_BYTES], sealed[_HEAD_BYTES:], place.authenticated(key_id)
            ).decode()
        except InvalidTag:
            raise SealBroken(table=place.table, column=place.column, row=place.row) from None

    def blind(self, kind: str, text: str) -> bytes:
        """Return 16 bytes that are equal for equal text of one kind, and tell nothing else.

        Equal means: the same letters and digits, whatever their case, width, composition and
        spacing. For columns that are looked up but never read.
        """
        message = kind.encode() + b"\0" + _normalised(text).encode()
        return hmac.digest(self.keys.blind, message, "sha256")[:BLIND_BYTES]

    def chain(self, previous: bytes, entry: bytes) -> bytes:
        """Return the 32 bytes that bind `entry` to all before it.

        previous: the link before, or CHAIN_START; its fixed length keeps the two apart.
        """
        if len(previous) != CHAIN_BYTES:
            raise ValueError(f"a link has {CHAIN_BYTES} bytes")
        return hmac.digest(self.keys.audit, previous + entry, "sha256")

    @cached_property
    def _ciphers(self) -> dict[int, AESGCM]:
        return _ciphers_of(self.keys)

    def _look_again(self, key_id: int) -> AESGCM:
        try:
            if self.path is not None:
                self._ciphers.update(_ciphers_of(read_keys(self.path)))
            return self._ciphers[key_id]
        except (HandbookError, KeyError) as error:
            raise KeyUnknown(key_id=key_id) from error


def key_id_of(sealed: bytes) -> int:
    """Return the id of the data key that `sealed` was sealed with, without opening it."""
    return sealed[1]


def keys_of(session: Session) -> KeyRing:
    """Return the ring that this session's runtime put beside it."""
    ring = session.info.get("keys")
    if not isinstance(ring, KeyRing):
        raise RuntimeError("this session has no keys: open it with Runtime.transaction")
    return ring


def _ciphers_of(keys: Keys) -> dict[int, AESGCM]:
    return {number: AESGCM(one.secret) for number, one in keys.data.items()}


def _normalised(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split())
