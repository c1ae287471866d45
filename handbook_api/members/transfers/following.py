"""What the tree and the record bring about for transfers; `registry.SUBSCRIBERS` says when.

Of mergers and splits each hears after the room of members has moved the people themselves.

OrganisationsMerged   → organisations_merged
OrganisationSplit     → organisation_split
MembershipEnded       → membership_ended
IsAway                → is_away
FieldsForgotten       → fields_forgotten
MemberErased          → member_erased
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from handbook_api.members.events import FieldsForgotten, IsAway, MemberErased, MembershipEnded
from handbook_api.members.models import Member
from handbook_api.members.transfers.models import Transfer
from handbook_api.members.transfers.retention import forget_words
from handbook_api.members.transfers.service import moving
from handbook_api.members.transfers.service.recording import SYSTEM_SIDE, Written, close_by_itself
from handbook_api.organisations.events import OrganisationsMerged, OrganisationSplit

_RETURN, _RETURNED = "return", "returned"
_END, _ENDED = "end", "ended"


def organisations_merged(session: Session, event: OrganisationsMerged) -> None:
    """Whatever was under way from or to a merged cell is so from or to its successor.

    A way that now begins and ends in one cell is over: nobody has to move.
    """
    heirs = dict.fromkeys(event.predecessor_ids, event.successor_id)
    for transfer in _under_way(session, event.predecessor_ids):
        _stand_in(transfer, heirs)
        _close_when_pointless(session, transfer, event.on)
    session.flush()


def organisation_split(session: Session, event: OrganisationSplit) -> None:
    """Whoever came into a part leaves from there.

    Who was on his way to a cell that is no more goes to its first part; his new committee names
    another or returns him.
    """
    for transfer in _under_way(session, [event.origin_id]):
        part = event.assignment.get(transfer.member_id) if transfer.member_id else None
        if part is not None and transfer.from_cell_id == event.origin_id:
            transfer.from_cell_id = part
        if event.origin_closed and transfer.to_cell_id == event.origin_id:
            transfer.to_cell_id = event.part_ids[0]
        _close_when_pointless(session, transfer, event.on)
    session.flush()


def membership_ended(session: Session, event: MembershipEnded) -> None:
    """Nothing is under way any more for somebody who belongs to us no longer."""
    query = select(Transfer).where(_waits(), Transfer.member_id == event.member_id)
    for transfer in session.scalars(query.order_by(Transfer.id).with_for_update()):
        code, state = (_END, _ENDED) if transfer.away_for else (_RETURN, _RETURNED)
        close_by_itself(session, transfer, Written(code, state, SYSTEM_SIDE, event.on))


def is_away(session: Session, event: IsAway) -> bool:
    """Return whether a stay elsewhere is under way, or anything that may become one."""
    waits = or_(Transfer.away_for == event.member_id, Transfer.open_for == event.member_id)
    return session.scalar(select(Transfer.id).where(waits).limit(1)) is not None


def fields_forgotten(session: Session, event: FieldsForgotten) -> None:
    """After the term no word is left of why and where somebody moved; his steps and their papers
    stay, as those of his status do."""
    if event.term_over:
        forget_words(session, Transfer.member_id == event.member_id)


def member_erased(session: Session, event: MemberErased) -> None:
    """No word is left of why and where somebody moved; that he did stays, as bare steps."""
    forget_words(session, Transfer.member_id == event.member_id, decision=None)


def _under_way(session: Session, cell_ids: Iterable[UUID]) -> Iterable[Transfer]:
    ids = list(cell_ids)
    query = (
        select(Transfer)
        .where(_waits(), or_(Transfer.from_cell_id.in_(ids), Transfer.to_cell_id.in_(ids)))
        .order_by(Transfer.id)
        .with_for_update()
    )
    return session.scalars(query).all()


def _waits() -> ColumnElement[bool]:
    """The condition that somebody has still to do something about the transfer."""
    return or_(
        Transfer.open_for.is_not(None), Transfer.away_for.is_not(None), Transfer.due_on.is_not(None)
    )


def _stand_in(transfer: Transfer, heirs: Mapping[UUID, UUID]) -> None:
    if transfer.from_cell_id is not None:
        transfer.from_cell_id = heirs.get(transfer.from_cell_id, transfer.from_cell_id)
    if transfer.to_cell_id is not None:
        transfer.to_cell_id = heirs.get(transfer.to_cell_id, transfer.to_cell_id)


def _close_when_pointless(session: Session, transfer: Transfer, on: date) -> None:
    if transfer.from_cell_id is None or transfer.from_cell_id != transfer.to_cell_id:
        return
    if transfer.away_for is None:
        close_by_itself(session, transfer, Written(_RETURN, _RETURNED, SYSTEM_SIDE, on))
        return
    member = session.get_one(Member, transfer.member_id, populate_existing=True)
    # A merger may be entered with a day before the stay began.
    step = Written(_END, _ENDED, SYSTEM_SIDE, max(on, member.status_since))
    close_by_itself(session, transfer, step)
    moving.come_back(session, member, step, by=None)
