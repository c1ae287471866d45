"""Requests about one's own data: one's own ones, and for officers those of their committee."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.identity import Identity, Role
from handbook_api.core.paging import CursorNotUnderstood, Page, decode_cursor, encode_cursor
from handbook_api.members import newest_first
from handbook_api.members.data_rights.errors import RequestNotFound
from handbook_api.members.data_rights.models import DataRequest
from handbook_api.members.models import Member
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request, who asks, and the cell he belongs to or belonged to last."""

    request: DataRequest
    member: Member
    cell: Organisation


def visible_requests(viewer: Identity) -> Select[DataRequest, Member, Organisation]:
    """The requests `viewer` may see: his own, and as organisation officer those from below."""
    return (
        select(DataRequest, Member, Organisation)
        .join(Member, Member.id == DataRequest.member_id)
        .join(Organisation, Organisation.id == Member.last_cell_id)
        .where(_may_see(viewer))
    )


def _may_see(viewer: Identity) -> ColumnElement[bool]:
    if viewer.sees_everything:
        return true()
    own = Member.account_id == viewer.account_id
    return _serves(viewer) if viewer.account_id is None else or_(_serves(viewer), own)


def _serves(viewer: Identity) -> ColumnElement[bool]:
    served = viewer.paths(Role.ORGANISATION_OFFICER)
    return or_(false(), *(inside(Organisation.path, path) for path in served))


def _to_answer(viewer: Identity) -> Select[DataRequest, Member, Organisation]:
    """The requests that are `viewer`'s affair as an officer."""
    return visible_requests(viewer).where(_serves(viewer))


def _passed(cursor: str) -> tuple[date, UUID]:
    due, last = decode_cursor(cursor, (str, str))
    try:
        return date.fromisoformat(str(due)), UUID(str(last))
    except ValueError as error:
        raise CursorNotUnderstood from error


def get_request(
    session: Session, viewer: Identity, request_id: UUID, *, to_change: bool = False
) -> RequestRow:
    """Return a visible request. Raises RequestNotFound.

    to_change: nobody else changes it before this transaction ends.
    """
    query = visible_requests(viewer).where(DataRequest.id == request_id)
    if to_change:
        query = query.with_for_update(of=DataRequest).execution_options(populate_existing=True)
    found = session.execute(query).one_or_none()
    if found is None:
        raise RequestNotFound(id=str(request_id))
    return RequestRow(*found)


def page_of_requests(
    session: Session,
    viewer: Identity,
    *,
    states: Collection[str] = (),
    overdue: bool = False,
    limit: int,
    cursor: str | None = None,
) -> Page[RequestRow]:
    """Return visible requests, the last entered first; `overdue`: only the unanswered late ones."""
    query = visible_requests(viewer)
    if states:
        query = query.where(DataRequest.state.in_(states))
    if overdue:
        query = query.where(DataRequest.due_on < clock.today())
    order = DataRequest.entered_at, DataRequest.id
    return newest_first.page_of(session, query, order, RequestRow, limit=limit, cursor=cursor)


def page_of_waiting(
    session: Session, viewer: Identity, *, limit: int, cursor: str | None = None
) -> Page[RequestRow]:
    """Return the requests that wait for an answer of `viewer`, the one due first first.

    Raises CursorNotUnderstood.
    """
    query = _to_answer(viewer).where(DataRequest.due_on.is_not(None))
    if cursor is not None:
        due, last = _passed(cursor)
        after = and_(DataRequest.due_on == due, DataRequest.id > last)
        query = query.where(or_(DataRequest.due_on > due, after))
    query = query.order_by(DataRequest.due_on, DataRequest.id).limit(limit + 1)
    found = [RequestRow(*row) for row in session.execute(query)]
    if len(found) <= limit:
        return Page(found, None)
    last_shown = found[limit - 1].request
    return Page(found[:limit], encode_cursor([str(last_shown.due_on), str(last_shown.id)]))


def requests_to_carry_out(
    session: Session, viewer: Identity, *, limit: int
) -> Sequence[RequestRow]:
    """Return what `viewer` or a colleague has agreed to and nobody has done, the longest first."""
    agreed = DataRequest.answered_at.is_not(None) & DataRequest.closed_at.is_(None)
    query = _to_answer(viewer).where(agreed).order_by(DataRequest.answered_at, DataRequest.id)
    return [RequestRow(*row) for row in session.execute(query.limit(limit))]


def requests_of_member(
    session: Session, viewer: Identity, member_id: UUID, *, limit: int
) -> Sequence[RequestRow]:
    """Return a member's visible requests, the last entered first."""
    query = visible_requests(viewer).where(DataRequest.member_id == member_id)
    query = query.order_by(DataRequest.entered_at.desc(), DataRequest.id).limit(limit)
    return [RequestRow(*row) for row in session.execute(query)]


def overdue_requests(session: Session, viewer: Identity) -> Sequence[DataRequest]:
    """Return every visible request whose answer is late today, the longest first."""
    query = visible_requests(viewer).where(DataRequest.due_on < clock.today())
    return [row[0] for row in session.execute(query.order_by(DataRequest.due_on, DataRequest.id))]
