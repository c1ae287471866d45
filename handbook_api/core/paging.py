"""Lists in bounded pieces: a page, and the opaque cursor that asks for the next one."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import orjson

from handbook_api.core.errors import HandbookError

#: A list of documents or citations never answers more than this many rows at once.
MOST_ROWS = 100
_LONGEST_CURSOR = 1000

Row = TypeVar("Row")


class CursorNotUnderstood(HandbookError):
    """The cursor is not one we gave; ask for the first page again, without a cursor."""

    status, code = 422, "request.cursor"


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows in order, and the cursor of the next page (None at the end)."""

    rows: Sequence[Row]
    next_cursor: str | None


def encode_cursor(keys: Sequence[str | int]) -> str:
    """Return an opaque, URL-safe cursor for the last row's sort keys."""
    return base64.urlsafe_b64encode(orjson.dumps(list(keys))).decode().rstrip("=")


def decode_cursor(cursor: str, shape: tuple[type, ...]) -> list[str | int]:
    """Return the sort keys inside `cursor`; they have exactly the types of `shape`.

    Raises CursorNotUnderstood for anything that `encode_cursor` did not make.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        keys = (
            orjson.loads(base64.urlsafe_b64decode(padded)) if len(padded) < _LONGEST_CURSOR else 0
        )
    except (binascii.Error, ValueError) as error:
        raise CursorNotUnderstood from error
    if not isinstance(keys, list) or tuple(map(type, keys)) != shape:
        raise CursorNotUnderstood
    return keys
