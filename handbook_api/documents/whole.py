"""A document, whole but for its text, as the API and the pages show it."""

from datetime import date

from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.core.words import Words
from handbook_api.documents import queries, schemas


def whole_document(
    session: Session, viewer: Identity, document_id: str, as_at: date, words: Words
) -> schemas.DocumentOut:
    """Return one visible document as it stands on `as_at`. Raises DocumentNotFound."""
    row = queries.get_document(session, viewer, document_id, as_at)
    version = queries.find_version(session, viewer, document_id)
    current = queries.current_successor(session, viewer, row)
    related = queries.relations_of(session, viewer, document_id)
    document = row.document
    return schemas.DocumentOut(
        **dict(schemas.document_brief(row, words)),
        signer=document.signer,
        place=document.place,
        aliases=document.aliases,
        summary=document.summary,
        sources=[schemas.SourceOut(**source) for source in document.sources],
        relations=[schemas.relation_out(document_id, *pair, words) for pair in related],
        mentions=[schemas.mention_out(mention, words) for mention in document.mentions],
        file=schemas.file_out(version) if version else None,
        provisions=queries.count_provisions(session, viewer, version) if version else 0,
        current=schemas.document_ref(current, words) if current else None,
    )
