"""Somebody is given a role in an organisation, for a term."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth import queries as accounts
from handbook_api.auth.appointments.errors import (
    HolderDisabled,
    RoleByMembership,
    RoleFull,
    RoleNotHere,
    SecretaryInPlace,
    TermOverlaps,
    TermTooEarly,
)
from handbook_api.auth.appointments.policy import DECIDING, POLICY, AppointmentAct
from handbook_api.auth.appointments.service.beginning import begin_where_it_reaches
from handbook_api.auth.appointments.service.holding import hold_organisation, leave_word
from handbook_api.auth.appointments.terms import (
    Term,
    most_at_once,
    must_run_forward,
    overlapping,
    term_of,
)
from handbook_api.auth.errors import NotYourself
from handbook_api.auth.judging import judge_again
from handbook_api.auth.locking import lock_accounts
from handbook_api.auth.models import Account, Appointment
from handbook_api.auth.notices import Happening
from handbook_api.content_store import Content
from handbook_api.content_store.parameters.roles import RoleSpec
from handbook_api.core import clock
from handbook_api.core.identity import Identity, Role
from handbook_api.core.policy import Subject
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """Who is to be what, where, from which day (Vietnam) on.

    until: the last day, None for an open term. decision: symbol and date of the deciding paper.
    """

    account_id: UUID
    organisation_id: UUID
    role: Role
    since: date
    until: date | None = None
    decision: str | None = None


def appoint(
    session: Session, actor: Identity, content: Content, asked: NewAppointment
) -> Appointment:
    """Somebody holds a role from the first day of its term on; return the appointment.

    Where it reaches beyond his own cell, slips and resets from before are void.
    Raises OrganisationNotFound, Forbidden, SecondFactorNeeded, AccountNotFound, NotYourself,
    RoleByMembership, RoleNotHere, TermReversed, TermTooEarly, OrganisationClosed,
    HolderDisabled, TermOverlaps, SecretaryInPlace, RoleFull, SessionEnded, SessionChanged.
    """
    seen = organisations.get_organisation(session, actor, asked.organisation_id)
    _must_decide(actor, asked.role, seen)
    account = accounts.get_account(session, actor, asked.account_id)
    if account.id == actor.account_id:
        raise NotYourself
    organisation = hold_organisation(session, seen.id)
    lock_accounts(session, [account.id])
    judge_again(session, actor, content.roles)
    _must_decide(actor, asked.role, organisation)  # it may have moved meanwhile
    spec, term = content.roles[asked.role], Term(asked.since, asked.until)
    _must_fit(spec, term, organisation)
    must_be_able(account)
    _must_find_room(session, spec, term, organisation, account.id)
    row = Appointment(
        id=uuid4(),
        account_id=account.id,
        organisation_id=organisation.id,
        role=asked.role,
        since=asked.since,
        until=asked.until,
        decision=asked.decision,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()
    cells = [organisation.id] if organisation.is_cell else []
    begin_where_it_reaches(session, content.roles, [row], cells)
    leave_word(session, actor, AppointmentAct.APPOINT, row, organisation, Happening.ROLE_GIVEN)
    return row


def must_be_able(account: Account) -> None:
    """Raise HolderDisabled when nobody can sign in to the account."""
    if account.state == "disabled":
        raise HolderDisabled


def _must_decide(actor: Identity, role: Role, organisation: Organisation) -> None:
    subject = Subject(organisation.path)
    POLICY.require(actor, AppointmentAct.APPOINT, subject)
    if role == Role.MEMBER:
        raise RoleByMembership
    POLICY.require(actor, DECIDING[role], subject)


def _must_fit(spec: RoleSpec, term: Term, organisation: Organisation) -> None:
    if not spec.may_be_held(in_cell=organisation.is_cell):
        raise RoleNotHere
    must_run_forward(term)
    if term.since < organisation.opened_on:
        raise TermTooEarly(opened_on=f"{organisation.opened_on:%d/%m/%Y}")


def _must_find_room(
    session: Session, spec: RoleSpec, term: Term, organisation: Organisation, account_id: UUID
) -> None:
    query = select(Appointment).where(
        Appointment.organisation_id == organisation.id,
        Appointment.role == spec.role,
        # A stand-in takes nobody's place.
        Appointment.delegated_from_id.is_(None),
        overlapping(term),
    )
    meeting = session.scalars(query.order_by(Appointment.since)).all()
    if any(row.account_id == account_id for row in meeting):
        raise TermOverlaps
    most = spec.most(in_cell=organisation.is_cell)
    if most is None or most_at_once(map(term_of, meeting), term) < most:
        return
    if spec.role == Role.SECRETARY:
        raise SecretaryInPlace(since=f"{meeting[0].since:%d/%m/%Y}")
    raise RoleFull(most=most)
