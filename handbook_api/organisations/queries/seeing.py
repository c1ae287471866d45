"""Which organisations somebody sees: decided here, in SQL, and nowhere else."""

from collections.abc import Sequence

from sqlalchemy import CTE, ColumnElement, Select, or_, select, true
from sqlalchemy.orm import aliased

from handbook_api.core.identity import ROOT_PATH, Identity, Role
from handbook_api.organisations.models import Organisation, Succession
from handbook_api.organisations.paths import chain, inside


def visible_organisations(viewer: Identity) -> Select[Organisation]:
    """The organisations `viewer` may see. Every other query here stands on the same condition."""
    return select(Organisation).where(may_see(viewer))


def may_see(viewer: Identity) -> ColumnElement[bool]:
    """The condition on `organisations` that decides seeing.

    Whoever belongs to an organisation in any way sees it, all that is below it, the way from it
    to the top, and what all of these grew out of by mergers and splits.
    """
    paths = viewer.paths(*Role)
    if viewer.sees_everything or ROOT_PATH in paths:
        return true()
    if not paths:
        return Organisation.id.is_(None)
    return or_(
        *(inside(Organisation.path, path) for path in paths),
        Organisation.path.in_(_above(paths)),
        Organisation.id.in_(select(_origins(paths).c.id)),
    )


def _above(paths: Sequence[str]) -> Sequence[str]:
    return sorted({step for path in paths for step in chain(path)})


def _origins(paths: Sequence[str]) -> CTE:
    """The predecessors of what stands inside `paths`, and theirs."""
    successor = aliased(Organisation)
    grown = or_(*(inside(successor.path, path) for path in paths))
    first = (
        select(Succession.predecessor_id.label("id"))
        .join(successor, successor.id == Succession.successor_id)
        .where(grown)
        .cte("origins", recursive=True)
    )
    before = select(Succession.predecessor_id).where(Succession.successor_id == first.c.id)
    return first.union(before)
