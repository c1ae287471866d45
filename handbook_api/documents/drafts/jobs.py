"""What workers do for drafts: read files, join what waited, forget what nobody wants."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePath
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import SYSTEM
from handbook_api.db import audit
from handbook_api.documents.drafts import queries
from handbook_api.documents.drafts.contents import (
    KnownRelation,
    found_of,
    provisions_written,
    relations_written,
)
from handbook_api.documents.drafts.errors import DraftNotFound
from handbook_api.documents.drafts.models import DocumentDraft, DraftFile, DraftState, DraftText
from handbook_api.documents.drafts.service.confirming import MOST_RELATIONS
from handbook_api.documents.drafts.service.receiving import KIND, READ, touch
from handbook_api.documents.drafts.service.taking_over import LINK
from handbook_api.documents.drafts.sheets import sheets_of
from handbook_api.documents.reading.reader import ReadDocument, read_file
from handbook_api.documents.service import link_some, take_turn
from handbook_api.documents.service.known import charter_among, known_documents
from handbook_api.documents.service.linking import mentions_in
from handbook_api.documents.vocabulary import RelationKind
from handbook_api.gateways.text_extraction import Limits, SandboxedExtraction
from handbook_api.jobs import Again, Every, Handler, Handlers, Prepared, Slot
from handbook_api.jobs.giving_up import is_refusal
from handbook_api.runtime import Runtime
from search_index.citations_resolving import CitingText, Library, resolve_citations

SWEEP = "documents.sweep_drafts"

#: An old Word file takes longest: LibreOffice has 90 seconds, the reader 30, understanding less.
_TAKES = timedelta(minutes=3)
_MEGABYTE = 1024 * 1024
_PREFIX = "handbook-draft-"
#: What a killed process left behind is nobody's any more.
_LEFT_BEHIND = timedelta(hours=1)
#: Rows of one step.
_PIECE = 100
#: So many citations that lead nowhere are kept to be looked at.
_MOST_UNRESOLVED = 500


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file that was read, with the citations that lead nowhere yet: [anchor, text, note]."""

    document: ReadDocument
    unresolved: list[list[str | None]]


def read_draft(runtime: Runtime, payload: Mapping[str, Any]) -> Handler:
    """Read the file in a limited process of its own; return what writes down what was found.

    Run again after a crash it does the same again: the file stays until it was read.
    """
    draft_id, reading = UUID(payload["draft_id"]), int(payload["reading"])
    try:
        with runtime.transaction(read_only=True) as session:
            draft = queries.get_draft(session, SYSTEM, draft_id).draft
            name, content = draft.file_name, queries.content_of(session, SYSTEM, draft_id)
    except DraftNotFound:
        return _nothing  # discarded meanwhile
    if draft.state != DraftState.READING or content is None:
        return _nothing
    limits = Limits(file_bytes=runtime.settings.import_most_megabytes * _MEGABYTE)
    try:
        with _file_at(content, name, runtime) as path, SandboxedExtraction() as extraction:
            found = read_file(path, limits, extraction, name=name)
    except HandbookError as refusal:
        if not is_refusal(refusal):
            raise
        return _Refuse(draft_id, reading, refusal)
    return _Keep(draft_id, reading, _understood(runtime, found))


def _nothing(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> None:
    del session, runtime, payload


@dataclass(frozen=True, slots=True)
class _Refuse:
    """Writes down that the file was refused; nothing of it is kept."""

    draft_id: UUID
    reading: int
    refusal: HandbookError

    def __call__(self, session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> None:
        del runtime, payload
        draft = _still_reading(session, self.draft_id, self.reading)
        if draft is None:
            return
        draft.state = DraftState.REFUSED
        facts = {name: _plain(value) for name, value in self.refusal.facts.items()}
        draft.refusal = {"code": self.refusal.code, "facts": facts}
        touch(draft)
        session.execute(delete(DraftFile).where(DraftFile.draft_id == draft.id))
        audit.record(
            *(session, SYSTEM, "documents.refuse_draft", KIND, str(draft.id)),
            facts={"code": self.refusal.code},
        )


@dataclass(frozen=True, slots=True)
class _Keep:
    """Writes down what was read: from now on it waits for a person."""

    draft_id: UUID
    reading: int
    read: _Reading

    def __call__(self, session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> None:
        del runtime, payload
        draft = _still_reading(session, self.draft_id, self.reading)
        if draft is None:
            return
        document = self.read.document
        draft.state, draft.found = DraftState.READY, found_of(document)
        stated = document.metadata.relations[:MOST_RELATIONS]
        draft.relations = relations_written(map(KnownRelation, stated))
        touch(draft)
        session.add(
            DraftText(
                draft_id=draft.id,
                provisions=provisions_written(document.provisions),
                sheets=[
                    [sheet.page, sheet.first, sheet.last, sheet.text]
                    for sheet in sheets_of(document)
                ],
                unresolved=self.read.unresolved,
            )
        )


def _still_reading(session: Session, draft_id: UUID, reading: int) -> DocumentDraft | None:
    """The draft, when nobody discarded it or had it read anew meanwhile."""
    try:
        draft = queries.get_draft(session, SYSTEM, draft_id, lock=True).draft
    except DraftNotFound:
        return None
    is_ours = draft.state == DraftState.READING and draft.readings == reading
    return draft if is_ours else None


def _understood(runtime: Runtime, read: ReadDocument) -> _Reading:
    with runtime.transaction(read_only=True) as session:
        library = known_documents(session, runtime.content.term_starts)
        charter = charter_among(session, _carried_out(read, library))
    citing = CitingText(issued_on=read.metadata.issued_on, keyed_to=charter)
    parts = [(part.anchor, part.text) for part in read.provisions]
    open_ = [
        [found.anchor, " ".join(found.citation.text.split()), found.note]
        for found in mentions_in(parts, library, citing)
        if found.resolution.document_id is None and not found.citation.self_reference
    ]
    return _Reading(read, open_[:_MOST_UNRESOLVED])


def _carried_out(read: ReadDocument, library: Library) -> set[str]:
    """The documents that this one carries out, as far as the library holds them."""
    acting = (RelationKind.IMPLEMENTS, RelationKind.GUIDES)
    stated = [one.citation for one in read.metadata.relations if one.kind in acting]
    citing = CitingText(issued_on=read.metadata.issued_on)
    meant = (resolve_citations([one], library, citing)[0].document_id for one in stated)
    return {id_ for id_ in meant if id_ is not None}


@contextmanager
def _file_at(content: bytes, name: str, runtime: Runtime) -> Iterator[Path]:
    """A file of `content`, with the extension of `name`, gone when the block ends."""
    folder = runtime.settings.var_folder
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder) as made:
        path = Path(made) / f"document{PurePath(name).suffix.lower()}"
        path.write_bytes(content)
        yield path


def _plain(value: object) -> str | int | float | None:
    return value if isinstance(value, str | int | float | None) else str(value)


def link(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """Texts that waited for a document that arrived are joined to it, some at a time."""
    take_turn(session)
    arrived = payload["document_id"]
    after = link_some(session, runtime.content.term_starts, {arrived}, payload["after"])
    return None if after is None else Again(payload={"document_id": arrived, "after": after})


def sweep(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """Drafts that nobody touched for long are gone, and what a killed process left in a folder."""
    kept = timedelta(days=runtime.content.drafts(clock.today()).keep_days)
    before = datetime.fromisoformat(payload["slot"]) - kept
    query = select(DocumentDraft.id).where(DocumentDraft.changed_at < before).limit(_PIECE)
    ids = session.scalars(query).all()
    # Asked again: somebody may have gone on with one just now.
    untouched = DocumentDraft.id.in_(ids), DocumentDraft.changed_at < before
    session.execute(delete(DocumentDraft).where(*untouched))
    _sweep_folder(runtime.settings.var_folder)
    return Again() if len(ids) == _PIECE else None


def _sweep_folder(folder: Path) -> None:
    oldest = (clock.now() - _LEFT_BEHIND).timestamp()
    for path in folder.glob(f"{_PREFIX}*"):
        if path.lstat().st_mtime < oldest:
            shutil.rmtree(path, ignore_errors=True)


JOBS: Handlers = {READ: Prepared(read_draft, takes=_TAKES), LINK: link, SWEEP: sweep}

SLOTS = (Slot("sweep_drafts", Every.DAILY, SWEEP, hour=3),)
