"""The rows of an export, cell by cell."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.members.lines import LineSeen, open_line
from handbook_api.members.models import Member, RecordLine
from handbook_api.members.queries import MemberAt, may_see
from handbook_api.members.queries.members import with_cells
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside
from handbook_api.organisations.queries.seeing import visible_organisations


def cells_inside(
    session: Session, viewer: Identity, paths: Sequence[str]
) -> Sequence[Organisation]:
    """Return the visible cells inside `paths`, the closed ones too: people may have left them."""
    stands = or_(false(), *(inside(Organisation.path, path) for path in paths))
    query = visible_organisations(viewer).where(Organisation.is_cell, stands)
    return session.scalars(query).all()


def members_of_cells(
    session: Session, viewer: Identity, cells: Sequence[Organisation], statuses: Collection[str]
) -> Sequence[MemberAt]:
    """Return the visible members whom `cells` count (or counted last), in the order of the cells
    and then by name. Without `statuses` those who have left stay out."""
    place = {cell.id: number for number, cell in enumerate(cells)}
    asked = Member.status.in_(statuses) if statuses else Member.cell_id.is_not(None)
    query = with_cells(Member.last_cell_id.in_(place), asked, may_see(viewer))
    found = [MemberAt(*row) for row in session.execute(query)]
    return sorted(
        found,
        key=lambda at: (place[at.member.last_cell_id], at.member.sort_name, at.member.id),
    )


def lines_of_members(
    session: Session, viewer: Identity, ids: Collection[UUID], lists: Collection[str]
) -> Mapping[UUID, Mapping[str, Sequence[LineSeen]]]:
    """Return the lines of visible members by member and list, opened, in order."""
    if not ids or not lists:
        return {}
    seen = select(Member.id).where(Member.id.in_(ids), may_see(viewer))
    query = (
        select(RecordLine)
        .where(RecordLine.member_id.in_(seen), RecordLine.list.in_(lists))
        .order_by(RecordLine.since, RecordLine.id)
    )
    found: dict[UUID, dict[str, list[LineSeen]]] = {}
    for line in session.scalars(query):
        opened = open_line(session, line)
        found.setdefault(line.member_id, {}).setdefault(line.list, []).append(opened)
    return found
