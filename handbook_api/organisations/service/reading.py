"""The rows an act works on: visible, unchanged since they were read, and nobody else's turn."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.core.identity import ROOT_PATH, Identity
from handbook_api.core.policy import Subject
from handbook_api.db import events
from handbook_api.db.turns import take_turn
from handbook_api.organisations import queries
from handbook_api.organisations.errors import (
    ChangedMeanwhile,
    NamedTwice,
    OrganisationClosed,
    OrganisationNotFound,
)
from handbook_api.organisations.events import PeopleOf
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.policy import POLICY, OrganisationAct
from handbook_api.organisations.service.plans import Read

_TREE = b"organisations"


def take_tree(session: Session) -> None:
    """Nobody else changes the tree before this transaction ends."""
    if not session.info.get("read_only"):
        take_turn(session, _TREE)


def hold_living(session: Session, organisation_ids: Collection[UUID]) -> None:
    """None of these closes before this transaction ends; raises OrganisationClosed,
    OrganisationNotFound.

    For whoever lets people in: without it somebody could enter a cell that is just being closed.
    """
    query = select(Organisation).where(Organisation.id.in_(organisation_ids))
    held = query.order_by(Organisation.id).with_for_update(read=True, key_share=True)
    rows = session.scalars(held.execution_options(populate_existing=True)).all()
    if len(rows) < len(set(organisation_ids)):
        raise OrganisationNotFound
    for row in rows:
        must_live(row)


def living_one(
    session: Session, actor: Identity, wanted: UUID | Read, *, closing: bool = False
) -> Organisation:
    """Return a visible living organisation, as it is in the database now.

    closing: nobody is let in any more before this transaction ends.
    Raises OrganisationNotFound, OrganisationClosed, ChangedMeanwhile.
    """
    id_ = wanted.id if isinstance(wanted, Read) else wanted
    row = queries.get_organisation(session, actor, id_)
    if isinstance(wanted, Read) and row.version != wanted.version:
        raise ChangedMeanwhile(name=row.name)
    must_live(row)
    if closing and not session.info.get("read_only"):
        session.execute(select(Organisation.id).where(Organisation.id == id_).with_for_update())
    return row


def living_ones(
    session: Session, actor: Identity, wanted: Sequence[UUID | Read], *, closing: bool = False
) -> list[Organisation]:
    """Return visible living organisations in the order given; raises NamedTwice too."""
    ids = [one.id if isinstance(one, Read) else one for one in wanted]
    if len(set(ids)) < len(ids):
        raise NamedTwice
    # Locked in one order, so that two acts never wait for each other.
    found = {
        id_: living_one(session, actor, one, closing=closing)
        for id_, one in sorted(zip(ids, wanted, strict=True), key=lambda pair: pair[0])
    }
    return [found[id_] for id_ in ids]


def must_live(organisation: Organisation) -> None:
    """Raise OrganisationClosed when it is no more."""
    if organisation.closed_on is not None:
        closed_on = f"{organisation.closed_on:%d/%m/%Y}"
        raise OrganisationClosed(name=organisation.name, closed_on=closed_on)


def require_above(actor: Identity, act: OrganisationAct, *organisations: Organisation) -> None:
    """Return when `actor` may decide over what each of these stands under; raises Forbidden."""
    for one in organisations:
        POLICY.require(actor, act, Subject(outer_path(one.path)))


def outer_path(path: str) -> str:
    """Return the path of what stands directly above `path`; “/” above the top."""
    return path[: path.rindex("/", 0, -1) + 1] if path != ROOT_PATH else ROOT_PATH


def people_of(session: Session, organisation_ids: Sequence[UUID]) -> Mapping[str, int]:
    """Return how many people belong to these organisations, as the rooms above count them."""
    counted: Counter[str] = Counter()
    for answer in events.emit(session, PeopleOf(tuple(organisation_ids))):
        counted.update(answer)
    return counted
