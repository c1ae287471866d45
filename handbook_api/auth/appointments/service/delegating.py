"""Somebody acts in another's stead for a time: a secretary is away, his deputy signs."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth.appointments import queries
from handbook_api.auth.appointments.errors import (
    AppointmentOver,
    CannotStandIn,
    DelegationTooLong,
    NotDelegable,
    StandInInPlace,
)
from handbook_api.auth.appointments.policy import DECIDING, POLICY, AppointmentAct
from handbook_api.auth.appointments.service.appointing import must_be_able
from handbook_api.auth.appointments.service.beginning import begin_where_it_reaches
from handbook_api.auth.appointments.service.holding import hold_organisation, leave_word
from handbook_api.auth.appointments.terms import Term, must_run_forward, overlapping, term_of
from handbook_api.auth.errors import NotYourself
from handbook_api.auth.judging import judge_again
from handbook_api.auth.models import Account, Appointment
from handbook_api.auth.notices import Happening
from handbook_api.content_store import Content
from handbook_api.content_store.parameters.roles import RoleSpec
from handbook_api.core import clock
from handbook_api.core.identity import Identity, Role
from handbook_api.core.policy import Subject


@dataclass(frozen=True, slots=True)
class NewDelegation:
    """Who stands in for an appointment, from one day (Vietnam) to another, both included."""

    appointment_id: UUID
    account_id: UUID
    since: date
    until: date
    decision: str | None = None


def delegate(
    session: Session, actor: Identity, content: Content, asked: NewDelegation
) -> Appointment:
    """Somebody has the rights of another's role until a day; return his appointment.

    The other keeps his own. Raises AppointmentNotFound, Forbidden, SecondFactorNeeded,
    NotDelegable, NotYourself, TermReversed, DelegationTooLong, AppointmentOver, CannotStandIn,
    HolderDisabled, StandInInPlace, OrganisationClosed, SessionEnded, SessionChanged.
    """
    seen = queries.get_appointment(session, actor, asked.appointment_id)
    _must_decide(actor, seen)
    organisation = hold_organisation(session, seen.organisation.id)
    judge_again(session, actor, content.roles)
    _must_decide(actor, seen)  # the organisation may have moved meanwhile
    origin, term = seen.appointment, Term(asked.since, asked.until)
    session.refresh(origin)
    spec = content.roles[Role(origin.role)]
    _must_be_delegable(origin, spec, term)
    if asked.account_id in (actor.account_id, origin.account_id):
        raise NotYourself
    _must_be_fit(session, origin, spec, term, asked.account_id)
    _must_be_alone(session, origin, term)
    row = Appointment(
        id=uuid4(),
        account_id=asked.account_id,
        organisation_id=organisation.id,
        role=origin.role,
        since=asked.since,
        until=asked.until,
        decision=asked.decision,
        delegated_from_id=origin.id,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()
    cells = [organisation.id] if organisation.is_cell else []
    begin_where_it_reaches(session, content.roles, [row], cells)
    leave_word(session, actor, AppointmentAct.DELEGATE, row, organisation, Happening.ROLE_GIVEN)
    return row


def _must_decide(actor: Identity, seen: queries.AppointmentRow) -> None:
    subject = Subject(seen.organisation.path, seen.appointment.account_id)
    POLICY.require(actor, AppointmentAct.DELEGATE, subject)
    role = Role(seen.appointment.role)
    if role == Role.MEMBER:
        raise NotDelegable
    if seen.appointment.account_id != actor.account_id:
        POLICY.require(actor, DECIDING[role], subject)


def _must_be_delegable(origin: Appointment, spec: RoleSpec, term: Term) -> None:
    if origin.delegated_from_id is not None or not spec.delegable:
        raise NotDelegable
    must_run_forward(term)
    if origin.until is not None and origin.until < max(clock.today(), origin.since):
        raise AppointmentOver
    if not term.lies_within(term_of(origin)):
        raise DelegationTooLong


def _must_be_fit(
    session: Session, origin: Appointment, spec: RoleSpec, term: Term, account_id: UUID
) -> None:
    """Raise CannotStandIn, in the same words for somebody who does not exist at all."""
    query = select(Appointment, Account).join(Account, Account.id == Appointment.account_id)
    held = session.execute(
        query.where(
            Appointment.account_id == account_id,
            Appointment.organisation_id == origin.organisation_id,
            Appointment.role.in_(spec.stand_ins),
            Appointment.delegated_from_id.is_(None),
            overlapping(term),
        )
    ).all()
    able = [account for row, account in held if term.lies_within(term_of(row))]
    if not able:
        raise CannotStandIn(roles=", ".join(sorted(spec.stand_ins)))
    must_be_able(able[0])


def _must_be_alone(session: Session, origin: Appointment, term: Term) -> None:
    query = select(Appointment.id).where(
        Appointment.delegated_from_id == origin.id, overlapping(term)
    )
    if session.scalar(query.limit(1)) is not None:
        raise StandInInPlace
