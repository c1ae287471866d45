"""Who sees which members: decided here, in SQL, and nowhere else."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from handbook_api.core.identity import ROOT_PATH, Identity, Role
from handbook_api.members.models import Member
from handbook_api.organisations.models import Organisation

#: Whoever serves in one of these sees the members inside: of his cell, or of all cells below.
SEEING_PEOPLE = (
    Role.SECRETARY,
    Role.DEPUTY_SECRETARY,
    Role.CELL_COMMITTEE_MEMBER,
    Role.FOLLOWER,
    Role.COMMITTEE_MEMBER,
    Role.OFFICE_OFFICER,
    Role.ORGANISATION_OFFICER,
    Role.INSPECTION_OFFICER,
)
#: Those of them who also see the records of people who have left.
SEEING_THE_PAST = (Role.ORGANISATION_OFFICER, Role.INSPECTION_OFFICER)

#: The people of so many cells are gathered and sorted; with more, lists walk through the names.
FEW_CELLS = 100

_Column = InstrumentedAttribute[Any]
_Inside = Callable[[_Column, Sequence[str]], ColumnElement[bool]]


def visible_members(viewer: Identity) -> Select[Member]:
    """The members `viewer` may see. Every other query here stands on the same condition."""
    return select(Member).where(may_see(viewer))


def may_see(viewer: Identity) -> ColumnElement[bool]:
    """The condition on `members` that decides seeing.

    Oneself; the living members of, and guests in, the cells inside one's organisations; for
    officers who answer for records also those who have left. Nobody sees what was erased.
    """
    return _seen(viewer, None, _checked)


def _seen(viewer: Identity, within: str | None, inside: _Inside) -> ColumnElement[bool]:
    here = _paths(viewer, SEEING_PEOPLE, within)
    before = _paths(viewer, SEEING_THE_PAST, within)
    living = Member.cell_id.is_not(None)
    # One flat OR: SQLite looks each of its grounds up in an index of its own.
    grounds = []
    # Each ground is asked of very many rows: none says again what another says.
    now_only = [path for path in here if path not in before]
    if now_only:
        grounds.append(and_(living, inside(Member.last_cell_id, now_only)))
    if here:
        grounds.append(and_(living, inside(Member.host_cell_id, here)))
    if before:
        grounds.append(inside(Member.last_cell_id, before))
    if viewer.account_id is not None and within is None:
        grounds.append(Member.account_id == viewer.account_id)
    return and_(Member.erased_at.is_(None), or_(false(), *grounds))


def sees_as(viewer: Identity, roles: Collection[Role]) -> ColumnElement[bool]:
    """The condition that `viewer` sees somebody in one of `roles`, or is it himself."""
    paths = _paths(viewer, roles, None)
    grounds = [_checked(column, paths) for column in (Member.last_cell_id, Member.host_cell_id)]
    if viewer.account_id is not None:
        grounds.append(Member.account_id == viewer.account_id)
    return or_(false(), *grounds)


def _paths(viewer: Identity, roles: Collection[Role], within: str | None) -> Sequence[str]:
    """Return where the viewer serves in one of `roles`, as far as it lies inside `within`."""
    paths = (ROOT_PATH,) if viewer.sees_everything else viewer.paths(*roles)
    if within is None:
        return paths
    if any(within.startswith(path) for path in paths):
        return (within,)
    return [path for path in paths if path.startswith(within)]


def _checked(column: _Column, paths: Sequence[str]) -> ColumnElement[bool]:
    """The organisation in `column` stands inside one of `paths`: asked row by row.

    It leaves a walk through an index of names alone. Given IN, SQLite would collect all members
    of a province and sort them, to show the first twenty.
    """
    if ROOT_PATH in paths:
        return column.is_not(None)
    return exists().where(Organisation.id == column, is_inside(paths)).correlate(Member)


def _listed(cells: Mapping[UUID, str]) -> _Inside:
    """The same, asked the other way round: rows are looked up by the cells (with their paths).

    By their ids, said one by one: given a subquery, PostgreSQL reads all members of a province.
    """

    def inside(column: _Column, paths: Sequence[str]) -> ColumnElement[bool]:
        return column.in_([id_ for id_, path in cells.items() if path.startswith(tuple(paths))])

    return inside


def is_inside(paths: Sequence[str]) -> ColumnElement[bool]:
    """The condition that an organisation stands inside one of `paths`."""
    return or_(false(), *(Organisation.path.startswith(path, autoescape=True) for path in paths))


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a viewer sees in one list; of people who stand inside an organisation, if one
    was named.

    by_rows: the condition, checked row by row.
    by_cells: the same, to start from the cells, of which there are `cells`; None where these are
    more than a few.
    """

    by_rows: ColumnElement[bool]
    by_cells: ColumnElement[bool] | None
    cells: int


def reach_of(session: Session, viewer: Identity, within: str | None = None) -> Reach:
    """Return what `viewer` sees of people (inside the organisation at path `within`).

    One statement, and a bounded one.
    """
    paths = _paths(viewer, SEEING_PEOPLE, within)
    inside = select(Organisation.id, Organisation.path).where(
        Organisation.is_cell, is_inside(paths)
    )
    cells = {row[0]: row[1] for row in session.execute(inside.limit(FEW_CELLS + 1))}
    by_cells = None if len(cells) > FEW_CELLS else _seen(viewer, within, _listed(cells))
    return Reach(_seen(viewer, within, _checked), by_cells, len(cells))
