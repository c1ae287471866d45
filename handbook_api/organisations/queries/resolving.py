"""From a code, old or new, to the organisations it leads to; and who took over from whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.organisations.models import Organisation, OrganisationCode, Succession
from handbook_api.organisations.queries.seeing import may_see


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whom a code names. successors: the living ones that took over, when it is closed."""

    organisation: Organisation
    successors: Sequence[Organisation]

    @property
    def living(self) -> Organisation | None:
        """The one organisation to go on with: itself, or its only successor."""
        if self.organisation.closed_on is None:
            return self.organisation
        return self.successors[0] if len(self.successors) == 1 else None


def resolve_code(session: Session, viewer: Identity, code: str, on: date) -> Resolved | None:
    """Return the visible organisation that bore `code` on `on`; else whoever bore it last before
    that day, or first after it; None when no visible one ever bore it.

    code: tidy (codes.tidy_code).
    """
    query = (
        select(Organisation)
        .join(OrganisationCode, OrganisationCode.organisation_id == Organisation.id)
        .where(OrganisationCode.code == code, may_see(viewer))
        .order_by(*_nearest_to(on))
        .limit(1)
    )
    found = session.scalar(query)
    if found is None:
        return None
    living = found.closed_on is None
    return Resolved(found, () if living else living_successors(session, viewer, [found.id]))


def find_organisation_by_code(
    session: Session, viewer: Identity, code: str, on: date
) -> Organisation | None:
    """Return the visible organisation to go on with for `code`, old or new.

    A closed one with a single living successor answers with that; with none or several it
    answers with itself, closed. None when no visible one ever bore the code.
    """
    resolved = resolve_code(session, viewer, code, on)
    return (resolved.living or resolved.organisation) if resolved else None


def named_by_code(session: Session, viewer: Identity, code: str, on: date) -> Collection[UUID]:
    """Return the ids of whom `code` names, and of its living successors when it is closed."""
    resolved = resolve_code(session, viewer, code, on)
    return {resolved.organisation.id, *(one.id for one in resolved.successors)} if resolved else ()


def living_successors(
    session: Session, viewer: Identity, ids: Collection[UUID]
) -> Sequence[Organisation]:
    """Return the visible living organisations at the end of the chains that begin with `ids`."""
    first = (
        select(Succession.successor_id.label("id"))
        .where(Succession.predecessor_id.in_(ids))
        .cte("heirs", recursive=True)
    )
    next_ = (
        select(Succession.successor_id)
        .join(first, Succession.predecessor_id == first.c.id)
        # A living organisation that split off parts has not been succeeded in what it kept.
        .join(Organisation, Organisation.id == first.c.id)
        .where(Organisation.closed_on.is_not(None))
    )
    heirs = first.union(next_)
    query = (
        select(Organisation)
        .where(
            Organisation.id.in_(select(heirs.c.id)),
            Organisation.closed_on.is_(None),
            may_see(viewer),
        )
        .order_by(Organisation.sort_name, Organisation.id)
    )
    return session.scalars(query).all()


def _nearest_to(on: date) -> Sequence[Any]:
    row = OrganisationCode
    covers = and_(row.since <= on, or_(row.until.is_(None), row.until > on))
    place = case((covers, 0), (row.since <= on, 1), else_=2)
    # Before the day the latest bearer counts, after it the earliest.
    latest = case((row.since <= on, row.since))
    return place, latest.desc(), row.since, row.id
