"""The person moves: his cell, his stays, his status, and with them what he may see and do."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth.accounts import switch_off, switch_on, touch_accounts
from handbook_api.auth.appointments.service import (
    Placing,
    end_everything,
    move_members,
    place_members,
)
from handbook_api.auth.models import Account
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import SYSTEM
from handbook_api.db import events
from handbook_api.members import queries as members
from handbook_api.members.events import MembershipEnded
from handbook_api.members.models import CellStay, Member, StatusChange
from handbook_api.members.retention import UNTIL_END, forget_fields
from handbook_api.members.statuses import AWAY, base_of
from handbook_api.members.transfers.models import Transfer
from handbook_api.members.transfers.service.recording import Written
from handbook_api.organisations.models import Organisation

#: A code of content/parameters/member_statuses.toml that transfers set and lift; AWAY is another.
GONE = "transferred_out"
#: How a stay that a transfer began is marked.
TRANSFERRED = "transferred"

_ONE_DAY = timedelta(days=1)


def may_leave(content: Content, member: Member, *, temporary: bool) -> bool:
    """Whether somebody of this status is transferred, for good or for a time.

    Not while suspended, nor before admission. Rule: member_statuses.toml, steps by transfer.
    """
    end = AWAY if temporary else GONE
    return content.member_statuses.transition_allowed(member.status, end, by_transfer=True)


def may_return(session: Session, content: Content, member: Member) -> bool:
    """Whether somebody who once left from here is taken back by transfer."""
    back = _base_of(session, member)
    return content.member_statuses.transition_allowed(member.status, back, by_transfer=True)


def settle(session: Session, member: Member, cell: Organisation, step: Written) -> None:
    """The member is counted in `cell` from the step's day on; his offices in the old one end.

    Raises organisations.errors.OrganisationClosed.
    """
    move_members(session, [Placing(member.account_id, cell.id, step.on)])
    _end_stay(session, member, step.on)
    _begin_stay(session, member, cell, step.on)
    _changed(session, member)


def leave(
    session: Session, content: Content, member: Member, step: Written, *, by: UUID | None
) -> None:
    """The member is counted elsewhere, in no cell of ours; he holds no office here, and signs
    in no more. What is kept until the end of membership only is gone."""
    end_everything(session, [member.account_id], step.on)
    _end_stay(session, member, step.on)
    member.cell_id = member.host_cell_id = None
    _set_status(session, member, GONE, step, by)
    switch_off(session, [member.account_id], GONE)
    forget_fields(session, content, member, {UNTIL_END})
    _changed(session, member)
    events.emit(session, MembershipEnded(member.id, step.on))


def take_back(
    session: Session, member: Member, cell: Organisation, step: Written, *, by: UUID | None
) -> None:
    """Somebody who had left is counted in `cell`, with the record and account he had.

    Raises organisations.errors.OrganisationClosed.
    """
    place_members(session, [Placing(member.account_id, cell.id, step.on)])
    _begin_stay(session, member, cell, step.on)
    _set_status(session, member, _base_of(session, member), step, by)
    if session.get_one(Account, member.account_id).disabled_reason == GONE:
        switch_on(session, member.account_id)
    _changed(session, member)


def stay_away(
    session: Session,
    stay: Transfer,
    member: Member,
    host: Organisation | None,
    step: Written,
    *,
    by: UUID | None,
) -> None:
    """The member takes part elsewhere until the last day of `stay`, and is counted at home."""
    member.host_cell_id = host.id if host else None
    _set_status(session, member, AWAY, step, by, stay.until)
    _changed(session, member)


def come_back(session: Session, member: Member, step: Written, *, by: UUID | None) -> None:
    """The member takes part in his own cell again.

    Whatever became of his status meanwhile (suspended, exempt) stays as it is.
    """
    member.host_cell_id = None
    if member.status == AWAY:
        _set_status(session, member, _base_of(session, member), step, by)
    _changed(session, member)


def _base_of(session: Session, member: Member) -> str:
    taken = members.status_changes_of(session, SYSTEM, member.id)
    return base_of(member, member.status, taken)


def _end_stay(session: Session, member: Member, on: date) -> None:
    stays = select(CellStay).where(CellStay.member_id == member.id, CellStay.until.is_(None))
    for stay in session.scalars(stays):
        stay.until = max(on - _ONE_DAY, stay.since)


def _begin_stay(session: Session, member: Member, cell: Organisation, on: date) -> None:
    member.cell_id = member.last_cell_id = cell.id
    member.host_cell_id = member.forgotten_at = None
    session.add(
        CellStay(id=uuid4(), member_id=member.id, cell_id=cell.id, since=on, how=TRANSFERRED)
    )


def _set_status(
    session: Session,
    member: Member,
    status: str,
    step: Written,
    by: UUID | None,
    until: date | None = None,
) -> None:
    change = StatusChange(
        id=uuid4(),
        member_id=member.id,
        from_status=member.status,
        to_status=status,
        on=step.on,
        until=until,
        decision=step.decision,
        decided_on=step.on if step.decision else None,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    session.add(change)
    member.status, member.status_since, member.status_until = status, step.on, until


def _changed(session: Session, member: Member) -> None:
    member.version += 1
    member.updated_at = clock.now()
    session.flush()
    touch_accounts(session, [member.account_id])
