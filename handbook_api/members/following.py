"""What the tree of organisations brings about for members; `registry.SUBSCRIBERS` says when.

OrganisationsMerged → organisations_merged
OrganisationSplit   → organisation_split
PeopleOf            → count_people
MembersIn           → members_in
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from handbook_api.auth.appointments.service import Placing, move_members
from handbook_api.core import clock
from handbook_api.members.bulk import insert_rows
from handbook_api.members.models import CellStay, Member
from handbook_api.organisations.events import (
    GUESTS,
    MEMBERS,
    MembersIn,
    OrganisationsMerged,
    OrganisationSplit,
    PeopleOf,
)

_MERGED, _SPLIT = "merged", "split"
#: Members moved by one statement.
_SOME = 500


def organisations_merged(session: Session, event: OrganisationsMerged) -> None:
    """Whoever belonged to a predecessor, or was a guest there, belongs to the successor.

    Only cells have people; a committee's cells have been moved one by one.
    """
    moved = _people_in(session, event.predecessor_ids)
    _move(session, dict.fromkeys(moved, event.successor_id), moved, event.on, _MERGED)
    _guests_follow(session, event.predecessor_ids, event.successor_id)


def organisation_split(session: Session, event: OrganisationSplit) -> None:
    """Whoever was assigned to a part belongs to it; the others stay. Guests stay too, unless the
    origin is no more: then they are guests of its first part."""
    moved = _people_in(session, [event.origin_id])
    cells = {id_: event.assignment[id_] for id_ in moved if id_ in event.assignment}
    _move(session, cells, moved, event.on, _SPLIT)
    if event.origin_closed and event.part_ids:
        _guests_follow(session, [event.origin_id], event.part_ids[0])


def count_people(session: Session, event: PeopleOf) -> Mapping[str, int]:
    """Return how many members these organisations count, and how many guests they have."""
    ids = event.organisation_ids
    counted = select(func.count()).where(Member.cell_id.in_(ids))
    guests = select(func.count()).where(Member.host_cell_id.in_(ids))
    return {MEMBERS: session.scalar(counted) or 0, GUESTS: session.scalar(guests) or 0}


def members_in(session: Session, event: MembersIn) -> Collection[UUID]:
    """Return who is counted in this cell."""
    return session.scalars(select(Member.id).where(Member.cell_id == event.organisation_id)).all()


def _people_in(session: Session, cell_ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """Return the accounts of those who are counted in these cells, by member.

    Nobody else changes them before this transaction ends.
    """
    query = select(Member.id, Member.account_id).where(Member.cell_id.in_(cell_ids))
    rows = session.execute(query.order_by(Member.id).with_for_update())
    return {row.id: row.account_id for row in rows}


def _move(
    session: Session,
    cells: Mapping[UUID, UUID],
    accounts: Mapping[UUID, UUID],
    on: date,
    how: str,
) -> None:
    """Each of these members is counted in his new cell from `on` on, with a trace of the old."""
    ids = sorted(cells)
    for start in range(0, len(ids), _SOME):
        some = ids[start : start + _SOME]
        _end_stays(session, some, on)
        stays: list[dict[str, Any]] = [
            {"id": uuid4(), "member_id": id_, "cell_id": cells[id_], "since": on, "how": how}
            for id_ in some
        ]
        insert_rows(session, CellStay, stays)
        for cell_id in sorted({cells[id_] for id_ in some}):
            going = [id_ for id_ in some if cells[id_] == cell_id]
            session.execute(
                update(Member)
                .where(Member.id.in_(going))
                .values(
                    cell_id=cell_id,
                    last_cell_id=cell_id,
                    version=Member.version + 1,
                    updated_at=clock.now(),
                )
                .execution_options(synchronize_session=False)
            )
    move_members(session, [Placing(accounts[id_], cells[id_], on) for id_ in ids])


def _end_stays(session: Session, member_ids: Sequence[UUID], on: date) -> None:
    last = on - timedelta(days=1)
    session.execute(
        update(CellStay)
        .where(CellStay.member_id.in_(member_ids), CellStay.until.is_(None))
        .values(until=case((CellStay.since > last, CellStay.since), else_=last))
        .execution_options(synchronize_session=False)
    )


def _guests_follow(session: Session, left: Sequence[UUID], host_id: UUID) -> None:
    session.execute(
        update(Member)
        .where(Member.host_cell_id.in_(left))
        .values(host_cell_id=host_id, version=Member.version + 1, updated_at=clock.now())
        .execution_options(synchronize_session=False)
    )
