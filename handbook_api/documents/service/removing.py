"""Take a document out of the library, its originals with it."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handbook_api.documents.errors import DecidedInContent, DocumentNotFound
from handbook_api.documents.models import (
    CitationRow,
    Document,
    DocumentFile,
    DocumentVersion,
    Relation,
)
from handbook_api.documents.service.changes import record_changes


def remove_document(session: Session, document_id: str) -> None:
    """Nothing imported of a document is left: texts, originals, citations, stated relations.

    An entry of content/ keeps its card; without a text it raises DecidedInContent, because it is
    withdrawn by deleting its file there. Backups made before still hold everything. Raises
    DocumentNotFound.
    """
    document = session.get(Document, document_id)
    if document is None:
        raise DocumentNotFound(id=document_id)
    if document.content_hash is None:
        session.delete(document)
    else:
        _remove_text(session, document)
    session.flush()
    used = select(DocumentVersion.file_sha256)
    session.execute(delete(DocumentFile).where(DocumentFile.sha256.not_in(used)))
    record_changes(session, {document_id})


def _remove_text(session: Session, document: Document) -> None:
    versions = select(DocumentVersion).where(DocumentVersion.document_id == document.id)
    held = session.scalars(versions).all()
    if not held:
        raise DecidedInContent(file="", id=document.id, options="remove")
    for version in held:
        session.delete(version)
    session.execute(delete(CitationRow).where(CitationRow.document_id == document.id))
    stated = (Relation.source_id == document.id, Relation.origin == "text")
    session.execute(delete(Relation).where(*stated))
    document.mentions = [one for one in document.mentions if one.get("origin") != "text"]
