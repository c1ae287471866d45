"""Members and their cells, many at a time.

These functions ask no policy: they are parts of acts that were allowed, and written down,
elsewhere (adding members, transfers, mergers of cells, deaths).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from handbook_api.auth.accounts import touch_accounts
from handbook_api.auth.appointments.errors import MemberElsewhere
from handbook_api.auth.appointments.service.ending import end_offices
from handbook_api.auth.appointments.terms import ONE_DAY, lasting
from handbook_api.auth.chunks import chunks
from handbook_api.auth.models import Appointment
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.organisations.service import hold_living

#: Held only by members of the cell, and so lost by leaving it.
_OF_MEMBERS = (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.CELL_COMMITTEE_MEMBER)

#: By account.
Memberships = Mapping[UUID, Sequence[Appointment]]


@dataclass(frozen=True, slots=True)
class Placing:
    """Somebody belongs to a cell from a day (Vietnam) on."""

    account_id: UUID
    cell_id: UUID
    since: date


def place_members(session: Session, rows: Sequence[Placing]) -> None:
    """Each of these people is a member of his cell, and was of none on that day.

    Three statements for every 500. Raises MemberElsewhere; organisations.errors
    .OrganisationClosed, OrganisationNotFound.
    """
    _hold(session, rows)
    for chunk in chunks(rows):
        ids = {row.account_id for row in chunk}
        if len(ids) < len(chunk) or _memberships(session, chunk):
            raise MemberElsewhere
        _insert(session, chunk)
        touch_accounts(session, ids)


def move_members(session: Session, rows: Sequence[Placing]) -> None:
    """Each of these people is a member of this cell from the day on, and of no other.

    What he was as a member of the cell he leaves (secretary, deputy, committee member) ends with
    it; what he is elsewhere goes on. Who belongs there already stays as he is.
    Raises organisations.errors.OrganisationClosed, OrganisationNotFound.
    """
    _hold(session, rows)
    for chunk in chunks(rows):
        present = _memberships(session, chunk)
        leaving = [row for row in chunk if not _belongs(present.get(row.account_id, ()), row)]
        _insert(session, [_leave(present.get(row.account_id, ()), row) for row in leaving])
        _lose_offices(session, present, leaving)
        touch_accounts(session, {row.account_id for row in leaving})


def end_everything(session: Session, account_ids: Collection[UUID], on: date) -> None:
    """Nobody of these is anything anywhere from `on` (Vietnam) on: he died, or was expelled."""
    for chunk in chunks(sorted(set(account_ids))):
        query = select(Appointment).where(Appointment.account_id.in_(chunk), lasting(on))
        rows = session.scalars(query).all()
        for row in rows:
            if row.role == Role.MEMBER:
                row.until = max(on, row.since) - ONE_DAY
        end_offices(session, [row for row in rows if row.role != Role.MEMBER], on)
        touch_accounts(session, chunk)


def _hold(session: Session, rows: Iterable[Placing]) -> None:
    """Nobody enters a cell that is just being closed."""
    for cells in chunks(sorted({row.cell_id for row in rows})):
        hold_living(session, cells)


def _memberships(session: Session, rows: Sequence[Placing]) -> Memberships:
    """Return the memberships of these people that count on their day or later."""
    days = {row.account_id: row.since for row in rows}
    query = select(Appointment).where(
        Appointment.account_id.in_(days),
        Appointment.role == Role.MEMBER,
        lasting(min(days.values())),
    )
    found: dict[UUID, list[Appointment]] = defaultdict(list)
    for row in session.scalars(query):
        if row.until is None or row.until >= max(days[row.account_id], row.since):
            found[row.account_id].append(row)
    return found


def _belongs(present: Iterable[Appointment], placing: Placing) -> bool:
    return any(row.organisation_id == placing.cell_id for row in present)


def _leave(present: Iterable[Appointment], placing: Placing) -> Placing:
    """Everything he belongs to ends; return where and since when he belongs then.

    Who came after the day of the decision is there since he came.
    """
    first = placing.since
    for row in present:
        first = max(first, row.since)
        row.until = max(placing.since, row.since) - ONE_DAY
    return Placing(placing.account_id, placing.cell_id, first)


def _lose_offices(session: Session, left: Memberships, leaving: Sequence[Placing]) -> None:
    days = {row.account_id: row.since for row in leaving}
    if not days:
        return
    query = select(Appointment).where(
        Appointment.account_id.in_(days),
        Appointment.role.in_(_OF_MEMBERS),
        lasting(min(days.values())),
    )
    cells = {(row.account_id, row.organisation_id) for rows in left.values() for row in rows}
    lost: dict[date, list[Appointment]] = defaultdict(list)
    for row in session.scalars(query):
        on = days[row.account_id]
        if (row.account_id, row.organisation_id) in cells and (row.until or date.max) >= on:
            lost[on].append(row)
    for on, rows in sorted(lost.items()):
        end_offices(session, rows, on)


def _insert(session: Session, rows: Iterable[Placing]) -> None:
    now = clock.now()
    values: list[dict[str, Any]] = [
        {
            "id": uuid4(),
            "account_id": row.account_id,
            "organisation_id": row.cell_id,
            "role": Role.MEMBER,
            "since": row.since,
            "recorded_at": now,
        }
        for row in rows
    ]
    if values:
        session.execute(insert(Appointment), values)
