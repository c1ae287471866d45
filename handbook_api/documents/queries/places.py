"""Places in documents that somebody keeps: what stands there today."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.documents.errors import DocumentNotFound, ProvisionNotFound
from handbook_api.documents.models import Document, DocumentVersion, Provision
from handbook_api.documents.queries.documents import may_see


def documents_named(
    session: Session, viewer: Identity, ids: Collection[str]
) -> Mapping[str, Document]:
    """Return the visible ones of `ids`, by id."""
    if not ids:
        return {}
    query = select(Document).where(Document.id.in_(ids), may_see(viewer))
    return {row.id: row for row in session.scalars(query)}


def provisions_at(
    session: Session, viewer: Identity, places: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], Provision]:
    """Return what stands at those places (document, anchor) of current, visible texts."""
    if not places:
        return {}
    newest = (
        select(func.max(DocumentVersion.number))
        .where(DocumentVersion.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    query = (
        select(Document.id, Provision)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .join(Provision, Provision.version_id == DocumentVersion.id)
        .where(
            Document.id.in_({id_ for id_, _ in places}),
            Provision.anchor.in_({anchor for _, anchor in places}),
            DocumentVersion.number == newest,
            may_see(viewer),
        )
    )
    found = {(row[0], row[1].anchor): row[1] for row in session.execute(query)}
    return {place: found[place] for place in places if place in found}


def require_place(session: Session, viewer: Identity, document_id: str, anchor: str | None) -> None:
    """There is, or once was, such a place in a visible document.

    What somebody marks without a signal may be gone when it arrives. Raises DocumentNotFound,
    ProvisionNotFound.
    """
    if not documents_named(session, viewer, [document_id]):
        raise DocumentNotFound(id=document_id)
    if anchor is None:
        return
    ever = (
        select(Provision.id)
        .join(DocumentVersion, DocumentVersion.id == Provision.version_id)
        .where(DocumentVersion.document_id == document_id, Provision.anchor == anchor)
    )
    if session.scalar(ever.limit(1)) is None:
        raise ProvisionNotFound(id=document_id, anchor=anchor)
