"""Terms end: one by one, by an officer's act, or with whatever they stood on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth.appointments import queries
from handbook_api.auth.appointments.errors import AppointmentOver, RoleByMembership, TermReversed
from handbook_api.auth.appointments.policy import DECIDING, POLICY, AppointmentAct
from handbook_api.auth.appointments.service.holding import hold_organisation, leave_word
from handbook_api.auth.appointments.terms import ONE_DAY, Term, lasting, term_of
from handbook_api.auth.judging import judge_again
from handbook_api.auth.models import Appointment
from handbook_api.auth.notices import Happening
from handbook_api.auth.standing import Roles
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import SYSTEM, Identity, Role
from handbook_api.core.policy import Subject
from handbook_api.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Ending:
    """An appointment to end. on: the first day (Vietnam) without the role, today by default."""

    appointment_id: UUID
    on: date | None = None


def end_appointment(
    session: Session, actor: Identity, content: Content, asked: Ending
) -> queries.AppointmentRow:
    """The role counts no more from the day on; today means from the next request on.

    Whoever stands in for it, or stands in because of it, ceases with it. A term that has not
    begun is taken back; one that has cannot be ended before its first day: that it counted stays
    written. Raises AppointmentNotFound, Forbidden, SecondFactorNeeded, RoleByMembership,
    AppointmentOver, TermReversed, OrganisationClosed,
    SessionEnded, SessionChanged.
    """
    seen = queries.get_appointment(session, actor, asked.appointment_id)
    _must_decide(session, actor, seen)
    organisation = hold_organisation(session, seen.organisation.id)
    judge_again(session, actor, content.roles)
    _must_decide(session, actor, seen)  # the organisation may have moved meanwhile
    row, on = seen.appointment, asked.on or clock.today()
    session.refresh(row)
    if not _lasts(row, on):
        raise AppointmentOver
    if on < row.since <= clock.today():
        raise TermReversed
    end_terms(session, actor, [row], organisation, on)
    lost = _unfounded(session, row, on, content.roles)
    end_terms(session, SYSTEM, lost, organisation, on)
    return seen


def end_terms(
    session: Session,
    actor: Identity,
    rows: Sequence[Appointment],
    organisation: Organisation,
    on: date,
) -> None:
    """None of these appointments in `organisation` counts on `on` or later, nor any stand-in."""
    for row in rows:
        if not _lasts(row, on):
            continue
        # A term that had not begun ends before its first day: it never counted.
        row.until = max(on, row.since) - ONE_DAY
        leave_word(session, actor, AppointmentAct.END, row, organisation, Happening.ROLE_ENDED)
    session.flush()
    query = select(Appointment).where(
        Appointment.delegated_from_id.in_([row.id for row in rows]), lasting(on)
    )
    if stand_ins := session.scalars(query).all():
        end_terms(session, SYSTEM, stand_ins, organisation, on)


def end_offices(session: Session, rows: Sequence[Appointment], on: date) -> None:
    """None of these offices counts on `on` or later, because something else happened."""
    by_place: dict[UUID, list[Appointment]] = defaultdict(list)
    for row in rows:
        by_place[row.organisation_id].append(row)
    places = select(Organisation).where(Organisation.id.in_(by_place)).order_by(Organisation.id)
    for organisation in session.scalars(places).all() if by_place else ():
        end_terms(session, SYSTEM, by_place[organisation.id], organisation, on)


def _lasts(row: Appointment, on: date) -> bool:
    return row.until is None or row.until >= max(on, row.since)


def _must_decide(session: Session, actor: Identity, seen: queries.AppointmentRow) -> None:
    row, path = seen.appointment, seen.organisation.path
    origin = session.get(Appointment, row.delegated_from_id) if row.delegated_from_id else None
    subject = Subject(path, origin.account_id if origin else None)
    POLICY.require(actor, AppointmentAct.END, subject)
    role = Role(row.role)
    if role == Role.MEMBER:
        raise RoleByMembership
    if origin is None or origin.account_id != actor.account_id:
        POLICY.require(actor, DECIDING[role], subject)


def _unfounded(
    session: Session, ended: Appointment, on: date, roles: Roles
) -> Sequence[Appointment]:
    """Return what the holder of `ended` stands in for without a role that lets him."""
    query = select(Appointment).where(
        Appointment.account_id == ended.account_id,
        Appointment.organisation_id == ended.organisation_id,
        lasting(on),
    )
    held = session.scalars(query).all()
    return list(_without_ground(held, on, roles))


def _without_ground(held: Sequence[Appointment], on: date, roles: Roles) -> Iterator[Appointment]:
    own = [row for row in held if row.delegated_from_id is None]
    for row in held:
        if row.delegated_from_id is None:
            continue
        rest, grounds = Term(max(on, row.since), row.until), roles[Role(row.role)].stand_ins
        if not any(one.role in grounds and rest.lies_within(term_of(one)) for one in own):
            yield row
