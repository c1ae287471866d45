"""Pages of lists that start with what came last."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from handbook_api.core.paging import CursorNotUnderstood, Page, decode_cursor, encode_cursor

Row = TypeVar("Row")
Order = tuple[InstrumentedAttribute[datetime], InstrumentedAttribute[UUID]]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def page_of(
    session: Session,
    query: Select[*tuple[Any, ...]],
    order: Order,
    make: Callable[..., Row],
    *,
    limit: int,
    cursor: str | None,
) -> Page[Row]:
    """Return what `make` makes of the rows of `query` that come after `cursor`, newest first.

    order: instant and id, columns of the first thing that `query` selects.
    Raises CursorNotUnderstood.
    """
    at, id_ = order
    if cursor is not None:
        query = query.where(_after(cursor, at, id_))
    found = session.execute(query.order_by(at.desc(), id_.desc()).limit(limit + 1)).all()
    rows = [make(*row) for row in found[:limit]]
    if len(found) <= limit:
        return Page(rows, None)
    last = found[limit - 1][0]
    passed = (getattr(last, at.key) - _EPOCH) // _MICROSECOND
    return Page(rows, encode_cursor([passed, str(getattr(last, id_.key))]))


def _after(
    cursor: str, at: InstrumentedAttribute[datetime], id_: InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    moment, last_id = decode_cursor(cursor, (int, str))
    try:
        instant, last = _EPOCH + int(moment) * _MICROSECOND, UUID(str(last_id))
    except (OverflowError, ValueError) as error:
        raise CursorNotUnderstood from error
    return or_(at < instant, and_(at == instant, id_ < last))
