"""A draft that was looked through becomes a document of the library, whole or not at all."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.db.jobs import enqueue
from handbook_api.documents.drafts import queries
from handbook_api.documents.drafts.contents import provisions_of
from handbook_api.documents.drafts.errors import (
    DraftIncomplete,
    LibraryMoved,
    NotReady,
    RelationsUnanswered,
)
from handbook_api.documents.drafts.models import DocumentDraft, DraftFile, DraftState, DraftText
from handbook_api.documents.drafts.policy import POLICY, DraftAct
from handbook_api.documents.drafts.service.receiving import KIND, touch
from handbook_api.documents.drafts.service.reviewing import (
    Review,
    overrides_of,
    read_document,
    review,
)
from handbook_api.documents.service import ImportOutcome, import_document, take_turn
from handbook_api.organisations.service import take_tree

#: The job that joins texts to a document they were waiting for.
LINK = "documents.link_open"


def take_over(
    session: Session, actor: Identity, content: Content, draft_id: UUID, revision: str
) -> ImportOutcome:
    """The document is in the library as it was looked at; its readers and the index follow.

    revision: of the review that the person saw.
    Raises DraftNotFound, NotReady, DraftIncomplete, RelationsUnanswered, LibraryMoved, Forbidden,
    SecondFactorNeeded.
    """
    row = queries.get_draft(session, actor, draft_id, lock=True)
    POLICY.require(actor, DraftAct.IMPORT, Subject(row.organisation.path))
    if row.draft.state != DraftState.READY:
        raise NotReady
    if row.draft.said.get("organisation_id"):
        take_tree(session)  # before the library, as when an organisation moves
    take_turn(session)
    seen = review(session, actor, content, draft_id)
    _must_be_whole(seen, revision)
    file = queries.content_of(session, actor, draft_id)
    if file is None:
        raise NotReady
    read = read_document(row, provisions_of(seen.text.provisions), file)
    outcome = import_document(session, read, overrides_of(row), content.term_starts)
    _finish(session, row.draft, outcome)
    facts: dict[str, audit.Fact] = {
        "document": outcome.document_id,
        "version": outcome.version,
        "sha256": row.draft.file_sha256,
    }
    path = row.organisation.path
    audit.record(session, actor, DraftAct.TAKE_OVER, KIND, str(draft_id), path=path, facts=facts)
    return outcome


def _must_be_whole(seen: Review, revision: str) -> None:
    if seen.plan is None or seen.blocked:
        reason = next((one.code for one in seen.problems if one.blocks), "")
        raise DraftIncomplete(reason=reason)
    if seen.unanswered:
        raise RelationsUnanswered(count=seen.unanswered)
    if seen.forbidden is not None:
        raise seen.forbidden
    if seen.revision != revision:
        raise LibraryMoved


def _finish(session: Session, draft: DocumentDraft, outcome: ImportOutcome) -> None:
    draft.state = DraftState.TAKEN
    draft.document_id, draft.document_version = outcome.document_id, outcome.version
    touch(draft)
    session.flush()
    for table in (DraftFile, DraftText):
        session.execute(delete(table).where(table.draft_id == draft.id))
    # Texts that waited for this document are read again; over a large library that takes long.
    enqueue(session, LINK, {"document_id": outcome.document_id, "after": ""})
