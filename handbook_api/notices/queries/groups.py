"""Saved groups, as those who speak for their organisation see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page
from handbook_api.members import newest_first
from handbook_api.members.models import Member
from handbook_api.notices.audiences import PLACE
from handbook_api.notices.errors import GroupNotFound
from handbook_api.notices.models import Group, GroupMember
from handbook_api.notices.offices import KEEPING_GROUPS
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside

_Place = aliased(Organisation, name="place")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with whose it is and how many are in it."""

    group: Group
    organisation: Organisation
    people: int


def visible_groups(viewer: Identity) -> Select[Group, Organisation, int]:
    """The groups of the organisations that `viewer` speaks for, or above."""
    people = (
        select(func.count())
        .select_from(GroupMember)
        .join(Member, Member.account_id == GroupMember.account_id)
        .join(_Place, _Place.id == PLACE)
        .where(GroupMember.group_id == Group.id, _stands_inside())
        .correlate(Group, Organisation)
        .scalar_subquery()
    )
    seen = [inside(Organisation.path, path) for path in viewer.paths(*KEEPING_GROUPS)]
    may_see = true() if viewer.sees_everything else or_(false(), *seen)
    return (
        select(Group, Organisation, people)
        .join(Organisation, Organisation.id == Group.organisation_id)
        .where(may_see)
    )


def get_group(
    session: Session, viewer: Identity, group_id: UUID, *, to_change: bool = False
) -> GroupRow:
    """Return a visible group. Raises GroupNotFound.

    to_change: as it is now, and nobody else changes it before the transaction ends.
    """
    query = visible_groups(viewer).where(Group.id == group_id)
    if to_change:
        query = query.with_for_update(of=Group).execution_options(populate_existing=True)
    found = session.execute(query).one_or_none()
    if found is None:
        raise GroupNotFound
    return GroupRow(*found)


def groups_by_id(
    session: Session, viewer: Identity, ids: Collection[UUID], path: str
) -> Sequence[GroupRow]:
    """Return the visible ones of `ids` that belong to the organisation at `path` or below it."""
    if not ids:
        return ()
    here = and_(Group.id.in_(ids), inside(Organisation.path, path))
    return [GroupRow(*row) for row in session.execute(visible_groups(viewer).where(here))]


def page_of_groups(
    session: Session,
    viewer: Identity,
    organisation_id: UUID | None,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[GroupRow]:
    """Return visible groups, the last made first."""
    query = visible_groups(viewer)
    if organisation_id is not None:
        query = query.where(Group.organisation_id == organisation_id)
    order = Group.created_at, Group.id
    return newest_first.page_of(session, query, order, GroupRow, limit=limit, cursor=cursor)


def accounts_in_group(session: Session, viewer: Identity, group_id: UUID) -> Sequence[Member]:
    """Return who is in a group that `viewer` was shown, in the order of lists; some hundreds.

    Whoever has moved away from the group's organisation is not shown any more.
    """
    del viewer
    query = (
        select(Member)
        .join(GroupMember, GroupMember.account_id == Member.account_id)
        .join(Group, Group.id == GroupMember.group_id)
        .join(Organisation, Organisation.id == Group.organisation_id)
        .join(_Place, _Place.id == PLACE)
        .where(Group.id == group_id, _stands_inside())
        .order_by(Member.sort_name, Member.id)
    )
    return session.scalars(query).all()


def _stands_inside() -> ColumnElement[bool]:
    """The member takes part in the group's organisation, or below it."""
    return _Place.path.startswith(Organisation.path)
