"""Who opened or changed a member's record, and when: for himself to read."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth.guarding import require_unlocked
from handbook_api.auth.models import Appointment
from handbook_api.core import clock
from handbook_api.core.identity import ROOT_PATH, Identity, Role
from handbook_api.core.paging import Page, decode_cursor, encode_cursor
from handbook_api.db.audit_model import AuditEntry
from handbook_api.db.audit_queries import Place, entries_about, entries_over
from handbook_api.members import queries
from handbook_api.members.models import CellStay, Member
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import chain

#: What a list is called in the log that people were taken out on; the fact that says of which
#: statuses alone.
TAKEN_OUT, STATUSES = "member_export", "statuses"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class View:
    """One opening or change of one's record.

    own: by oneself. role, organisation: what the other one was at that time, and where; both None
    for the system itself, or where nobody can tell any more. Never a name.
    """

    at: datetime
    act: str
    fields: Sequence[str]
    own: bool
    role: str | None
    organisation: str | None


def views_of_own_record(
    session: Session, viewer: Identity, *, limit: int, cursor: str | None = None
) -> Page[View]:
    """Return who opened or changed the viewer's record, or took it out on a list; the latest first.

    Raises MemberNotFound, CursorNotUnderstood, PinNeeded, PinLost.
    """
    require_unlocked(viewer)
    member = queries.get_own_member(session, viewer).member
    before = None if cursor is None else int(decode_cursor(cursor, (int,))[0])
    entries = _entries(session, viewer, member, limit + 1, before)
    statuses = {one.to_status for one in queries.status_changes_of(session, viewer, member.id)}
    shown = [one for one in entries[:limit] if _is_about(one, statuses)]
    others = {one.actor_account_id for one in shown} - {None, viewer.account_id}
    roles = _roles_of(session, {one for one in others if one is not None})
    views = [_view(one, viewer, roles) for one in shown]
    more = len(entries) > limit
    return Page(views, encode_cursor([entries[limit - 1].sequence]) if more else None)


def _entries(
    session: Session, viewer: Identity, member: Member, limit: int, before: int | None
) -> Sequence[AuditEntry]:
    """Return what was done to the record itself, and the lists on which it was taken out."""
    own = entries_about(session, "member", str(member.id), limit=limit, before=before)
    places = [_place(*one) for one in queries.stays_of(session, viewer, member.id)]
    lists = entries_over(session, TAKEN_OUT, places, limit=limit, before=before)
    found = sorted((*own, *lists), key=lambda one: one.sequence, reverse=True)
    return found[:limit]


def _place(stay: CellStay, cell: Organisation) -> Place:
    until = None if stay.until is None else _start_of(stay.until + _ONE_DAY)
    return Place((ROOT_PATH, *chain(cell.path)), _start_of(stay.since), until)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), clock.VIETNAM)


def _is_about(entry: AuditEntry, statuses: AbstractSet[str]) -> bool:
    """Whether an entry is about somebody who has had these statuses: some lists hold others."""
    listed = entry.facts.get(STATUSES)
    return not listed or not statuses.isdisjoint(str(listed).split(","))


@dataclass(frozen=True, slots=True)
class _Held:
    appointment: Appointment
    organisation: Organisation


def _roles_of(session: Session, account_ids: Collection[UUID]) -> Mapping[UUID, Sequence[_Held]]:
    """Return what these people were and are, in one statement."""
    query = (
        select(Appointment, Organisation)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(Appointment.account_id.in_(account_ids), Appointment.role != Role.MEMBER)
        .order_by(Appointment.since, Appointment.id)
    )
    found: dict[UUID, list[_Held]] = {}
    for appointment, organisation in session.execute(query) if account_ids else ():
        found.setdefault(appointment.account_id, []).append(_Held(appointment, organisation))
    return found


def _view(entry: AuditEntry, viewer: Identity, roles: Mapping[UUID, Sequence[_Held]]) -> View:
    who = entry.actor_account_id
    own = who is not None and who == viewer.account_id
    held = None if own or who is None else _held_then(entry, roles.get(who, ()))
    return View(
        at=entry.at,
        act=entry.act,
        fields=entry.fields,
        own=own,
        role=held.appointment.role if held else None,
        organisation=held.organisation.name if held else None,
    )


def _held_then(entry: AuditEntry, held: Sequence[_Held]) -> _Held | None:
    """Return the role that reached the record when it was opened: the nearest one."""
    day, path = entry.at.astimezone(clock.VIETNAM).date(), entry.path or ""
    then = [
        one
        for one in held
        if one.appointment.since <= day <= (one.appointment.until or day)
        and path.startswith(one.organisation.path)
    ]
    return max(then, key=lambda one: len(one.organisation.path), default=None)
