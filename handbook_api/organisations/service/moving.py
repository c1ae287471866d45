"""An organisation comes to stand under another, with all that is below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content, OrganisationKind
from handbook_api.core.identity import ROOT_PATH, SYSTEM, Identity
from handbook_api.core.policy import Subject
from handbook_api.organisations import queries
from handbook_api.organisations.codes import tidy_code
from handbook_api.organisations.errors import Cycle, NothingChanges
from handbook_api.organisations.events import OrganisationMoved
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import is_inside, path_under
from handbook_api.organisations.policy import POLICY, OrganisationAct
from handbook_api.organisations.service.checking import (
    kind_of,
    must_be_alike,
    must_exist_on,
    must_fit,
    must_follow_codes,
    must_have_come,
    must_live_on,
)
from handbook_api.organisations.service.plans import (
    Changing,
    Plan,
    Read,
    State,
    Stated,
    changing,
    recodings,
)
from handbook_api.organisations.service.reading import (
    living_one,
    outer_path,
    people_of,
    require_above,
    take_tree,
)
from handbook_api.organisations.service.replanting import Planting, code_at, planted_codes


@dataclass(frozen=True, slots=True)
class Moving:
    """Where an organisation is to stand, and as what.

    parent_id: None for the top. kind: another kind of the same sort, such as a cell that becomes
    a base cell; None: as it is. code: None keeps its own part of the code where that is free.
    """

    organisation: Read
    parent_id: UUID | None
    kind: str | None = None
    code: str | None = None


def plan_moving(
    session: Session, actor: Identity, content: Content, wanted: Moving, stated: Stated
) -> Plan:
    """Return what the move would do; nothing is written.

    Raises OrganisationNotFound, OrganisationClosed, ChangedMeanwhile, NothingChanges, Cycle,
    UnknownKind, KindDoesNotFit, KindEnded, CellAndCommittee, CodeNotUnderstood,
    CodeNotUnderParent, CodeHeld, DateInFuture, DateTooEarly.
    """
    take_tree(session)
    must_have_come(stated.on)
    row = living_one(session, actor, wanted.organisation)
    parent = living_one(session, actor, wanted.parent_id) if wanted.parent_id else None
    require_above(actor, OrganisationAct.MOVE, row)
    POLICY.require(actor, OrganisationAct.MOVE, Subject(parent.path if parent else ROOT_PATH))
    if parent is not None and is_inside(parent.path, row.path):
        raise Cycle(name=row.name)
    must_exist_on(stated.on, [row, parent] if parent else [row])
    kind = _kind_after(session, content, row, wanted, stated)
    must_fit(kind, kind_of(content, parent.kind) if parent else None)
    digits = content.organisation_code_digits
    planting = Planting(
        row,
        before=code_at(session, outer_path(row.path)),
        after=code_at(session, parent.path) if parent else None,
        given=None if wanted.code is None else tidy_code(wanted.code, digits),
    )
    rows = queries.organisations_inside(session, SYSTEM, row.path)
    codes = planted_codes(session, digits, stated.on, [planting], rows)
    after = State(row.name, kind.code, codes[row.id], parent.id if parent else None)
    path = path_under(parent.path if parent else None, row.key)
    own = changing(row, after, path)
    below = recodings(rows, codes, besides={row.id}, moved={row.path: path})
    if own.before == after:
        raise NothingChanges
    recoded = [one.organisation for one in (own, *below) if one.recodes]
    must_follow_codes(session, stated.on, recoded)
    return _plan(session, own, below, stated)


def _kind_after(
    session: Session, content: Content, row: Organisation, wanted: Moving, stated: Stated
) -> OrganisationKind:
    kind = kind_of(content, wanted.kind or row.kind)
    if kind.code != row.kind:
        must_be_alike(kind, kind_of(content, row.kind))
        must_live_on(kind, stated.on)
        for child in queries.children_of(session, SYSTEM, [row.id]):
            must_fit(kind_of(content, child.kind), kind)
    return kind


def _plan(session: Session, own: Changing, below: Sequence[Changing], stated: Stated) -> Plan:
    row, changings = own.organisation, (own, *below)
    if not own.moves:
        return Plan(OrganisationAct.MOVE, "moved", stated, changings=changings)
    inside = queries.organisation_ids_inside(session, SYSTEM, row.path)
    return Plan(
        OrganisationAct.MOVE,
        "moved",
        stated,
        changings=changings,
        people=people_of(session, inside),
        inside=len(inside) - 1,
        news=(OrganisationMoved(row.id, row.path, own.path),),
    )
