"""The cells people are added to, as far as whoever adds may know of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.members.errors import CellClosed, CellUnknown, NotACell, PersonRefused
from handbook_api.members.policy import POLICY, MemberAct
from handbook_api.members.queries.seeing import SEEING_PEOPLE
from handbook_api.members.values import CELL
from handbook_api.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Cell:
    """A living cell that somebody may add people to."""

    id: UUID
    path: str


def cells_for_adding(
    session: Session, actor: Identity, ids: Collection[UUID]
) -> Mapping[UUID, Cell | PersonRefused]:
    """Return each of `ids` as a cell, or why nobody can be added to it; one statement.

    What lies outside the actor's reach is as unknown as what does not exist.
    Raises Forbidden, SecondFactorNeeded where he sees a cell but may not add to it.
    """
    query = select(
        Organisation.id, Organisation.path, Organisation.is_cell, Organisation.closed_on
    ).where(Organisation.id.in_(ids))
    found: dict[UUID, Cell | PersonRefused] = {id_: CellUnknown(field=CELL) for id_ in ids}
    for row in session.execute(query):
        if _in_reach(actor, row.path):
            POLICY.require(actor, MemberAct.ADD, Subject(row.path))
            found[row.id] = Cell(row.id, row.path)
            if not row.is_cell:
                found[row.id] = NotACell(field=CELL)
            elif row.closed_on is not None and row.closed_on <= clock.today():
                found[row.id] = CellClosed(field=CELL, closed_on=f"{row.closed_on:%d/%m/%Y}")
    return found


def _in_reach(actor: Identity, path: str) -> bool:
    # Roles that are asleep count here, so that the refusal can say what would wake them.
    served = actor.awakened().paths(*SEEING_PEOPLE)
    return actor.sees_everything or any(path.startswith(one) for one in served)
