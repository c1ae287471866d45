"""What the tree of organisations brings about for roles; `registry.SUBSCRIBERS` says when.

OrganisationClosed    → organisation_closed
OrganisationsMerged   → organisations_merged
OrganisationSplit     → organisation_split
OrganisationMoved     → organisation_moved
PeopleOf              → count_offices
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from handbook_api.auth.appointments.service.ending import end_offices
from handbook_api.auth.appointments.terms import lasting
from handbook_api.auth.models import Account, Appointment
from handbook_api.auth.standing import counts_on
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.organisations.events import (
    ROLES,
    OrganisationClosed,
    OrganisationMoved,
    OrganisationsMerged,
    OrganisationSplit,
    PeopleOf,
)
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside


def organisation_closed(session: Session, event: OrganisationClosed) -> None:
    """Nobody holds an office there from that day on."""
    _end_all(session, [event.organisation_id], event.on)


def organisations_merged(session: Session, event: OrganisationsMerged) -> None:
    """Nobody holds an office in the predecessors from that day on.

    Who belongs to them is moved by the room of members; who leads the successor is decided anew.
    """
    _end_all(session, event.predecessor_ids, event.on)


def organisation_split(session: Session, event: OrganisationSplit) -> None:
    """Nobody holds an office in an origin that is no more; in one that goes on they stay."""
    if event.origin_closed:
        _end_all(session, [event.origin_id], event.on)


def organisation_moved(session: Session, event: OrganisationMoved) -> None:
    """Whoever is anything in the subtree has his rights read anew: others decide there now."""
    held = (
        select(Appointment.account_id)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(inside(Organisation.path, event.new_path), lasting(clock.today()))
    )
    session.execute(
        update(Account)
        .where(Account.id.in_(held))
        .values(epoch=Account.epoch + 1)
        .execution_options(synchronize_session=False)
    )


def count_offices(session: Session, event: PeopleOf) -> Mapping[str, int]:
    """Return how many offices are held today in these organisations, stand-ins left out."""
    query = (
        select(func.count())
        .select_from(Appointment)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(
            Appointment.organisation_id.in_(event.organisation_ids),
            Appointment.role != Role.MEMBER,
            Appointment.delegated_from_id.is_(None),
            counts_on(clock.today()),
        )
    )
    return {ROLES: session.scalar(query) or 0}


def _end_all(session: Session, organisation_ids: Sequence[UUID], on: date) -> None:
    query = select(Appointment).where(
        Appointment.organisation_id.in_(organisation_ids),
        Appointment.role != Role.MEMBER,
        lasting(on),
    )
    end_offices(session, session.scalars(query.order_by(Appointment.id)).all(), on)
