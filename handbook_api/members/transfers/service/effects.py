"""What a step brings about beyond the transfer: the person moves, stays away, comes back."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import Identity
from handbook_api.members import queries as members
from handbook_api.members.errors import MemberNotFound
from handbook_api.members.models import CellStay, Member
from handbook_api.members.queries import MemberAt
from handbook_api.members.transfers.errors import (
    CellUnknown,
    DayNotPossible,
    NotMovable,
    RecordNeeded,
)
from handbook_api.members.transfers.models import Transfer
from handbook_api.members.transfers.queries import TransferRow
from handbook_api.members.transfers.service import moving
from handbook_api.members.transfers.service.cells import lives
from handbook_api.members.transfers.service.recording import SYSTEM_SIDE, Written, write_step

COMPLETED, ENDED = "completed", "ended"


def follow(
    session: Session,
    actor: Identity,
    content: Content,
    row: TransferRow,
    step: Written,
    record_id: UUID | None,
) -> TransferRow:
    """Everything that `step` means for the person is done; return the row as it is then.

    record_id: the record made for somebody from elsewhere. Raises RecordNeeded, NotMovable,
    DayNotPossible.
    """
    if step.to_state == COMPLETED:
        if row.to_cell is not None and not lives(row.to_cell):
            raise CellUnknown
        kind = content.transfer_flow.kinds[row.transfer.kind]
        if kind.temporary:
            _begin_stay(session, actor, content, row, step)
        elif kind.from_here:
            _leave(session, actor, content, row, step)
        else:
            return _arrive(session, actor, content, row, step, record_id)
    elif step.to_state == ENDED:
        _end_stay(session, actor, row, step)
    return row


def _leave(
    session: Session, actor: Identity, content: Content, row: TransferRow, step: Written
) -> None:
    """He belongs to the receiving cell, or to none of ours; a stay elsewhere is over with it."""
    member = _locked(session, row, step)
    if not moving.may_leave(content, member, temporary=False):
        raise NotMovable(status=content.member_statuses[member.status].name)
    _end_running_stay(session, actor, content, row, step)
    if row.to_cell is None:
        moving.leave(session, content, member, step, by=actor.account_id)
    else:
        moving.settle(session, member, row.to_cell, step)


def _arrive(
    session: Session,
    actor: Identity,
    content: Content,
    row: TransferRow,
    step: Written,
    record_id: UUID | None,
) -> TransferRow:
    """Who comes from elsewhere has a record in the receiving cell: his old one, or a new one."""
    if row.to_cell is None:
        raise RecordNeeded
    if row.member is not None:
        member = _locked(session, row, step)
        if not moving.may_return(session, content, member):
            raise NotMovable(status=content.member_statuses[member.status].name)
        moving.take_back(session, member, row.to_cell, step, by=actor.account_id)
        return row
    at = _new_record(session, actor, record_id)
    if at.member.cell_id != row.to_cell.id:
        raise RecordNeeded
    row.transfer.member_id, row.transfer.full_name = at.member.id, None
    session.flush()
    return replace(row, member=at.member)


def _begin_stay(
    session: Session, actor: Identity, content: Content, row: TransferRow, step: Written
) -> None:
    """He takes part elsewhere until the last day, which becomes the day the transfer is due."""
    row.transfer.due_on = row.transfer.until
    if row.member is None:
        session.flush()
        return
    member = _locked(session, row, step)
    if not moving.may_leave(content, member, temporary=True):
        raise NotMovable(status=content.member_statuses[member.status].name)
    row.transfer.away_for = member.id
    moving.stay_away(session, row.transfer, member, row.to_cell, step, by=actor.account_id)


def _end_stay(session: Session, actor: Identity, row: TransferRow, step: Written) -> None:
    row.transfer.away_for = None
    if row.member is None:
        session.flush()
        return
    moving.come_back(session, _locked(session, row, step), step, by=actor.account_id)


def _end_running_stay(
    session: Session, actor: Identity, content: Content, row: TransferRow, step: Written
) -> None:
    query = select(Transfer).where(Transfer.away_for == row.transfer.member_id).with_for_update()
    stay = session.scalars(query).one_or_none()
    if stay is None:
        return
    over = Written("end", ENDED, SYSTEM_SIDE, step.on)
    ended = replace(row, transfer=stay)
    write_step(session, actor, content, ended, over)
    _end_stay(session, actor, ended, over)


def _locked(session: Session, row: TransferRow, step: Written) -> Member:
    """Return the person's record, which nobody else changes before this transaction ends.

    Raises DayNotPossible where the step would have been taken before the present status, or the
    time in the present cell, began: both histories stay in order.
    """
    query = select(Member).where(Member.id == row.transfer.member_id).with_for_update()
    member = session.scalars(query.execution_options(populate_existing=True)).one()
    stays = select(func.max(CellStay.since)).where(CellStay.member_id == member.id)
    if step.on < max(member.status_since, session.scalar(stays) or member.status_since):
        raise DayNotPossible
    return member


def _new_record(session: Session, actor: Identity, record_id: UUID | None) -> MemberAt:
    if record_id is None:
        raise RecordNeeded
    try:
        return members.get_member(session, actor, record_id)
    except MemberNotFound as error:
        raise RecordNeeded from error
