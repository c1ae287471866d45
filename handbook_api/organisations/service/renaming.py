"""Another name, another official code."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import SYSTEM, Identity
from handbook_api.core.policy import Subject
from handbook_api.organisations import queries
from handbook_api.organisations.codes import tidy_code
from handbook_api.organisations.errors import NothingChanges
from handbook_api.organisations.events import OrganisationRenamed
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.policy import POLICY, OrganisationAct
from handbook_api.organisations.service.checking import (
    must_exist_on,
    must_follow_codes,
    must_have_come,
    tidy_name,
)
from handbook_api.organisations.service.plans import (
    Changing,
    Plan,
    Read,
    Stated,
    changing,
    recodings,
    state_of,
)
from handbook_api.organisations.service.reading import living_one, outer_path, take_tree
from handbook_api.organisations.service.replanting import Planting, code_at, planted_codes


@dataclass(frozen=True, slots=True)
class Renaming:
    """What an organisation is to be called and coded; None: as it is."""

    organisation: Read
    name: str | None = None
    code: str | None = None


def plan_renaming(
    session: Session, actor: Identity, content: Content, wanted: Renaming, stated: Stated
) -> Plan:
    """Return what another name or code would do; nothing is written.

    With its own code the codes of all that stands below change too. Raises OrganisationNotFound,
    OrganisationClosed, ChangedMeanwhile, NothingChanges, NameMissing, CodeNotUnderstood,
    CodeNotUnderParent, CodeHeld, DateInFuture, DateTooEarly.
    """
    take_tree(session)
    must_have_come(stated.on)
    row = living_one(session, actor, wanted.organisation)
    POLICY.require(actor, OrganisationAct.CHANGE, Subject(row.path))
    must_exist_on(stated.on, [row])
    name = row.name if wanted.name is None else tidy_name(wanted.name)
    code = row.code
    if wanted.code is not None:
        code = tidy_code(wanted.code, content.organisation_code_digits)
    if (name, code) == (row.name, row.code):
        raise NothingChanges
    below: list[Changing] = []
    if code != row.code and code is not None:
        below = _recoded_below(session, content, row, code, stated)
    own = changing(row, replace(state_of(row), name=name, code=code))
    renamed = (OrganisationRenamed(row.id, stated.on),) if name != row.name else ()
    changings = (own, *below)
    return Plan(OrganisationAct.CHANGE, "changed", stated, changings=changings, news=renamed)


def _recoded_below(
    session: Session, content: Content, row: Organisation, code: str, stated: Stated
) -> list[Changing]:
    rows = queries.organisations_inside(session, SYSTEM, row.path)
    above = code_at(session, outer_path(row.path))
    planting = Planting(row, above, above, given=code)
    digits = content.organisation_code_digits
    codes = planted_codes(session, digits, stated.on, [planting], rows)
    below = recodings(rows, codes, besides={row.id})
    must_follow_codes(session, stated.on, [row, *(one.organisation for one in below)])
    return below
