"""Organisations one by one and in lists."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, literal, not_, or_, select
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity, Role
from handbook_api.core.paging import CursorNotUnderstood, Page, decode_cursor, encode_cursor
from handbook_api.organisations import names
from handbook_api.organisations.errors import OrganisationNotFound
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import chain, inside
from handbook_api.organisations.queries.resolving import named_by_code
from handbook_api.organisations.queries.seeing import may_see, visible_organisations

_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class OrganisationFilter:
    """What a list is narrowed to; an empty field narrows nothing.

    words: of the name, with or without marks. top: what stands under nothing. code: who bears
    it, bore it, or took over from whoever bore it. closed: the closed ones too.
    """

    words: str | None = None
    parent_id: UUID | None = None
    top: bool = False
    kinds: Collection[str] = ()
    code: str | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationAt:
    """An organisation in a list. children: how many living ones stand directly under it."""

    organisation: Organisation
    children: int


def get_organisation(session: Session, viewer: Identity, organisation_id: UUID) -> Organisation:
    """Return a visible organisation, living or closed. Raises OrganisationNotFound."""
    query = visible_organisations(viewer).where(Organisation.id == organisation_id)
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise OrganisationNotFound
    return found


def name_at(session: Session, viewer: Identity, path: str) -> str | None:
    """Return the name of the visible organisation at `path`; None when there is none."""
    query = select(Organisation.name).where(Organisation.path == path, may_see(viewer))
    return session.scalar(query)


def organisations_by_id(
    session: Session, viewer: Identity, ids: Collection[UUID]
) -> Mapping[UUID, Organisation]:
    """Return the visible ones of `ids`, by id."""
    if not ids:
        return {}
    query = visible_organisations(viewer).where(Organisation.id.in_(ids))
    return {row.id: row for row in session.scalars(query)}


def page_of_organisations(
    session: Session,
    viewer: Identity,
    wanted: OrganisationFilter,
    on: date,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[OrganisationAt]:
    """Return visible organisations by name; numbers in names count as numbers.

    on: the day on which a code is looked up.
    """
    query = visible_organisations(viewer).where(*_narrowed(wanted))
    if wanted.code is not None:
        query = query.where(Organisation.id.in_(named_by_code(session, viewer, wanted.code, on)))
    if cursor is not None:
        query = query.where(_after(cursor))
    query = query.order_by(Organisation.sort_name, Organisation.id).limit(limit + 1)
    found = session.scalars(query).all()
    children = count_children(session, viewer, [row.id for row in found[:limit]])
    rows = [OrganisationAt(row, children.get(row.id, 0)) for row in found[:limit]]
    last = rows[-1].organisation if len(found) > limit else None
    return Page(rows, encode_cursor([last.sort_name, last.id.hex]) if last else None)


def _narrowed(wanted: OrganisationFilter) -> Iterable[ColumnElement[bool]]:
    padded = literal(" ") + Organisation.folded_name
    for word in names.fold(wanted.words or "").split()[:_MOST_WORDS]:
        yield padded.contains(f" {word}", autoescape=True)
    if wanted.parent_id is not None:
        yield Organisation.parent_id == wanted.parent_id
    if wanted.top:
        yield Organisation.parent_id.is_(None)
    if wanted.kinds:
        yield Organisation.kind.in_(wanted.kinds)
    if not wanted.closed and wanted.code is None:
        yield Organisation.closed_on.is_(None)


def _after(cursor: str) -> ColumnElement[bool]:
    sort_name, id_ = decode_cursor(cursor, (str, str))
    try:
        last = UUID(str(id_))
    except ValueError as error:
        raise CursorNotUnderstood from error
    return or_(
        Organisation.sort_name > sort_name,
        and_(Organisation.sort_name == sort_name, Organisation.id > last),
    )


def count_children(session: Session, viewer: Identity, ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Return how many visible living organisations stand directly under each of `ids`."""
    if not ids:
        return {}
    query = (
        select(Organisation.parent_id, func.count())
        .where(Organisation.parent_id.in_(ids), Organisation.closed_on.is_(None), may_see(viewer))
        .group_by(Organisation.parent_id)
    )
    return {row[0]: row[1] for row in session.execute(query) if row[0] is not None}


def children_of(
    session: Session, viewer: Identity, ids: Collection[UUID], *, closed: bool = False
) -> Sequence[Organisation]:
    """Return the visible organisations directly under any of `ids`: the living, or the closed."""
    lives = Organisation.closed_on.is_(None)
    query = visible_organisations(viewer).where(
        Organisation.parent_id.in_(ids), not_(lives) if closed else lives
    )
    return session.scalars(query.order_by(Organisation.sort_name, Organisation.id)).all()


def organisations_inside(session: Session, viewer: Identity, *paths: str) -> Sequence[Organisation]:
    """Return the visible living organisations at `paths` and below, each after its parent."""
    query = visible_organisations(viewer).where(
        Organisation.closed_on.is_(None), _inside_any(paths)
    )
    downwards = (func.length(Organisation.path), Organisation.sort_name, Organisation.id)
    return session.scalars(query.order_by(*downwards)).all()


def organisation_ids_inside(session: Session, viewer: Identity, *paths: str) -> Sequence[UUID]:
    """Return the ids of the visible organisations at `paths` and below, the closed ones too."""
    query = select(Organisation.id).where(_inside_any(paths), may_see(viewer))
    return session.scalars(query).all()


def _inside_any(paths: Sequence[str]) -> ColumnElement[bool]:
    return or_(false(), *(inside(Organisation.path, path) for path in paths))


def organisations_above(
    session: Session, viewer: Identity, organisation: Organisation
) -> Sequence[Organisation]:
    """Return the visible ones on the way from the top down to `organisation`, itself left out."""
    above = chain(organisation.path)[:-1]
    if not above:
        return ()
    query = visible_organisations(viewer).where(Organisation.path.in_(above))
    return session.scalars(query.order_by(func.length(Organisation.path))).all()


def tree_state(session: Session, viewer: Identity) -> str:
    """Return a short text that changes whenever anything `viewer` sees of the tree could change.

    Organisations are only added, and their versions only go up.
    """
    count, versions = session.execute(select(func.count(), func.sum(Organisation.version))).one()
    places = "*" if viewer.sees_everything else ",".join(sorted(viewer.paths(*Role)))
    return f"{count}-{versions or 0}-{places}"
