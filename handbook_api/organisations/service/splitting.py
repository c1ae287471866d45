"""Parts of an organisation become organisations of their own; it lives on, or ends in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import SYSTEM, Identity
from handbook_api.db import events
from handbook_api.organisations import queries
from handbook_api.organisations.errors import CodeHeld, LeftOver, NamedTwice, NotBelow, TooFew
from handbook_api.organisations.events import (
    MEMBERS,
    MembersIn,
    OrganisationOpened,
    OrganisationSplit,
)
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.policy import OrganisationAct
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
    Opening,
    Plan,
    Read,
    Stated,
    changing,
    moves_of,
)
from handbook_api.organisations.service.reading import (
    living_one,
    outer_path,
    people_of,
    require_above,
    take_tree,
)
from handbook_api.organisations.service.rehanging import Home, rehung
from handbook_api.organisations.service.replanting import code_at

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Part:
    """What is split off. kind: None for the kind of the whole. children: organisations directly
    below the whole that go with it; members: those of a cell who do."""

    name: str
    kind: str | None = None
    code: str | None = None
    children: Sequence[UUID] = ()
    members: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class Splitting:
    """What an organisation is split into. stays: it lives on, with all that goes into no part."""

    organisation: Read
    parts: Sequence[Part]
    stays: bool = False


def plan_splitting(
    session: Session, actor: Identity, content: Content, wanted: Splitting, stated: Stated
) -> Plan:
    """Return what the split would do; nothing is written.

    Raises OrganisationNotFound, OrganisationClosed, ChangedMeanwhile, TooFew, NamedTwice,
    NotBelow, LeftOver, CellAndCommittee, DateInFuture, DateTooEarly, the refusals of codes, and
    what opening raises.
    """
    take_tree(session)
    must_have_come(stated.on)
    if len(wanted.parts) + wanted.stays < _FEWEST or not wanted.parts:
        raise TooFew
    whole = living_one(session, actor, wanted.organisation, closing=True)
    require_above(actor, OrganisationAct.SPLIT, whole)
    must_exist_on(stated.on, [whole])
    leaving = [] if wanted.stays else [whole.id]
    openings = _openings(session, content, whole, wanted, stated, leaving)
    children = _assigned_children(session, whole, wanted)
    members = _assigned_members(session, whole, wanted, openings)
    if not wanted.stays:
        closed = queries.children_of(session, SYSTEM, [whole.id], closed=True)
        must_follow_closings(stated.on, closed)
    must_exist_on(stated.on, children)
    homes = _homes(session, whole, wanted, openings)
    moved = rehung(session, content, stated, homes, children, codes={}, leaving=leaving)
    recoded = [one.organisation for one in moved if one.recodes]
    must_follow_codes(session, stated.on, recoded if wanted.stays else [whole, *recoded])
    outcome = _Outcome(openings, moved, members)
    return _plan(session, whole, outcome, stated, stays=wanted.stays)


def _openings(  # the whole, what is said of its parts, who gives up his code
    session: Session,
    content: Content,
    whole: Organisation,
    wanted: Splitting,
    stated: Stated,
    leaving: Sequence[UUID],
) -> list[Opening]:
    parent = queries.get_organisation(session, SYSTEM, whole.parent_id) if whole.parent_id else None
    kinds = [kind_of(content, part.kind or whole.kind) for part in wanted.parts]
    must_be_alike(kind_of(content, whole.kind), *kinds)
    said = [
        NewOrganisation(part.name, kind.code, whole.parent_id, part.code)
        for part, kind in zip(wanted.parts, kinds, strict=True)
    ]
    openings = [opening_of(session, content, new, parent, stated, leaving=leaving) for new in said]
    codes = [opening.state.code for opening in openings if opening.state.code]
    for code in codes:
        if codes.count(code) > 1:
            raise CodeHeld(given=code)
    return openings


def _assigned_children(
    session: Session, whole: Organisation, wanted: Splitting
) -> list[Organisation]:
    named = [id_ for part in wanted.parts for id_ in part.children]
    below = {row.id: row for row in queries.children_of(session, SYSTEM, [whole.id])}
    _must_be_assigned_well(whole, named, set(below), stays=wanted.stays)
    return [below[id_] for id_ in named]


def _assigned_members(
    session: Session, whole: Organisation, wanted: Splitting, openings: Sequence[Opening]
) -> Mapping[UUID, UUID]:
    """Return member → part."""
    named = [id_ for part in wanted.parts for id_ in part.members]
    present: set[UUID] = set()
    for answer in events.emit(session, MembersIn(whole.id)):
        present.update(answer)
    _must_be_assigned_well(whole, named, present, stays=wanted.stays)
    return {
        id_: opening.id
        for part, opening in zip(wanted.parts, openings, strict=True)
        for id_ in part.members
    }


def _must_be_assigned_well(
    whole: Organisation, named: Sequence[UUID], present: set[UUID], *, stays: bool
) -> None:
    if len(set(named)) < len(named):
        raise NamedTwice
    strangers = set(named) - present
    if strangers:
        raise NotBelow(name=whole.name, count=len(strangers))
    forgotten = present - set(named)
    if forgotten and not stays:
        raise LeftOver(name=whole.name, count=len(forgotten))


def _homes(
    session: Session, whole: Organisation, wanted: Splitting, openings: Sequence[Opening]
) -> Mapping[UUID, Home]:
    above = code_at(session, outer_path(whole.path))
    return {
        id_: Home.coming(opening, above)
        for part, opening in zip(wanted.parts, openings, strict=True)
        for id_ in part.children
    }


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The parts, what comes to stand under them, and member → part."""

    openings: Sequence[Opening]
    moved: Sequence[Changing]
    members: Mapping[UUID, UUID]


def _plan(
    session: Session, whole: Organisation, outcome: _Outcome, stated: Stated, *, stays: bool
) -> Plan:
    openings, moved, members = outcome.openings, outcome.moved, outcome.members
    roots = [one for one in moved if one.moves]
    paths = [one.organisation.path for one in roots]
    inside = queries.organisation_ids_inside(session, SYSTEM, *paths)
    people = people_of(session, inside if stays else [whole.id, *inside])
    if stays and members:
        people = {**people, MEMBERS: people.get(MEMBERS, 0) + len(members)}
    part_ids = tuple(opening.id for opening in openings)
    split = OrganisationSplit(
        whole.id, part_ids, members, stated.on, stated.decision, origin_closed=not stays
    )
    return Plan(
        OrganisationAct.SPLIT,
        "split",
        stated,
        openings=openings,
        changings=(changing(whole), *moved) if stays else moved,
        closings=() if stays else [Closing(whole)],
        successions=[(whole.id, part_id) for part_id in part_ids],
        people=people,
        inside=len(inside) - len(roots),
        news=(
            *(OrganisationOpened(part_id, stated.on) for part_id in part_ids),
            *moves_of(roots),
            split,
        ),
    )
