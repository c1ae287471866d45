"""Drafts, seen by the officers of the organisation that they are for, and of those above it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page, decode_cursor, encode_cursor
from handbook_api.db.jobs import Job, JobState
from handbook_api.documents import queries as documents
from handbook_api.documents.drafts.errors import DraftNotFound, NotReady
from handbook_api.documents.drafts.models import (
    OPEN,
    DocumentDraft,
    DraftFile,
    DraftState,
    DraftText,
)
from handbook_api.documents.drafts.policy import IMPORTING
from handbook_api.documents.models import Document, DocumentVersion
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft and the organisation that it is for."""

    draft: DocumentDraft
    organisation: Organisation


def may_see(viewer: Identity) -> ColumnElement[bool]:
    """The condition on `organisations` that decides whose drafts are seen."""
    if viewer.sees_everything:
        return true()
    return or_(false(), *(inside(Organisation.path, path) for path in viewer.paths(*IMPORTING)))


def visible_drafts(viewer: Identity) -> Select[DocumentDraft, Organisation]:
    """The drafts `viewer` may see, with their organisations."""
    return (
        select(DocumentDraft, Organisation)
        .join(Organisation, Organisation.id == DocumentDraft.organisation_id)
        .where(may_see(viewer))
    )


def get_draft(
    session: Session, viewer: Identity, draft_id: UUID, *, lock: bool = False
) -> DraftRow:
    """Return one visible draft. lock: nobody else changes it before this transaction ends.

    Raises DraftNotFound.
    """
    query = visible_drafts(viewer).where(DocumentDraft.id == draft_id)
    if lock:
        query = query.with_for_update(of=DocumentDraft)
    found = session.execute(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise DraftNotFound
    return DraftRow(found[0], found[1])


def page_of_drafts(
    session: Session,
    viewer: Identity,
    states: Collection[str] = (),
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[DraftRow]:
    """Return visible drafts, the latest first."""
    query = visible_drafts(viewer)
    if states:
        query = query.where(DocumentDraft.state.in_(states))
    if cursor is not None:
        (id_,) = decode_cursor(cursor, (str,))
        query = query.where(_after(str(id_)))
    query = query.order_by(DocumentDraft.at.desc(), DocumentDraft.id).limit(limit + 1)
    rows = [DraftRow(row[0], row[1]) for row in session.execute(query)]
    last = rows[limit - 1].draft.id if len(rows) > limit else None
    return Page(rows[:limit], encode_cursor([last.hex]) if last else None)


def _after(hexadecimal: str) -> ColumnElement[bool]:
    """What comes after the draft of that id; nothing when it is gone or no id at all."""
    try:
        last = UUID(hexadecimal)
    except ValueError:
        return false()
    at = select(DocumentDraft.at).where(DocumentDraft.id == last).scalar_subquery()
    later = and_(DocumentDraft.at == at, DocumentDraft.id > last)
    return or_(DocumentDraft.at < at, later)


def take_turn(session: Session, viewer: Identity, organisation_id: UUID) -> None:
    """Nobody else sends a file for this organisation before this transaction ends.

    One file sent twice in a moment would otherwise be two drafts. SQLite's writers take turns
    anyhow.
    """
    query = select(Organisation.id).where(Organisation.id == organisation_id, may_see(viewer))
    session.execute(query.with_for_update(key_share=True))


def count_open(session: Session, viewer: Identity, organisation_id: UUID) -> int:
    """Return how many drafts of an organisation are still somebody's work."""
    query = (
        select(func.count())
        .select_from(DocumentDraft)
        .join(Organisation, Organisation.id == DocumentDraft.organisation_id)
        .where(
            may_see(viewer),
            DocumentDraft.organisation_id == organisation_id,
            DocumentDraft.state.in_(OPEN),
        )
    )
    return session.scalars(query).one()


def find_open_of_file(
    session: Session, viewer: Identity, organisation_id: UUID, sha256: str
) -> DraftRow | None:
    """Return the organisation's open draft of the same file, if there is one."""
    query = visible_drafts(viewer).where(
        DocumentDraft.organisation_id == organisation_id,
        DocumentDraft.file_sha256 == sha256,
        DocumentDraft.state.in_(OPEN),
    )
    found = session.execute(query.order_by(DocumentDraft.at).limit(1)).one_or_none()
    return DraftRow(found[0], found[1]) if found else None


def content_of(session: Session, viewer: Identity, draft_id: UUID) -> bytes | None:
    """Return the file as it was sent; None when it is not kept any more. Raises DraftNotFound."""
    draft = get_draft(session, viewer, draft_id).draft
    return session.scalar(select(DraftFile.content).where(DraftFile.draft_id == draft.id))


def text_of(session: Session, viewer: Identity, draft_id: UUID) -> DraftText:
    """Return what was read of the file. Raises DraftNotFound, NotReady."""
    draft = get_draft(session, viewer, draft_id).draft
    found = session.get(DraftText, draft.id) if draft.state == DraftState.READY else None
    if found is None:
        raise NotReady
    return found


def reading_of(session: Session, viewer: Identity, draft: DocumentDraft) -> str | None:
    """Return where the job stands that reads the file (JobState); None when there is none."""
    del viewer  # whoever sees the draft has it in his hands
    query = select(Job.state).where(Job.once_key == reading_key(draft.id, draft.readings))
    return session.scalar(query)


def reading_key(draft_id: UUID, reading: int) -> str:
    """Return the name under which a reading of a file is one job, however often it is asked."""
    return f"documents.read_draft:{draft_id}:{reading}"


def is_stuck(job_state: str | None) -> bool:
    """Whether nobody will come any more to read the file."""
    return job_state not in (JobState.WAITING, JobState.RUNNING)


def organisation_at(session: Session, viewer: Identity, path: str) -> Organisation | None:
    """Return the visible organisation at a path, whose own a document is."""
    query = organisations.visible_organisations(viewer).where(Organisation.path == path)
    return session.scalar(query)


def documents_of_file(session: Session, viewer: Identity, sha256: str) -> Sequence[Document]:
    """Return the visible documents of which the same file is a text, current or earlier."""
    of_file = select(DocumentVersion.document_id).where(DocumentVersion.file_sha256 == sha256)
    query = documents.visible_documents(viewer).where(Document.id.in_(of_file))
    return session.scalars(query.order_by(Document.id).limit(5)).all()
