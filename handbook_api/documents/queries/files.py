"""How large the original files are that we hold."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.documents.models import Document, DocumentFile, DocumentVersion
from handbook_api.documents.queries.documents import may_see


@dataclass(frozen=True, slots=True)
class HeldFile:
    """The original file of a document's current text. size: bytes."""

    document_id: str
    name: str
    pages: int
    size: int


def files_of_documents(
    session: Session, viewer: Identity, ids: Collection[str]
) -> Mapping[str, HeldFile]:
    """Return the files of those of `ids` that are visible and of which we hold a text."""
    if not ids:
        return {}
    newest = (
        select(func.max(DocumentVersion.number))
        .where(DocumentVersion.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    query = (
        select(Document.id, DocumentVersion.file_name, DocumentVersion.pages, DocumentFile.size)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .join(DocumentFile, DocumentFile.sha256 == DocumentVersion.file_sha256)
        .where(Document.id.in_(ids), DocumentVersion.number == newest, may_see(viewer))
    )
    return {row[0]: HeldFile(*row) for row in session.execute(query)}
