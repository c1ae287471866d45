"""What coming to an office undoes: whatever was handed out to its holder before."""

from collections.abc import Collection, Iterable
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth.accounts import begin_offices
from handbook_api.auth.appointments.terms import lasting
from handbook_api.auth.models import Appointment
from handbook_api.auth.standing import Roles
from handbook_api.core import clock
from handbook_api.core.identity import Role


class Given(Protocol):
    """A role that was given to somebody somewhere."""

    @property
    def account_id(self) -> UUID: ...
    @property
    def organisation_id(self) -> UUID: ...
    @property
    def role(self) -> str: ...


def begin_where_it_reaches(
    session: Session, roles: Roles, given: Collection[Given], cells: Collection[UUID]
) -> None:
    """Slips, resets and slip sessions are void where a role reaches beyond the holder's own cell.

    Those who handed them out had no right over that office, and could have kept a copy. A role in
    one's own cell is within the reach of its leaders as before.
    cells: which of the organisations are cells.
    """
    members = _memberships(session, {one.account_id for one in given})
    begin_offices(
        session,
        {
            one.account_id
            for one in given
            if roles[Role(one.role)].needs_second_factor(in_cell=one.organisation_id in cells)
            or (one.account_id, one.organisation_id) not in members
        },
    )


def _memberships(session: Session, account_ids: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    query = select(Appointment.account_id, Appointment.organisation_id).where(
        Appointment.account_id.in_(account_ids),
        Appointment.role == Role.MEMBER,
        lasting(clock.today()),
    )
    return {(row.account_id, row.organisation_id) for row in session.execute(query)}
