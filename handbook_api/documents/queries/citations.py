"""What a text cites, and who cites it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page, decode_cursor, encode_cursor
from handbook_api.documents.models import (
    CitationRow,
    Document,
    Provision,
)
from handbook_api.documents.queries.documents import may_see
from handbook_api.documents.queries.texts import find_version


@dataclass(frozen=True, slots=True)
class Cited:
    """One mention, the document it means, or those it may mean; only what the viewer may see."""

    citation: CitationRow
    target: Document | None
    candidates: Sequence[Document]
    note: str | None


def page_of_citations(
    session: Session,
    viewer: Identity,
    document_id: str,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[Cited]:
    """Return what the document cites, in order of its text; hidden targets look unresolved."""
    position, start = -1, -1
    if cursor is not None:
        position, start = (min(int(key), 2**31 - 1) for key in decode_cursor(cursor, (int, int)))
    version = find_version(session, viewer, document_id)
    if version is None:
        return Page([], None)
    query = (
        select(CitationRow, Document, Provision.position)
        .join(
            Provision,
            and_(Provision.version_id == version.id, Provision.anchor == CitationRow.anchor),
        )
        .outerjoin(Document, and_(Document.id == CitationRow.target_id, may_see(viewer)))
        .where(CitationRow.document_id == document_id)
    )
    later = and_(Provision.position == position, CitationRow.start > start)
    query = query.where(or_(Provision.position > position, later))
    query = query.order_by(Provision.position, CitationRow.start).limit(limit + 1)
    found = session.execute(query).all()
    rows = _cited(session, viewer, [(row[0], row[1]) for row in found[:limit]])
    last = found[limit - 1] if len(found) > limit else None
    return Page(rows, encode_cursor([last[2], last[0].start]) if last else None)


def citations_in(
    session: Session, viewer: Identity, document_id: str, anchors: Collection[str]
) -> Sequence[Cited]:
    """Return what the provisions at `anchors` cite; the caller has been allowed to see them."""
    query = (
        select(CitationRow, Document)
        .outerjoin(Document, and_(Document.id == CitationRow.target_id, may_see(viewer)))
        .where(CitationRow.document_id == document_id, CitationRow.anchor.in_(anchors))
        .order_by(CitationRow.anchor, CitationRow.start)
    )
    return _cited(session, viewer, [(row[0], row[1]) for row in session.execute(query)])


def _cited(
    session: Session, viewer: Identity, rows: Sequence[tuple[CitationRow, Document | None]]
) -> list[Cited]:
    ids = {id_ for row, target in rows if target is None for id_ in row.candidates}
    query = select(Document).where(Document.id.in_(ids), may_see(viewer))
    known = {document.id: document for document in session.scalars(query)} if ids else {}
    return [_as_seen(row, target, known) for row, target in rows]


def _as_seen(row: CitationRow, target: Document | None, known: Mapping[str, Document]) -> Cited:
    """A document that may not be seen leaves no trace: the citation looks like one of a
    document that the library does not hold."""
    if target is not None:
        return Cited(row, target, [], row.note)
    seen = [known[id_] for id_ in row.candidates if id_ in known]
    is_hidden = row.target_id is not None or (row.candidates and not seen)
    return Cited(row, None, [] if is_hidden else seen, "unknown" if is_hidden else row.note)


def cited_by(
    session: Session, viewer: Identity, document_id: str, *, limit: int
) -> Sequence[tuple[Document, int]]:
    """Return the visible documents whose text cites this one, with how often; most first."""
    counted = (
        select(CitationRow.document_id, func.count().label("times"))
        .where(CitationRow.target_id == document_id, CitationRow.document_id != document_id)
        .group_by(CitationRow.document_id)
        .subquery()
    )
    query = (
        select(Document, counted.c.times)
        .join(counted, counted.c.document_id == Document.id)
        .where(may_see(viewer))
        .order_by(counted.c.times.desc(), Document.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def page_of_unresolved(
    session: Session, viewer: Identity, *, limit: int, cursor: str | None = None
) -> Page[tuple[CitationRow, Document]]:
    """Return citations that lead nowhere yet, with the citing document."""
    query = (
        select(CitationRow, Document)
        .join(Document, Document.id == CitationRow.document_id)
        .where(CitationRow.certainty == "unresolved", may_see(viewer))
        .order_by(Document.id, CitationRow.anchor, CitationRow.start)
        .limit(limit + 1)
    )
    if cursor is not None:
        id_, anchor, start = decode_cursor(cursor, (str, str, int))
        later = and_(
            CitationRow.anchor == anchor, CitationRow.start > max(-1, min(int(start), 2**31 - 1))
        )
        same = and_(Document.id == id_, or_(CitationRow.anchor > anchor, later))
        query = query.where(or_(Document.id > id_, same))
    found = [(row[0], row[1]) for row in session.execute(query)]
    last = found[limit - 1][0] if len(found) > limit else None
    keys: list[str | int] = [last.document_id, last.anchor, last.start] if last else []
    return Page(found[:limit], encode_cursor(keys) if keys else None)
