"""The documents a viewer may see, and their validity on a day."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from handbook_api.core import clock
from handbook_api.core.identity import Audience, Identity, Readership
from handbook_api.core.paging import Page, decode_cursor, encode_cursor
from handbook_api.documents.errors import (
    DocumentNotFound,
)
from handbook_api.documents.models import (
    Document,
    DocumentTopic,
    DocumentVersion,
    Relation,
)
from handbook_api.documents.validity import has_effect, status_at
from handbook_api.documents.vocabulary import RelationKind

#: A chain of replacements is never followed further than this.
_MOST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a list of documents is narrowed to; an empty field narrows nothing."""

    kinds: Collection[str] = ()
    issuers: Collection[str] = ()
    topics: Collection[str] = ()
    statuses: Collection[str] = ()
    year_from: int | None = None
    year_to: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentAt:
    """A document and its validity on a day."""

    document: Document
    status: str
    as_at: date
    replaced_by: Sequence[tuple[Relation, Document]] = field(default=())
    amended_by: Sequence[tuple[Relation, Document]] = field(default=())
    #: Name of the original file of the current text; None when we hold no text.
    file_name: str | None = None


def visible_documents(viewer: Identity) -> Select[Document]:
    """The documents `viewer` may see. Every other query here starts from it."""
    return _readable_by(viewer.readership)


@lru_cache(maxsize=256)
def _readable_by(reader: Readership) -> Select[Document]:
    return (
        select(Document)
        .where(_may_read(reader))
        .options(selectinload(Document.topics), joinedload(Document.issuer))
    )


def may_see(viewer: Identity) -> ColumnElement[bool]:
    """The condition on `documents` that decides seeing.

    Guests read what is public; members also what is for members; a document of one
    organisation is read inside it, and by those who serve above it.
    """
    return _may_read(viewer.readership)


def _may_read(reader: Readership) -> ColumnElement[bool]:
    if reader.sees_everything:
        return true()
    grounds = [Document.audience == Audience.PUBLIC]
    if reader.is_member:
        grounds.append(Document.audience == Audience.MEMBERS)
    if reader.inside:
        reaches = or_(
            *(literal(path).startswith(Document.audience_path) for path in reader.inside),
            *(Document.audience_path.startswith(path) for path in reader.above),
        )
        grounds.append(and_(Document.audience == Audience.ORGANISATION, reaches))
    return or_(*grounds)


def audience_paths_reaching(session: Session, viewer: Identity) -> tuple[str, ...]:
    """Return the organisations' paths, in order, whose own documents `viewer` may read.

    Two people with the same answer see the same library.
    """
    if not viewer.grants:
        return ()
    found = session.scalars(
        select(Document.audience_path)
        .where(Document.audience == Audience.ORGANISATION, may_see(viewer))
        .distinct()
        .order_by(Document.audience_path)
    )
    return tuple(path for path in found if path is not None)


def page_of_documents(
    session: Session,
    viewer: Identity,
    wanted: DocumentFilter,
    as_at: date,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[DocumentAt]:
    """Return visible documents, newest first, with their validity on `as_at`."""
    status = status_at(as_at)
    query = visible_documents(viewer).add_columns(status).where(*_narrowed(wanted, status))
    if cursor is not None:
        day, document_id = decode_cursor(cursor, (int, str))
        before = date.fromordinal(max(1, min(int(day), date.max.toordinal())))
        query = query.where(
            or_(
                Document.sort_date < before,
                and_(Document.sort_date == before, Document.id > str(document_id)),
            )
        )
    query = query.order_by(Document.sort_date.desc(), Document.id).limit(limit + 1)
    found = session.execute(query).all()
    rows = _with_successors(session, viewer, [(row[0], row[1]) for row in found[:limit]], as_at)
    last = rows[-1].document if len(found) > limit else None
    next_cursor = encode_cursor([last.sort_date.toordinal(), last.id]) if last else None
    return Page(rows, next_cursor)


def _narrowed(wanted: DocumentFilter, status: ColumnElement[str]) -> Iterable[ColumnElement[bool]]:
    if wanted.kinds:
        yield Document.kind.in_(wanted.kinds)
    if wanted.issuers:
        yield Document.issuer_code.in_(wanted.issuers)
    if wanted.topics:
        about = select(DocumentTopic.document_id).where(DocumentTopic.topic_code.in_(wanted.topics))
        yield Document.id.in_(about)
    if wanted.statuses:
        yield status.in_(wanted.statuses)
    if wanted.year_from is not None:
        yield Document.sort_date >= date(wanted.year_from, 1, 1)
    if wanted.year_to is not None:
        yield Document.sort_date <= date(wanted.year_to, 12, 31)


def get_document(session: Session, viewer: Identity, document_id: str, as_at: date) -> DocumentAt:
    """Return one visible document with its validity on `as_at`; raise DocumentNotFound."""
    found = documents_by_id(session, viewer, [document_id], as_at)
    if not found:
        raise DocumentNotFound(id=document_id)
    return found[0]


def documents_by_id(
    session: Session, viewer: Identity, ids: Collection[str], as_at: date
) -> Sequence[DocumentAt]:
    """Return the visible ones of `ids`, in the order given."""
    query = visible_documents(viewer).add_columns(status_at(as_at)).where(Document.id.in_(ids))
    found = {row[0].id: (row[0], row[1]) for row in session.execute(query)} if ids else {}
    return _with_successors(session, viewer, [found[id_] for id_ in ids if id_ in found], as_at)


def documents_with_symbol(
    session: Session, viewer: Identity, symbol_key: str, issued_on: date | None, as_at: date
) -> Sequence[DocumentAt]:
    """Return visible documents with that symbol (and date), newest first."""
    query = visible_documents(viewer).add_columns(status_at(as_at))
    query = query.where(Document.symbol_key == symbol_key)
    if issued_on is not None:
        query = query.where(Document.issued_on == issued_on)
    found = session.execute(query.order_by(Document.sort_date.desc(), Document.id)).all()
    return _with_successors(session, viewer, [(row[0], row[1]) for row in found], as_at)


def _with_successors(
    session: Session, viewer: Identity, rows: Sequence[tuple[Document, str]], as_at: date
) -> list[DocumentAt]:
    ids = [document.id for document, _ in rows]
    query = (
        select(Relation, Document)
        .join(Document, Document.id == Relation.source_id)
        .where(
            Relation.target_id.in_(ids),
            Relation.kind.in_(["replaces", "amends"]),
            or_(
                has_effect(Relation, as_at, undated_counts=as_at >= clock.today()),
                Relation.certain.is_(False) & Relation.since.is_(None),
            ),
            may_see(viewer),
        )
        .order_by(Relation.since, Document.id)
    )
    acting = [(row[0], row[1]) for row in session.execute(query)] if ids else []
    files = _file_names(session, ids) if ids else {}

    def on(document: Document, kind: str) -> list[tuple[Relation, Document]]:
        return [pair for pair in acting if (pair[0].target_id, pair[0].kind) == (document.id, kind)]

    return [
        DocumentAt(
            document,
            status,
            as_at,
            on(document, "replaces"),
            on(document, "amends"),
            files.get(document.id),
        )
        for document, status in rows
    ]


def _file_names(session: Session, ids: Collection[str]) -> dict[str, str]:
    versions = (
        select(DocumentVersion.document_id, DocumentVersion.file_name)
        .where(DocumentVersion.document_id.in_(ids))
        .order_by(DocumentVersion.number)
    )
    return {row.document_id: row.file_name for row in session.execute(versions)}


def current_successor(session: Session, viewer: Identity, document: DocumentAt) -> Document | None:
    """Return the end of the chain of replacements, None when `document` is not replaced."""
    seen = [document.document.id]
    last: Document | None = None
    while len(seen) < _MOST_CHAIN:
        query = (
            select(Document)
            .join(Relation, Relation.source_id == Document.id)
            .where(
                Relation.target_id == seen[-1],
                Relation.kind == RelationKind.REPLACES,
                Relation.certain.is_(True),
                has_effect(
                    Relation, document.as_at, undated_counts=document.as_at >= clock.today()
                ),
                Document.id.not_in(seen),
                may_see(viewer),
            )
            .order_by(Relation.since.desc(), Document.id.desc())
            .limit(1)
        )
        found = session.scalar(query)
        if found is None:
            break
        last = found
        seen.append(found.id)
    return last


def relations_of(
    session: Session, viewer: Identity, document_id: str
) -> Sequence[tuple[Relation, Document]]:
    """Return each relation of the document with the document at its other end, if visible."""
    outgoing = and_(Relation.source_id == document_id, Document.id == Relation.target_id)
    incoming = and_(Relation.target_id == document_id, Document.id == Relation.source_id)
    query = (
        select(Relation, Document)
        .join(Document, or_(outgoing, incoming))
        .where(may_see(viewer))
        .order_by(Document.sort_date.desc(), Relation.kind, Document.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


@dataclass(frozen=True, slots=True)
class Facts:
    """What lists, facets and rankings need of a document, without its row."""

    id: str
    kind: str
    issuer_code: str | None
    issued_on: date | None
    sort_date: date
    symbol: str
    title: str
    status: str
    topics: tuple[str, ...]


def facts_of_documents(session: Session, viewer: Identity, as_at: date) -> Sequence[Facts]:
    """Return the facts of every visible document, in two statements."""
    topics: dict[str, list[str]] = {}
    for link in session.execute(select(DocumentTopic.document_id, DocumentTopic.topic_code)):
        topics.setdefault(link.document_id, []).append(link.topic_code)
    query = select(
        Document.id,
        Document.kind,
        Document.issuer_code,
        Document.issued_on,
        Document.sort_date,
        Document.symbol,
        Document.title,
        status_at(as_at),
    ).where(may_see(viewer))
    return [Facts(*row, topics=tuple(topics.get(row[0], ()))) for row in session.execute(query)]


def all_document_ids(session: Session, viewer: Identity) -> Sequence[str]:
    """Return the ids of every visible document, in a fixed order."""
    return session.scalars(select(Document.id).where(may_see(viewer)).order_by(Document.id)).all()
