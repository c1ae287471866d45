"""Saved groups, as those who speak for their organisation see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page
from handbook_api.members import newest_first
from handbook_api.members.models import Member
from handbook_api.notices.errors import GroupNotFound
from handbook_api.notices.models import Group, GroupMember
from handbook_api.notices.offices import SENDING
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with whose it is and how many are in it."""

    group: Group
    organisation: Organisation
    people: int


def visible_groups(viewer: Identity) -> Select[Group, Organisation, int]:
    """The groups of the organisations that `viewer` speaks for, or above."""
    people = select(func.count()).where(GroupMember.group_id == Group.id).scalar_subquery()
    seen = [inside(Organisation.path, path) for path in viewer.paths(*SENDING)]
    may_see = true() if viewer.sees_everything else or_(false(), *seen)
    return (
        select(Group, Organisation, people)
        .join(Organisation, Organisation.id == Group.organisation_id)
        .where(may_see)
    )


def get_group(session: Session, viewer: Identity, group_id: UUID) -> GroupRow:
    """Return a visible group. Raises GroupNotFound."""
    found = session.execute(visible_groups(viewer).where(Group.id == group_id)).one_or_none()
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
    """Return who is in a group that `viewer` was shown, in the order of lists; some hundreds."""
    del viewer
    query = (
        select(Member)
        .join(GroupMember, GroupMember.account_id == Member.account_id)
        .where(GroupMember.group_id == group_id)
        .order_by(Member.sort_name, Member.id)
    )
    return session.scalars(query).all()
