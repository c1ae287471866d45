"""A new organisation, under another or at the top."""

import secrets
from collections.abc import Collection, Sequence
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import ROOT_PATH, Identity
from handbook_api.core.policy import Subject
from handbook_api.organisations.events import OrganisationOpened
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import path_under
from handbook_api.organisations.policy import POLICY, OrganisationAct
from handbook_api.organisations.service.checking import (
    kind_of,
    must_exist_on,
    must_fit,
    must_have_come,
    must_live_on,
    tidy_name,
)
from handbook_api.organisations.service.plans import (
    NewOrganisation,
    Opening,
    Plan,
    State,
    Stated,
)
from handbook_api.organisations.service.reading import living_one, take_tree
from handbook_api.organisations.service.replanting import code_at, given_code


def plan_opening(
    session: Session, actor: Identity, content: Content, new: NewOrganisation, stated: Stated
) -> Plan:
    """Return what opening an organisation would do; nothing is written.

    Raises OrganisationNotFound and OrganisationClosed for its parent, and what `opening_of` does.
    """
    take_tree(session)
    must_have_come(stated.on)
    parent = living_one(session, actor, new.parent_id) if new.parent_id else None
    POLICY.require(actor, OrganisationAct.OPEN, Subject(parent.path if parent else ROOT_PATH))
    opening = opening_of(session, content, new, parent, stated)
    return Plan(
        OrganisationAct.OPEN,
        "opened",
        stated,
        openings=(opening,),
        news=(OrganisationOpened(opening.id, stated.on),),
    )


def opening_of(  # what it is, where, when, and whose code it may take
    session: Session,
    content: Content,
    new: NewOrganisation,
    parent: Organisation | None,
    stated: Stated,
    *,
    leaving: Collection[UUID] = (),
) -> Opening:
    """Return the organisation that `new` would be under `parent`.

    leaving: who gives up his code on that day. Raises NameMissing, UnknownKind, KindDoesNotFit,
    KindEnded, DateTooEarly, CodeNotUnderstood, CodeNotUnderParent, CodeHeld.
    """
    kind = kind_of(content, new.kind)
    must_live_on(kind, stated.on)
    must_fit(kind, kind_of(content, parent.kind) if parent else None)
    must_exist_on(stated.on, [parent] if parent else [])
    above = code_at(session, parent.path) if parent else None
    digits = content.organisation_code_digits
    code = given_code(session, digits, new.code, above, stated.on, leaving=leaving)
    parent_id = parent.id if parent else None
    (key,) = fresh_keys(session, 1)
    return Opening(
        id=uuid4(),
        key=key,
        path=path_under(parent.path if parent else None, key),
        is_cell=kind.is_cell,
        opened_on=stated.on,
        state=State(tidy_name(new.name), kind.code, code, parent_id),
    )


def fresh_keys(session: Session, count: int) -> Sequence[str]:
    """Return `count` keys that no organisation has."""
    drawn = {secrets.token_hex(4) for _ in range(count)}
    while True:
        used = set(session.scalars(select(Organisation.key).where(Organisation.key.in_(drawn))))
        if not used and len(drawn) == count:
            return sorted(drawn)
        drawn -= used
        drawn |= {secrets.token_hex(4) for _ in range(count - len(drawn))}
