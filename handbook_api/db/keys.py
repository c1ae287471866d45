"""The key file: what keys a node holds, and how they are kept on disk.

The file is worth as much as every sealed field together. It is readable by its owner only, never
overwritten, and always replaced whole, so that a crash leaves the old keys or the new ones.
"""

import fcntl
import os
import stat
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import Annotated, Any, Self

import orjson
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, ValidationError

from handbook_api.core import clock
from handbook_api.core.errors import HandbookError

#: AES-256 and HMAC-SHA256 both take keys of this many bytes.
KEY_BYTES = 32

#: A key's id is one byte of every sealed value; 0 is never used.
MOST_KEYS = 255


class KeysMissing(HandbookError):
    """There is no key file at `path`."""

    status, code = 500, "keys.missing"


class KeysReadableByOthers(HandbookError):
    """Other users of the machine may read the key file; `chmod 600` it."""

    status, code = 500, "keys.readable_by_others"


class KeysNotUnderstood(HandbookError):
    """The key file is damaged or was edited by hand; `reason` names the place, never a key."""

    status, code = 500, "keys.not_understood"


class KeysExist(HandbookError):
    """There is a key file already. Overwriting it would make all sealed data unreadable."""

    status, code = 500, "keys.exist"


class NoSuchKey(HandbookError):
    """The key file holds no data key of that id."""

    status, code = 400, "keys.no_such_key"


class KeysFull(HandbookError):
    """All 255 ids are taken; re-encrypt with the newest key, then drop old ones."""

    status, code = 500, "keys.full"


@dataclass(frozen=True, slots=True)
class DataKey:
    """One key that fields are sealed with, and the Vietnamese day it was made."""

    secret: bytes = field(repr=False)
    made_on: date


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one installation. `repr` shows ids and days only."""

    data: Mapping[int, DataKey]
    current: int
    blind: bytes = field(repr=False)
    audit: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        """Return fresh keys from the system's random source, with one data key."""
        first = DataKey(token_bytes(KEY_BYTES), clock.today())
        return cls({1: first}, 1, token_bytes(KEY_BYTES), token_bytes(KEY_BYTES))

    def with_new_key(self, *, in_use: bool = True) -> Self:
        """Return the same keys and one more data key, current when `in_use`. Raises KeysFull."""
        number = max(self.data) + 1
        if number > MOST_KEYS:
            raise KeysFull(most=MOST_KEYS)
        made = DataKey(token_bytes(KEY_BYTES), clock.today())
        current = number if in_use else self.current
        return replace(self, data={**self.data, number: made}, current=current)

    def using(self, number: int) -> Self:
        """Return the same keys with `number` current. Raises NoSuchKey."""
        if number not in self.data:
            raise NoSuchKey(key_id=number)
        return replace(self, current=number)


_Key = Annotated[Base64Bytes, Field(min_length=KEY_BYTES, max_length=KEY_BYTES)]


class _WrittenKey(BaseModel):
    model_config = ConfigDict(extra="forbid")

    key: _Key
    made_on: date


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid")

    note: str
    current: int
    data: dict[Annotated[int, Field(ge=1, le=MOST_KEYS)], _WrittenKey] = Field(min_length=1)
    blind: _Key
    audit: _Key


_NOTE = "Khoá bí mật của Sổ tay đảng viên. Giữ bản sao ở nơi an toàn, tách khỏi bản sao dữ liệu."


def read_keys(path: Path) -> Keys:
    """Return the keys in the file at `path`.

    Raises KeysMissing, KeysReadableByOthers, or KeysNotUnderstood for anything else.
    """
    raw = _read_private(path)
    try:
        written = _Written.model_validate(orjson.loads(raw))
    except orjson.JSONDecodeError:
        # `from None` here and below: the causes quote the file, and with it the keys.
        raise KeysNotUnderstood(path=path, reason="JSON") from None
    except ValidationError as error:
        place = ".".join(str(step) for step in error.errors(include_input=False)[0]["loc"])
        raise KeysNotUnderstood(path=path, reason=place or "JSON") from None
    if written.current not in written.data:
        raise KeysNotUnderstood(path=path, reason="current")
    data = {number: DataKey(one.key, one.made_on) for number, one in written.data.items()}
    return Keys(data, written.current, written.blind, written.audit)


def write_keys(path: Path, keys: Keys) -> None:
    """Leave a new key file at `path`, mode 0600. Raises KeysExist rather than overwrite."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path.parent):
        if path.exists():
            raise KeysExist(path=path)
        _put(path, keys)


@contextmanager
def changing_keys(path: Path) -> Iterator[list[Keys]]:
    """Write back the last of the yielded list, whole, when the block ends without raising.

    Two changes at the same time follow one another, so neither loses the other's key.
    Raises as `read_keys` does.
    """
    if not path.parent.is_dir():
        raise KeysMissing(path=path)
    with _alone(path.parent):
        versions = [read_keys(path)]
        yield versions
        _put(path, versions[-1])


def _read_private(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & 0o077:
                raise KeysReadableByOthers(path=path, mode=f"{mode:03o}")
            return file.read()
    except FileNotFoundError:
        raise KeysMissing(path=path) from None
    except OSError as error:
        raise KeysNotUnderstood(path=path, reason=error.strerror) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put(path: Path, keys: Keys) -> None:
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_as_json(keys))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _as_json(keys: Keys) -> bytes:
    document: dict[str, Any] = {
        "note": _NOTE,
        "current": keys.current,
        "data": {
            str(number): {"key": _base64(one.secret), "made_on": one.made_on}
            for number, one in keys.data.items()
        },
        "blind": _base64(keys.blind),
        "audit": _base64(keys.audit),
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _base64(secret: bytes) -> str:
    return b64encode(secret).decode("ascii")
