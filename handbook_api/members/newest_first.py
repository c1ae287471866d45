"""Pages of lists that start with what came last, or with what has waited longest."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from handbook_api.core.paging import CursorNotUnderstood, Page, decode_cursor, encode_cursor

Row = TypeVar("Row")
#: Instant and id, columns of the first thing that a query selects.
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

    Raises CursorNotUnderstood.
    """
    at, id_ = order
    if cursor is not None:
        instant, last = _last(cursor)
        query = query.where(or_(at < instant, and_(at == instant, id_ < last)))
    query = query.order_by(at.desc(), id_.desc())
    return _page(session, query, order, make, limit)


def page_of_oldest(
    session: Session,
    query: Select[*tuple[Any, ...]],
    order: Order,
    make: Callable[..., Row],
    *,
    limit: int,
    cursor: str | None,
) -> Page[Row]:
    """Return the same the other way round, for what waits. Raises CursorNotUnderstood."""
    at, id_ = order
    if cursor is not None:
        instant, last = _last(cursor)
        query = query.where(or_(at > instant, and_(at == instant, id_ > last)))
    return _page(session, query.order_by(at, id_), order, make, limit)


def _page(
    session: Session,
    query: Select[*tuple[Any, ...]],
    order: Order,
    make: Callable[..., Row],
    limit: int,
) -> Page[Row]:
    at, id_ = order
    found = session.execute(query.limit(limit + 1)).all()
    rows = [make(*row) for row in found[:limit]]
    if len(found) <= limit:
        return Page(rows, None)
    last = found[limit - 1][0]
    passed = (getattr(last, at.key) - _EPOCH) // _MICROSECOND
    return Page(rows, encode_cursor([passed, str(getattr(last, id_.key))]))


def _last(cursor: str) -> tuple[datetime, UUID]:
    moment, last_id = decode_cursor(cursor, (int, str))
    try:
        return _EPOCH + int(moment) * _MICROSECOND, UUID(str(last_id))
    except (OverflowError, ValueError) as error:
        raise CursorNotUnderstood from error
