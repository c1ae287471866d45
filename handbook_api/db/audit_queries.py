"""Reading the audit log, newest first and in bounded pieces.

Who may read which entries is decided by the room that asks: it knows the subject.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from handbook_api.core.paging import MOST_ROWS, Page, decode_cursor, encode_cursor
from handbook_api.db.audit_model import AuditEntry

#: Nothing in the database is later than this; a cursor may say anything.
_BEYOND_ALL = 2**63 - 1


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What a list of entries is narrowed to; None and no acts narrow nothing.

    subject: kind and id. inside: organisation paths; entries there and below, none where there
    are no paths. or_nowhere: besides those inside, the ones that belong to no organisation.
    since, until: instants, the second excluded. sequence: one entry, by its number.
    """

    sequence: int | None = None
    account_id: UUID | None = None
    actor: str | None = None
    acts: Collection[str] = ()
    subject: tuple[str, str] | None = None
    inside: Collection[str] | None = None
    or_nowhere: bool = False
    since: datetime | None = None
    until: datetime | None = None
    refused: bool | None = None


def entries_about(
    session: Session, subject_kind: str, subject_id: str, *, limit: int, before: int | None = None
) -> Sequence[AuditEntry]:
    """Return what was done to or seen of one subject, newest first, from before entry `before`."""
    query = _newest(limit, before).where(
        AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == subject_id
    )
    return session.scalars(query).all()


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody was, and when. paths: of his organisation and of all above it. since, until:
    instants, the second excluded, None for still."""

    paths: Collection[str]
    since: datetime
    until: datetime | None


def entries_over(
    session: Session,
    subject_kind: str,
    places: Sequence[Place],
    *,
    limit: int,
    before: int | None = None,
) -> Sequence[AuditEntry]:
    """Return what was done to a whole organisation while somebody stood in it, newest first."""
    there = [
        and_(
            AuditEntry.path.in_(place.paths),
            AuditEntry.at >= place.since,
            true() if place.until is None else AuditEntry.at < place.until,
        )
        for place in places
    ]
    query = _newest(limit, before).where(
        AuditEntry.subject_kind == subject_kind, or_(false(), *there)
    )
    return session.scalars(query).all()


def page_of_entries(
    session: Session, wanted: EntryFilter, *, limit: int, cursor: str | None = None
) -> Page[AuditEntry]:
    """Return a page of the log, newest first. Raises CursorNotUnderstood."""
    limit = min(limit, MOST_ROWS)
    before = None if cursor is None else int(decode_cursor(cursor, (int,))[0])
    rows = session.scalars(_narrowed(_newest(limit + 1, before), wanted)).all()
    more = len(rows) > limit
    return Page(rows[:limit], encode_cursor([rows[limit - 1].sequence]) if more else None)


def _newest(limit: int, before: int | None) -> Select[AuditEntry]:
    query = select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(limit)
    if before is None:
        return query
    return query.where(AuditEntry.sequence < max(0, min(before, _BEYOND_ALL)))


def _narrowed(query: Select[AuditEntry], wanted: EntryFilter) -> Select[AuditEntry]:
    if wanted.sequence is not None:
        query = query.where(AuditEntry.sequence == wanted.sequence)
    if wanted.account_id is not None:
        query = query.where(AuditEntry.actor_account_id == wanted.account_id)
    if wanted.actor is not None:
        query = query.where(AuditEntry.actor == wanted.actor)
    if wanted.acts:
        query = query.where(AuditEntry.act.in_(wanted.acts))
    if wanted.subject is not None:
        kind, id_ = wanted.subject
        query = query.where(AuditEntry.subject_kind == kind, AuditEntry.subject_id == id_)
    if wanted.inside is not None:
        query = query.where(_is_inside(wanted.inside, or_nowhere=wanted.or_nowhere))
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEntry.at < wanted.until)
    if wanted.refused is not None:
        query = query.where(AuditEntry.refused == wanted.refused)
    return query


def _is_inside(paths: Collection[str], *, or_nowhere: bool) -> ColumnElement[bool]:
    # Everything that starts with “…/” sorts from there up to “…0”, the character after “/”.
    inside = [and_(AuditEntry.path >= path, AuditEntry.path < path[:-1] + "0") for path in paths]
    nowhere = [AuditEntry.path.is_(None)] if or_nowhere else []
    return or_(false(), *inside, *nowhere)
