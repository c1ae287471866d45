"""What happened to an organisation, which codes it bore, and where it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.core.paging import CursorNotUnderstood, Page, decode_cursor, encode_cursor
from handbook_api.organisations.models import (
    Organisation,
    OrganisationChange,
    OrganisationCode,
    Succession,
)
from handbook_api.organisations.queries.seeing import may_see


@dataclass(frozen=True, slots=True)
class Kin:
    """Another organisation that this one took over from, or that took over from it."""

    organisation: Organisation
    on: date
    is_successor: bool


def codes_of(
    session: Session, viewer: Identity, organisation: Organisation
) -> Sequence[OrganisationCode]:
    """Return the codes that a visible organisation bears and bore, newest first."""
    del viewer  # whoever holds an organisation has been allowed to see it
    query = select(OrganisationCode).where(OrganisationCode.organisation_id == organisation.id)
    newest = (OrganisationCode.since.desc(), OrganisationCode.until.is_(None).desc())
    return session.scalars(query.order_by(*newest, OrganisationCode.code)).all()


def kin_of(session: Session, viewer: Identity, organisation: Organisation) -> Sequence[Kin]:
    """Return the visible predecessors and successors of an organisation, newest first."""
    id_ = organisation.id
    query = (
        select(Organisation, Succession.on, Succession.successor_id == Organisation.id)
        .join(
            Succession,
            or_(
                and_(Succession.predecessor_id == id_, Succession.successor_id == Organisation.id),
                and_(Succession.successor_id == id_, Succession.predecessor_id == Organisation.id),
            ),
        )
        .where(may_see(viewer))
        .order_by(Succession.on.desc(), Organisation.sort_name, Organisation.id)
    )
    return [Kin(row[0], row[1], bool(row[2])) for row in session.execute(query)]


def page_of_changes(
    session: Session,
    viewer: Identity,
    organisation: Organisation,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[OrganisationChange]:
    """Return what happened to a visible organisation, newest first."""
    del viewer
    row = OrganisationChange
    query = select(row).where(row.organisation_id == organisation.id)
    if cursor is not None:
        query = query.where(tuple_(row.on, row.recorded_at, row.position) < _last(cursor))
    newest = (row.on.desc(), row.recorded_at.desc(), row.position.desc())
    found = session.scalars(query.order_by(*newest).limit(limit + 1)).all()
    more = len(found) > limit
    return Page(found[:limit], _cursor_after(found[limit - 1]) if more else None)


def _cursor_after(row: OrganisationChange) -> str:
    return encode_cursor([row.on.toordinal(), row.recorded_at.isoformat(), row.position])


def _last(cursor: str) -> Any:
    day, instant, position = decode_cursor(cursor, (int, str, int))
    try:
        on, recorded_at = date.fromordinal(int(day)), datetime.fromisoformat(str(instant))
        if recorded_at.tzinfo is None:
            raise CursorNotUnderstood
    except (ValueError, OverflowError) as error:
        raise CursorNotUnderstood from error
    bounded = max(-1, min(int(position), 2**31 - 1))
    row = OrganisationChange
    return tuple_(
        literal(on, row.on.type), literal(recorded_at, row.recorded_at.type), literal(bounded)
    )
