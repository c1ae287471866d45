"""An organisation ends without a successor."""

from sqlalchemy.orm import Session

from handbook_api.core.identity import SYSTEM, Identity
from handbook_api.organisations import queries
from handbook_api.organisations.errors import HasChildren, HasPeople
from handbook_api.organisations.events import GUESTS, MEMBERS, OrganisationClosed
from handbook_api.organisations.policy import OrganisationAct
from handbook_api.organisations.service.checking import (
    must_exist_on,
    must_follow_closings,
    must_follow_codes,
    must_have_come,
)
from handbook_api.organisations.service.plans import Closing, Plan, Read, Stated
from handbook_api.organisations.service.reading import (
    living_one,
    people_of,
    require_above,
    take_tree,
)


def plan_closing(session: Session, actor: Identity, wanted: Read, stated: Stated) -> Plan:
    """Return what closing an organisation would do; nothing is written.

    Raises OrganisationNotFound, OrganisationClosed, ChangedMeanwhile, HasChildren, HasPeople,
    DateInFuture, DateTooEarly.
    """
    take_tree(session)
    must_have_come(stated.on)
    row = living_one(session, actor, wanted, closing=True)
    require_above(actor, OrganisationAct.CLOSE, row)
    must_exist_on(stated.on, [row])
    must_follow_codes(session, stated.on, [row])
    children = queries.children_of(session, SYSTEM, [row.id])
    if children:
        raise HasChildren(name=row.name, count=len(children))
    must_follow_closings(stated.on, queries.children_of(session, SYSTEM, [row.id], closed=True))
    people = people_of(session, [row.id])
    belonging = people.get(MEMBERS, 0) + people.get(GUESTS, 0)
    if belonging:
        raise HasPeople(name=row.name, count=belonging)
    return Plan(
        OrganisationAct.CLOSE,
        "closed",
        stated,
        closings=(Closing(row),),
        people=people,
        news=(OrganisationClosed(row.id, stated.on),),
    )
