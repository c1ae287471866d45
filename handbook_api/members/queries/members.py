"""Members one by one and in lists, each with the cell he belongs to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page
from handbook_api.db.sealing import keys_of
from handbook_api.members.cursors import cursor_after, opened_cursor
from handbook_api.members.errors import MemberNotFound
from handbook_api.members.models import Member, SealedValue
from handbook_api.members.queries.seeing import may_see, reach_of, visible_members
from handbook_api.organisations.models import Organisation

_Home = aliased(Organisation, name="home")
_Host = aliased(Organisation, name="host")


@dataclass(frozen=True, slots=True)
class MemberAt:
    """A member with the cell that counts him (or counted him last) and the one he is a guest in."""

    member: Member
    home: Organisation
    host: Organisation | None

    @property
    def paths(self) -> tuple[str, ...]:
        """Where rights over this record are asked: at home, and where he is a guest."""
        return (self.home.path, self.host.path) if self.host else (self.home.path,)


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """What a list is narrowed to; an empty field narrows nothing.

    within: path of an organisation; the living of its subtree.
    statuses: without any, those who have left stay out of lists. reach_known: whose way of being
        reached the viewer sees; only they are told apart by it.
    """

    cell_id: UUID | None = None
    within: str | None = None
    statuses: Collection[str] = ()
    reachable_by: Collection[str] = ()
    reach_known: ColumnElement[bool] | None = field(default=None, compare=False)


def get_member(session: Session, viewer: Identity, member_id: UUID) -> MemberAt:
    """Return a visible member. Raises MemberNotFound."""
    return _one(session, viewer, Member.id == member_id)


def get_member_to_change(session: Session, viewer: Identity, member_id: UUID) -> MemberAt:
    """Return a visible member whom nobody else changes until this transaction ends.

    Raises MemberNotFound.
    """
    session.execute(select(Member.id).where(Member.id == member_id).with_for_update())
    return get_member(session, viewer, member_id)


def get_member_of_account(session: Session, viewer: Identity, account_id: UUID) -> MemberAt:
    """Return the visible member who signs in with this account. Raises MemberNotFound."""
    return _one(session, viewer, Member.account_id == account_id)


def get_own_member(session: Session, viewer: Identity) -> MemberAt:
    """Return the viewer's own record. Raises MemberNotFound."""
    if viewer.account_id is None:
        raise MemberNotFound
    return get_member_of_account(session, viewer, viewer.account_id)


def find_account_of(session: Session, viewer: Identity, member_id: UUID) -> UUID | None:
    """Return the account of a visible member; None when there is no such member."""
    seen = visible_members(viewer).with_only_columns(Member.account_id)
    return session.scalar(seen.where(Member.id == member_id))


def members_by_id(session: Session, viewer: Identity, ids: Sequence[UUID]) -> Sequence[MemberAt]:
    """Return the visible ones of `ids`, in the order given."""
    if not ids:
        return ()
    query = with_cells(may_see(viewer)).where(Member.id.in_(ids))
    found = {row[0].id: MemberAt(*row) for row in session.execute(query)}
    return [found[id_] for id_ in ids if id_ in found]


def find_members_with(
    session: Session, viewer: Identity, field: str, text: str
) -> Sequence[MemberAt]:
    """Return the visible members whose sealed `field` says exactly `text` now.

    Whether the viewer may see that field of each is asked afterwards, by the caller.
    """
    holding = select(SealedValue.member_id).where(
        SealedValue.field == field,
        SealedValue.blind == keys_of(session).blind(field, text),
        SealedValue.until.is_(None),
    )
    query = with_cells(may_see(viewer)).where(Member.id.in_(holding)).order_by(*_IN_ORDER)
    return [MemberAt(*row) for row in session.execute(query)]


def page_of_members(
    session: Session,
    viewer: Identity,
    wanted: MemberFilter,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[MemberAt]:
    """Return visible members in the order of Vietnamese lists: by given name."""
    reach = reach_of(session, viewer, wanted.within)
    start = reach.by_cells if wanted.cell_id is None else None
    seen = reach.by_rows if start is None else start
    query = with_cells(seen, *narrowed(wanted))
    if cursor is not None:
        query = query.where(_after(session, cursor))
    found = session.execute(query.order_by(*_IN_ORDER).limit(limit + 1)).all()
    rows = [MemberAt(*row) for row in found[:limit]]
    last = rows[-1].member if len(found) > limit else None
    return Page(rows, cursor_after(session, last) if last else None)


def count_members(session: Session, viewer: Identity) -> Mapping[str, int]:
    """Return how many visible members have each status."""
    seen = visible_members(viewer).with_only_columns(Member.status, func.count())
    rows = session.execute(seen.group_by(Member.status))
    return {row[0]: row[1] for row in rows}


_IN_ORDER = (Member.sort_name, Member.id)


def with_cells(*conditions: ColumnElement[bool]) -> Select[Member, Organisation, Organisation]:
    """Members that meet `conditions`, each with home and host."""
    return (
        select(Member, _Home, _Host)
        .join(_Home, _Home.id == Member.last_cell_id)
        .outerjoin(_Host, _Host.id == Member.host_cell_id)
        .where(*conditions)
    )


def narrowed(wanted: MemberFilter) -> Iterable[ColumnElement[bool]]:
    """Yield the conditions that a filter stands for, its path left out."""
    if wanted.cell_id is not None:
        yield or_(Member.last_cell_id == wanted.cell_id, Member.host_cell_id == wanted.cell_id)
    if wanted.statuses:
        yield Member.status.in_(wanted.statuses)
    else:
        yield Member.cell_id.is_not(None)
    if wanted.reachable_by:
        yield Member.reachable_by.in_(wanted.reachable_by)
        if wanted.reach_known is not None:
            yield wanted.reach_known


def _one(session: Session, viewer: Identity, condition: ColumnElement[bool]) -> MemberAt:
    query = with_cells(may_see(viewer), condition).execution_options(populate_existing=True)
    found = session.execute(query).one_or_none()
    if found is None:
        raise MemberNotFound
    return MemberAt(*found)


def _after(session: Session, cursor: str) -> ColumnElement[bool]:
    sort_name, last = opened_cursor(session, cursor)
    # The first half is what the index understands.
    return and_(Member.sort_name >= sort_name, or_(Member.sort_name > sort_name, Member.id > last))
