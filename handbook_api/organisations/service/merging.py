"""Several organisations become one: cells with their people, committees with what is below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import ROOT_PATH, SYSTEM, Identity
from handbook_api.core.policy import Subject
from handbook_api.organisations import queries
from handbook_api.organisations.codes import tidy_code
from handbook_api.organisations.errors import Cycle, NotBelow, TooFew
from handbook_api.organisations.events import (
    OrganisationOpened,
    OrganisationsMerged,
)
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import is_inside
from handbook_api.organisations.policy import POLICY, OrganisationAct
from handbook_api.organisations.service.checking import (
    kind_of,
    must_be_alike,
    must_exist_on,
    must_follow_closings,
    must_follow_codes,
    must_have_come,
)
from handbook_api.organisations.service.opening import opening_of
from handbook_api.organisations.service.plans import (
    Changing,
    Closing,
    NewOrganisation,
    Plan,
    Read,
    Stated,
    changing,
    moves_of,
)
from handbook_api.organisations.service.reading import (
    living_one,
    living_ones,
    people_of,
    require_above,
    take_tree,
)
from handbook_api.organisations.service.rehanging import Home, rehung
from handbook_api.organisations.service.replanting import code_at

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Merging:
    """Which organisations become one.

    sources: those that merge. heir: one that lives on, of them or another; or what they become
    together. codes: what organisations below them are to be coded, where that is decided; the
    others keep their own part of the code where that is free.
    """

    sources: Sequence[Read]
    heir: UUID | NewOrganisation
    codes: Mapping[UUID, str] = field(default_factory=dict)


def plan_merging(
    session: Session, actor: Identity, content: Content, wanted: Merging, stated: Stated
) -> Plan:
    """Return what the merger would do; nothing is written.

    Raises OrganisationNotFound, OrganisationClosed, ChangedMeanwhile, NamedTwice, TooFew, Cycle,
    CellAndCommittee, KindDoesNotFit, NotBelow, DateInFuture, DateTooEarly, the refusals of codes,
    and for a new one what opening raises.
    """
    take_tree(session)
    must_have_come(stated.on)
    sources = living_ones(session, actor, wanted.sources, closing=True)
    closers = [row for row in sources if row.id != wanted.heir]
    if len(closers) < (_FEWEST if isinstance(wanted.heir, NewOrganisation) else 1):
        raise TooFew
    require_above(actor, OrganisationAct.MERGE, *closers)
    heir = _heir(session, actor, content, wanted.heir, closers, stated)
    kinds = {kind_of(content, kind) for kind in (heir.kind, *(row.kind for row in closers))}
    must_be_alike(*kinds)
    gone = [row.id for row in closers]
    below = queries.children_of(session, SYSTEM, gone)
    children = [row for row in below if row.id not in gone]
    must_exist_on(stated.on, [*closers, *children])
    must_follow_closings(stated.on, queries.children_of(session, SYSTEM, gone, closed=True))
    codes = _tidy_codes(content, wanted.codes, children, heir)
    homes = {row.id: heir for row in children}
    moved = rehung(session, content, stated, homes, children, codes=codes, leaving=gone)
    recoded = [one.organisation for one in moved if one.recodes]
    must_follow_codes(session, stated.on, [*closers, *recoded])
    return _plan(session, closers, heir, moved, stated)


def _heir(  # who asks, for what, and what is to be no more
    session: Session,
    actor: Identity,
    content: Content,
    heir: UUID | NewOrganisation,
    closers: Sequence[Organisation],
    stated: Stated,
) -> Home:
    """Return the organisation that takes over, living or to be opened."""
    if isinstance(heir, UUID):
        row = living_one(session, actor, heir)
        require_above(actor, OrganisationAct.MERGE, row)
        _must_lie_outside(row, closers)
        must_exist_on(stated.on, [row])
        return Home.living(row, code_at(session, row.path))
    parent = living_one(session, actor, heir.parent_id) if heir.parent_id else None
    POLICY.require(actor, OrganisationAct.MERGE, Subject(parent.path if parent else ROOT_PATH))
    if parent is not None:
        _must_lie_outside(parent, closers)
    leaving = [row.id for row in closers]
    opening = opening_of(session, content, heir, parent, stated, leaving=leaving)
    return Home.coming(opening, code_at(session, parent.path) if parent else None)


def _must_lie_outside(row: Organisation, closers: Sequence[Organisation]) -> None:
    for closer in closers:
        if is_inside(row.path, closer.path):
            raise Cycle(name=closer.name)


def _tidy_codes(
    content: Content, said: Mapping[UUID, str], children: Sequence[Organisation], heir: Home
) -> Mapping[UUID, str]:
    strangers = set(said) - {row.id for row in children}
    if strangers:
        raise NotBelow(name=heir.name, count=len(strangers))
    digits = content.organisation_code_digits
    return {id_: tidy_code(code, digits) for id_, code in said.items()}


def _plan(
    session: Session,
    closers: Sequence[Organisation],
    heir: Home,
    moved: Sequence[Changing],
    stated: Stated,
) -> Plan:
    roots = [one for one in moved if one.moves]
    affected = queries.organisation_ids_inside(session, SYSTEM, *(row.path for row in closers))
    inside = queries.organisation_ids_inside(
        session, SYSTEM, *(one.organisation.path for one in roots)
    )
    gone = tuple(row.id for row in closers)
    return Plan(
        OrganisationAct.MERGE,
        "merged",
        stated,
        openings=(heir.opening,) if heir.opening else (),
        changings=(*((changing(heir.row),) if heir.row else ()), *moved),
        closings=[Closing(row) for row in closers],
        successions=[(id_, heir.id) for id_ in gone],
        people=people_of(session, affected),
        inside=len(inside) - len(roots),
        news=(
            *((OrganisationOpened(heir.id, stated.on),) if heir.opening else ()),
            *moves_of(roots),
            OrganisationsMerged(gone, heir.id, stated.on, stated.decision),
        ),
    )
