"""A transfer begins: asked for by the member or his cell, or with a paper from elsewhere."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.transfers import TransferKind
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.members import queries as members
from handbook_api.members.errors import MemberNotFound
from handbook_api.members.queries import MemberAt
from handbook_api.members.sealed_rows import seal_texts
from handbook_api.members.transfers import limits
from handbook_api.members.transfers.errors import (
    CellNeeded,
    DayNotPossible,
    NotMovable,
    PersonNeeded,
    PlaceNeeded,
    ReasonNeeded,
    SameCell,
    UnderWay,
    UnknownKind,
)
from handbook_api.members.transfers.models import Transfer
from handbook_api.members.transfers.policy import POLICY, Side, TransferAct
from handbook_api.members.transfers.queries import TransferRow
from handbook_api.members.transfers.service.cells import named_cell
from handbook_api.members.transfers.service.moving import may_leave, may_return
from handbook_api.members.transfers.service.recording import Written, note, write_step


@dataclass(frozen=True, slots=True)
class NewTransfer:
    """What is asked for.

    member_id: whose record; None for oneself, or for somebody from elsewhere (then full_name).
    to_cell_id, to_code: the receiving cell, as far as it is known. place: in words, where
        outside; or where to, as long as nobody has named the cell. changed_on: day of the
        decision or move behind it. since, until: first and last day of a temporary stay.
    on: day of the request or of the paper, today when left out. decision: the paper's symbol.
    """

    kind: str
    member_id: UUID | None = None
    full_name: str | None = None
    to_cell_id: UUID | None = None
    to_code: str | None = None
    place: str | None = None
    reason: str | None = None
    changed_on: date | None = None
    since: date | None = None
    until: date | None = None
    for_study: bool = False
    on: date | None = None
    decision: str | None = None


def start_transfer(
    session: Session, actor: Identity, content: Content, asked: NewTransfer
) -> TransferRow:
    """A transfer is under way, its first step written down.

    Raises UnknownKind, MemberNotFound, NotMovable, UnderWay, and what is missing: PersonNeeded,
    PlaceNeeded, CellNeeded, ReasonNeeded, DaysNeeded, StayLength.
    """
    kind = content.transfer_flow.kinds.get(asked.kind)
    if kind is None:
        raise UnknownKind(known=", ".join(content.transfer_flow.kinds))
    if (asked.on or clock.today()) > clock.today():
        raise DayNotPossible
    if kind.temporary:
        limits.require_stay(content, asked.since, asked.until, for_study=asked.for_study)
    begin = _from_here if kind.from_here else _from_elsewhere
    row, side = begin(session, actor, content, kind, asked)
    opening = content.transfer_flow.steps_from(kind.code, None)[0]
    if opening.needs_reason and not asked.reason:
        raise ReasonNeeded
    seal_texts(session, row.transfer, place=asked.place, reason=asked.reason)
    session.add(row.transfer)
    step = Written(opening.code, opening.end, side, asked.on or clock.today(), asked.decision)
    write_step(session, actor, content, row, step)
    note(session, actor, TransferAct.START if kind.from_here else TransferAct.REGISTER, row)
    return row


def _from_here(
    session: Session, actor: Identity, content: Content, kind: TransferKind, asked: NewTransfer
) -> tuple[TransferRow, Side]:
    at = _whom(session, actor, asked)
    POLICY.require(actor, TransferAct.START, Subject(at.home.path, at.member.account_id))
    if not may_leave(content, at.member, temporary=kind.temporary):
        raise NotMovable(status=content.member_statuses[at.member.status].name)
    _require_free(session, at, temporary=kind.temporary)
    to_cell = None
    if kind.to_here:
        to_cell = named_cell(session, actor, content, asked.to_cell_id, asked.to_code)
    if to_cell is None and not asked.place:
        raise PlaceNeeded
    if to_cell is not None and to_cell.id == at.home.id:
        raise SameCell
    transfer = _transfer(asked, at)
    transfer.from_cell_id = at.home.id
    transfer.to_cell_id = to_cell.id if to_cell else None
    side = Side.MEMBER if at.member.account_id == actor.account_id else Side.SENDING_CELL
    return TransferRow(transfer, at.member, at.home, to_cell), side


def _from_elsewhere(
    session: Session, actor: Identity, content: Content, kind: TransferKind, asked: NewTransfer
) -> tuple[TransferRow, Side]:
    to_cell = named_cell(session, actor, content, asked.to_cell_id, asked.to_code)
    if to_cell is None:
        raise CellNeeded
    POLICY.require(actor, TransferAct.REGISTER, Subject(to_cell.path))
    if not asked.place:
        raise PlaceNeeded
    at = None
    if asked.member_id is not None and not kind.temporary:
        at = members.get_member_to_change(session, actor, asked.member_id)
        if not may_return(session, content, at.member):
            raise NotMovable(status=content.member_statuses[at.member.status].name)
        _require_free(session, at, temporary=False)
    elif not asked.full_name:
        raise PersonNeeded
    transfer = _transfer(asked, at)
    transfer.to_cell_id = to_cell.id
    row = TransferRow(transfer, at.member if at else None, None, to_cell)
    return row, Side.RECEIVING_COMMITTEE


def _whom(session: Session, actor: Identity, asked: NewTransfer) -> MemberAt:
    try:
        id_ = asked.member_id or members.get_own_member(session, actor).member.id
    except MemberNotFound as error:
        raise PersonNeeded from error
    return members.get_member_to_change(session, actor, id_)


def _require_free(session: Session, at: MemberAt, *, temporary: bool) -> None:
    """Return when no transfer of the person is under way, nor, for a stay, another stay."""
    taken = Transfer.open_for == at.member.id
    if temporary:
        taken = or_(taken, Transfer.away_for == at.member.id)
    if session.scalar(select(Transfer.id).where(taken).limit(1)) is not None:
        raise UnderWay


def _transfer(asked: NewTransfer, at: MemberAt | None) -> Transfer:
    now = clock.now()
    return Transfer(
        id=uuid4(),
        kind=asked.kind,
        member_id=at.member.id if at else None,
        open_for=at.member.id if at else None,
        full_name=None if at else asked.full_name,
        changed_on=asked.changed_on,
        since=asked.since,
        until=asked.until,
        for_study=asked.for_study,
        started_at=now,
        state_since=now,
        version=0,
    )
