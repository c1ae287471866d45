"""What has come into the library, and when."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.documents.models import Change, Document
from handbook_api.documents.queries.documents import visible_documents


def documents_new_between(
    session: Session, viewer: Identity, begin: datetime, end: datetime
) -> Sequence[Document]:
    """Return the visible documents that came into the library from `begin` to before `end`.

    Those issued last come first.
    """
    first = (
        select(Change.document_id)
        .group_by(Change.document_id)
        .having(func.min(Change.at) >= begin, func.min(Change.at) < end)
    )
    query = visible_documents(viewer).where(Document.id.in_(first))
    return session.scalars(query.order_by(Document.sort_date.desc(), Document.id)).all()
