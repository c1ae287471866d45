"""What has become of a member: lines, stays in cells, steps of his status, papers."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.members.errors import LineNotFound
from handbook_api.members.models import CellStay, DossierPaper, Member, RecordLine, StatusChange
from handbook_api.members.queries.seeing import may_see
from handbook_api.organisations.models import Organisation


def lines_of(
    session: Session, viewer: Identity, member_id: UUID, lists: Collection[str]
) -> Sequence[RecordLine]:
    """Return the lines of a visible member in `lists`, the latest first."""
    query = (
        select(RecordLine)
        .join(Member, Member.id == RecordLine.member_id)
        .where(RecordLine.member_id == member_id, RecordLine.list.in_(lists), may_see(viewer))
    )
    found = session.scalars(query).all()
    return sorted(found, key=lambda line: (line.since or line.until, line.id.hex), reverse=True)


def get_line(session: Session, viewer: Identity, member_id: UUID, line_id: UUID) -> RecordLine:
    """Return a line of a visible member. Raises LineNotFound."""
    query = (
        select(RecordLine)
        .join(Member, Member.id == RecordLine.member_id)
        .where(RecordLine.id == line_id, RecordLine.member_id == member_id, may_see(viewer))
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise LineNotFound
    return found


def stays_of(
    session: Session, viewer: Identity, member_id: UUID
) -> Sequence[tuple[CellStay, Organisation]]:
    """Return the cells a visible member belonged to, the latest first."""
    query = (
        select(CellStay, Organisation)
        .join(Organisation, Organisation.id == CellStay.cell_id)
        .join(Member, Member.id == CellStay.member_id)
        .where(CellStay.member_id == member_id, may_see(viewer))
        .order_by(CellStay.since.desc(), CellStay.until.is_(None).desc(), CellStay.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def status_changes_of(
    session: Session, viewer: Identity, member_id: UUID
) -> Sequence[StatusChange]:
    """Return the steps a visible member's status has taken, the latest first."""
    query = (
        select(StatusChange)
        .join(Member, Member.id == StatusChange.member_id)
        .where(StatusChange.member_id == member_id, may_see(viewer))
        .order_by(StatusChange.on.desc(), StatusChange.recorded_at.desc(), StatusChange.id)
    )
    return session.scalars(query).all()


def papers_of(session: Session, viewer: Identity, member_id: UUID) -> Sequence[DossierPaper]:
    """Return what was noted of a visible member's papers."""
    query = (
        select(DossierPaper)
        .join(Member, Member.id == DossierPaper.member_id)
        .where(DossierPaper.member_id == member_id, may_see(viewer))
    )
    return session.scalars(query).all()
