"""Imports, and the people of a list who are in the records already."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, select, tuple_
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.members.imports.errors import ImportNotFound
from handbook_api.members.imports.models import ImportPart, ImportRun
from handbook_api.members.models import Member, SealedValue
from handbook_api.members.queries import may_see


def visible_imports(viewer: Identity) -> Select[ImportRun]:
    """The imports `viewer` may see: his own. What others sent is theirs to answer for."""
    return select(ImportRun).where(ImportRun.by_account_id == viewer.account_id)


def get_import(session: Session, viewer: Identity, import_id: UUID) -> ImportRun:
    """Return one of the viewer's imports. Raises ImportNotFound."""
    query = visible_imports(viewer).where(ImportRun.id == import_id)
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise ImportNotFound
    return found


def get_import_to_carry_out(session: Session, viewer: Identity, import_id: UUID) -> ImportRun:
    """Return one of the viewer's imports that nobody else carries out until this transaction
    ends. Raises ImportNotFound."""
    session.execute(select(ImportRun.id).where(ImportRun.id == import_id).with_for_update())
    return get_import(session, viewer, import_id)


def find_last_mapping(session: Session, viewer: Identity, headings: str) -> ImportRun | None:
    """Return the viewer's last carried-out import with the same headings in the same columns."""
    query = (
        visible_imports(viewer)
        .where(
            ImportRun.headings == headings,
            ImportRun.mapping.is_not(None),
            ImportRun.carried_out_at.is_not(None),
        )
        .order_by(ImportRun.carried_out_at.desc())
        .limit(1)
    )
    if viewer.account_id is None:
        return None
    return session.scalar(query)


def parts_of(session: Session, viewer: Identity, import_id: UUID) -> Iterable[ImportPart]:
    """Return the kept pieces of the file of one of the viewer's imports, in order."""
    query = (
        select(ImportPart)
        .join(ImportRun, ImportRun.id == ImportPart.import_id)
        .where(ImportPart.import_id == import_id, ImportRun.by_account_id == viewer.account_id)
        .order_by(ImportPart.number)
    )
    return session.scalars(query.execution_options(yield_per=1))


def waiting_with_files(session: Session, viewer: Identity) -> Sequence[UUID]:
    """Return the viewer's imports whose files are kept, the last sent first."""
    kept = exists().where(ImportPart.import_id == ImportRun.id)
    query = visible_imports(viewer).with_only_columns(ImportRun.id).where(kept)
    return session.scalars(query.order_by(ImportRun.at.desc(), ImportRun.id)).all()


@dataclass(frozen=True, slots=True)
class ImportSeen:
    """One of the viewer's imports. waits: its file is kept, and it can be gone on with."""

    run: ImportRun
    waits: bool


def latest_imports(session: Session, viewer: Identity, *, limit: int) -> Sequence[ImportSeen]:
    """Return the viewer's imports, the last sent first."""
    kept = exists().where(ImportPart.import_id == ImportRun.id)
    query = visible_imports(viewer).add_columns(kept)
    rows = session.execute(query.order_by(ImportRun.at.desc(), ImportRun.id).limit(limit))
    return [ImportSeen(run, waits) for run, waits in rows]


def is_anybody(session: Session, viewer: Identity) -> bool:
    """Whether there is any record at all; until there is, nobody need be looked for."""
    del viewer
    return session.scalar(select(Member.id).limit(1)) is not None


def holders_of(
    session: Session, viewer: Identity, blinds: Collection[bytes]
) -> Mapping[bytes, UUID]:
    """Return whose number each of `blinds` is now, also outside the viewer's reach: he is told
    that a number is held, never by whom. Whom he may see, `members_by_id` decides."""
    del viewer
    if not blinds:
        return {}
    query = select(SealedValue.sole, SealedValue.member_id).where(SealedValue.sole.in_(blinds))
    return {row.sole: row.member_id for row in session.execute(query)}


@dataclass(frozen=True, slots=True)
class Namesake:
    """A visible living member of a cell, with what tells namesakes apart."""

    id: UUID
    cell_id: UUID
    sort_name: str
    birth_date: date | None


def namesakes(
    session: Session, viewer: Identity, wanted: Collection[tuple[UUID, str]]
) -> Sequence[Namesake]:
    """Return the visible members of each cell with that sort name: (cell, sort name) each."""
    if not wanted:
        return ()
    query = select(Member.id, Member.cell_id, Member.sort_name, Member.birth_date).where(
        tuple_(Member.cell_id, Member.sort_name).in_(wanted), may_see(viewer)
    )
    rows = session.execute(query)
    return [Namesake(id_, cell, name, born) for id_, cell, name, born in rows if cell is not None]
