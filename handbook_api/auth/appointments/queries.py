"""Who holds what, as far as whoever asks may know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, null, or_, select, true
from sqlalchemy.orm import Session, aliased

from handbook_api.auth.appointments.errors import AppointmentNotFound
from handbook_api.auth.models import Account, Appointment
from handbook_api.auth.queries.cursors import cursor_of, last_id
from handbook_api.auth.standing import counts_on
from handbook_api.core import clock
from handbook_api.core.identity import ROOT_PATH, Identity, Role
from handbook_api.core.paging import Page
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside

#: Whoever serves in one of these knows who else serves there and below.
_KNOWING_NAMES = tuple(
    role for role in Role if role not in (Role.MEMBER, Role.PROPAGANDA_OFFICER, Role.CONTENT_EDITOR)
)


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """An appointment and where it is held. holder: None when the viewer may not know."""

    appointment: Appointment
    organisation: Organisation
    holder: str | None

    def counts(self, day: date) -> bool:
        """Whether the role counts on `day`."""
        term, closed_on = self.appointment, self.organisation.closed_on
        begun = term.since <= day and (term.until is None or term.until >= day)
        return begun and (closed_on is None or closed_on > day)


def visible_appointments(viewer: Identity) -> Select[Appointment]:
    """The appointments `viewer` may know with the holder's name.

    His own; offices in the organisations where he serves himself, and below. Who belongs to a
    cell is asked in the room of members.
    """
    return (
        select(Appointment)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(_may_know(viewer))
    )


def get_appointment(session: Session, viewer: Identity, appointment_id: UUID) -> AppointmentRow:
    """Return a visible appointment. Raises AppointmentNotFound."""
    query = _with_names(viewer).where(Appointment.id == appointment_id, _may_know(viewer))
    found = session.execute(query).one_or_none()
    if found is None:
        raise AppointmentNotFound(id=appointment_id)
    return AppointmentRow(*found)


def page_of_appointments(
    session: Session,
    viewer: Identity,
    organisation: Organisation,
    *,
    counting: bool = False,
    limit: int,
    cursor: str | None = None,
) -> Page[AppointmentRow]:
    """Return the offices of a visible organisation, the latest term first.

    Who may not know the names sees which offices are held today, and by himself. counting: only
    what counts today. Raises CursorNotUnderstood.
    """
    today = counts_on(clock.today())
    query = _with_names(viewer).where(
        Appointment.organisation_id == organisation.id,
        Appointment.role != Role.MEMBER,
        or_(today, _may_know(viewer)),
    )
    if counting:
        query = query.where(today)
    if cursor is not None:
        query = query.where(_comes_before(last_id(cursor)))
    latest = query.order_by(Appointment.since.desc(), Appointment.id.desc()).limit(limit + 1)
    found = [AppointmentRow(*row) for row in session.execute(latest)]
    shown = found[:limit]
    return Page(shown, cursor_of(shown[-1].appointment.id) if len(found) > limit else None)


def own_appointments(session: Session, viewer: Identity, *, limit: int) -> Sequence[AppointmentRow]:
    """Return what the viewer is and was, the latest term first; his cell too."""
    query = _with_names(viewer).where(Appointment.account_id == viewer.account_id)
    latest = query.order_by(Appointment.since.desc(), Appointment.id.desc()).limit(limit)
    return [AppointmentRow(*row) for row in session.execute(latest)]


def _with_names(viewer: Identity) -> Select[Appointment, Organisation, str | None]:
    holder = case((_may_know(viewer), Account.display_name), else_=null())
    return (
        select(Appointment, Organisation, holder)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .join(Account, Account.id == Appointment.account_id)
    )


def _may_know(viewer: Identity) -> ColumnElement[bool]:
    paths = (ROOT_PATH,) if viewer.sees_everything else viewer.paths(*_KNOWING_NAMES)
    within = (true() if path == ROOT_PATH else inside(Organisation.path, path) for path in paths)
    office = and_(Appointment.role != Role.MEMBER, or_(false(), *within))
    if viewer.account_id is None:
        return office
    return or_(office, Appointment.account_id == viewer.account_id)


def _comes_before(appointment_id: UUID) -> ColumnElement[bool]:
    last = aliased(Appointment)
    since = select(last.since).where(last.id == appointment_id).scalar_subquery()
    return or_(
        Appointment.since < since,
        and_(Appointment.since == since, Appointment.id < appointment_id),
    )
