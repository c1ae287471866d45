"""Pages of lists that start with what came last."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from handbook_api.core.paging import CursorNotUnderstood, Page, decode_cursor, encode_cursor

Row = TypeVar("Row")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def before(
    cursor: str, at: InstrumentedAttribute[datetime], id_: InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    """The condition that a row comes after the one `cursor` names, newest first.

    Raises CursorNotUnderstood.
    """
    moment, last_id = decode_cursor(cursor, (int, str))
    try:
        instant, last = _EPOCH + int(moment) * _MICROSECOND, UUID(str(last_id))
    except (OverflowError, ValueError) as error:
        raise CursorNotUnderstood from error
    return or_(at < instant, and_(at == instant, id_ < last))


def cut(rows: Sequence[Row], limit: int, keys: Sequence[tuple[datetime, UUID]]) -> Page[Row]:
    """Return the first `limit` of `rows` as a page, with a cursor when there are more.

    keys: instant and id of each row, in the order of `rows`.
    """
    if len(rows) <= limit:
        return Page(rows, None)
    instant, last = keys[limit - 1]
    return Page(rows[:limit], encode_cursor([(instant - _EPOCH) // _MICROSECOND, str(last)]))
