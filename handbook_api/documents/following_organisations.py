"""An organisation's own documents go where it goes; `registry.SUBSCRIBERS` says when.

A split leaves them with the whole: who of its parts may read them is decided anew.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.core.identity import SYSTEM
from handbook_api.documents.models import Document
from handbook_api.documents.service.changes import record_changes
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.events import OrganisationMoved, OrganisationsMerged


def organisation_moved(session: Session, event: OrganisationMoved) -> None:
    """What was readable inside the subtree is readable inside it at its new place."""
    inside = Document.audience_path.startswith(event.old_path, autoescape=True)
    held = session.scalars(select(Document).where(inside)).all()
    places = {path: event.new_path + path[len(event.old_path) :] for path in _paths(held)}
    _rehouse(session, held, places)


def organisations_merged(session: Session, event: OrganisationsMerged) -> None:
    """What was the predecessors' own is the successor's."""
    ids = [*event.predecessor_ids, event.successor_id]
    rows = organisations.organisations_by_id(session, SYSTEM, ids)
    heir = rows[event.successor_id].path
    places = {rows[id_].path: heir for id_ in event.predecessor_ids}
    held = session.scalars(select(Document).where(Document.audience_path.in_(places))).all()
    _rehouse(session, held, places)


def _paths(documents: Sequence[Document]) -> set[str]:
    return {document.audience_path for document in documents if document.audience_path}


def _rehouse(session: Session, documents: Sequence[Document], places: Mapping[str, str]) -> None:
    for document in documents:
        document.audience_path = places[document.audience_path or ""]
    session.flush()
    if documents:
        record_changes(session, {document.id for document in documents})
