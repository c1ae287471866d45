"""The corrections a viewer may see: his own, and those he checks or decides."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.core.identity import Identity, Role
from handbook_api.core.paging import Page
from handbook_api.members import newest_first
from handbook_api.members.corrections.errors import CorrectionNotFound, ExportNotFound
from handbook_api.members.corrections.models import Correction, CorrectionExport, CorrectionStep
from handbook_api.members.models import Member
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside

#: The steps of corrections, each with who took it, by the correction's id.
StepsById = Mapping[UUID, Sequence[tuple[CorrectionStep, str | None]]]


_ASKED = Correction.asked_at, Correction.id


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction, whose record it is about, and the cell that counts him or did so last."""

    correction: Correction
    member: Member
    cell: Organisation


def visible_corrections(viewer: Identity) -> Select[Correction, Member, Organisation]:
    """The corrections `viewer` may see. Every other query here starts from it."""
    return _joined().where(_may_see(viewer))


def _joined() -> Select[Correction, Member, Organisation]:
    return (
        select(Correction, Member, Organisation)
        .join(Member, Member.id == Correction.member_id)
        .join(Organisation, Organisation.id == Member.last_cell_id)
    )


def _may_see(viewer: Identity) -> ColumnElement[bool]:
    """The member himself, who leads the cell he belongs to, and organisation officers above it."""
    if viewer.sees_everything:
        return true()
    led = and_(
        Organisation.path.in_(viewer.paths(Role.SECRETARY, Role.DEPUTY_SECRETARY)),
        Member.cell_id.is_not(None),
    )
    grounds: list[ColumnElement[bool]] = [led, *_below(viewer)]
    if viewer.account_id is not None:
        grounds.append(Member.account_id == viewer.account_id)
    return or_(*grounds)


def _below(viewer: Identity) -> Sequence[ColumnElement[bool]]:
    served = viewer.paths(Role.ORGANISATION_OFFICER)
    return [inside(Organisation.path, path) for path in served]


def get_correction(
    session: Session, viewer: Identity, correction_id: UUID, *, to_change: bool = False
) -> CorrectionRow:
    """Return a visible correction. Raises CorrectionNotFound.

    to_change: nobody else changes it, nor the record, before this transaction ends. The record is
    locked first, as every act on a record does: two acts cannot block one another.
    """
    query = visible_corrections(viewer).where(Correction.id == correction_id)
    if to_change:
        whose = select(Member.id).join(Correction, Correction.member_id == Member.id)
        session.execute(whose.where(Correction.id == correction_id).with_for_update(of=Member))
        query = query.with_for_update(of=Correction).execution_options(populate_existing=True)
    found = session.execute(query).one_or_none()
    if found is None:
        raise CorrectionNotFound(id=str(correction_id))
    return CorrectionRow(*found)


def page_of_corrections(
    session: Session,
    viewer: Identity,
    *,
    states: Collection[str] = (),
    overdue: bool = False,
    limit: int,
    cursor: str | None = None,
) -> Page[CorrectionRow]:
    """Return visible corrections, the last asked for first; `overdue`: only what is late today."""
    query = visible_corrections(viewer)
    if states:
        query = query.where(Correction.state.in_(states))
    if overdue:
        query = query.where(Correction.due_on < clock.today())
    return newest_first.page_of(session, query, _ASKED, CorrectionRow, limit=limit, cursor=cursor)


def page_of_waiting(
    session: Session, viewer: Identity, *, overdue: bool, limit: int, cursor: str | None
) -> Page[CorrectionRow]:
    """Return visible corrections that wait for somebody, who has waited longest first."""
    # Only these are open for somebody.
    query = visible_corrections(viewer).where(Correction.open_for.is_not(None))
    if overdue:
        query = query.where(Correction.due_on < clock.today())
    return newest_first.page_of_oldest(
        session, query, _ASKED, CorrectionRow, limit=limit, cursor=cursor
    )


def corrections_of_member(
    session: Session, viewer: Identity, member_id: UUID, *, limit: int
) -> Sequence[CorrectionRow]:
    """Return a member's visible corrections, the last asked for first."""
    query = visible_corrections(viewer).where(Correction.member_id == member_id)
    query = query.order_by(Correction.asked_at.desc(), Correction.id).limit(limit)
    return [CorrectionRow(*row) for row in session.execute(query)]


def steps_of(session: Session, viewer: Identity, corrections: Collection[UUID]) -> StepsById:
    """Return the steps of corrections `viewer` was shown, in order, each with who took it."""
    del viewer  # whoever sees a correction sees its steps
    query = (
        select(CorrectionStep, Account.display_name)
        .outerjoin(Account, Account.id == CorrectionStep.by)
        .where(CorrectionStep.correction_id.in_(corrections))
        .order_by(CorrectionStep.correction_id, CorrectionStep.number)
    )
    found: dict[UUID, list[tuple[CorrectionStep, str | None]]] = {}
    for step, name in session.execute(query):
        found.setdefault(step.correction_id, []).append((step, name))
    return found


def corrections_to_export(
    session: Session, viewer: Identity, fields: Collection[str], *, limit: int
) -> Sequence[CorrectionRow]:
    """Return accepted corrections of `fields` below where `viewer` serves, on no list so far.

    The oldest decisions first, and nobody else lists them before this transaction ends.
    """
    inside = true() if viewer.sees_everything else or_(false(), *_below(viewer))
    query = (
        _joined()
        .where(
            inside,
            Correction.state == "accepted",
            Correction.export_id.is_(None),
            # Of a field that is kept no longer there is nothing to report.
            Correction.sealed.is_not(None),
            Correction.field.in_(fields),
        )
        .order_by(Correction.decided_at, Correction.id)
        .limit(limit)
        .with_for_update(of=Correction)
    )
    return [CorrectionRow(*row) for row in session.execute(query)]


def get_export(
    session: Session, viewer: Identity, export_id: UUID, *, kept_since: datetime
) -> tuple[CorrectionExport, Sequence[CorrectionRow]]:
    """Return a list that `viewer` made himself since then, with what of it he still sees.

    Raises ExportNotFound.
    """
    mine = (CorrectionExport.id == export_id, CorrectionExport.made_at >= kept_since)
    found = session.scalars(select(CorrectionExport).where(*mine)).one_or_none()
    if found is None or found.made_by != viewer.account_id:
        raise ExportNotFound(id=str(export_id))
    query = visible_corrections(viewer).where(Correction.export_id == export_id)
    query = query.order_by(Correction.decided_at, Correction.id)
    return found, [CorrectionRow(*row) for row in session.execute(query)]
