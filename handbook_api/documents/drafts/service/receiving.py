"""A file comes in, is given to a worker, and may be thrown away."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Audience, Grant, Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.db.jobs import enqueue
from handbook_api.documents.drafts import queries
from handbook_api.documents.drafts.errors import NothingToReadAgain, NotReady, TooManyDrafts
from handbook_api.documents.drafts.models import DocumentDraft, DraftFile, DraftState
from handbook_api.documents.drafts.policy import IMPORTING, POLICY, DraftAct, serves_at_top
from handbook_api.documents.errors import MarkedSecret
from handbook_api.documents.reading.secrecy import secrecy_mark_in_name
from handbook_api.gateways.text_extraction.errors import FileEmpty
from search_index.vietnamese.normalise import nfc

#: What a draft is called in the audit log.
KIND = "document_draft"
#: The job that reads a file.
READ = "documents.read_draft"

_LONGEST_NAME = 200
_LONGEST_SUFFIX = 10
_NAMELESS = "van-ban"


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it was sent. name: as its owner calls it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Received:
    """A draft; is_new: False when the same file was being brought in already."""

    draft: DocumentDraft
    is_new: bool


def may_import(actor: Identity) -> None:
    """Return when `actor` brings documents in, anywhere. Raises Forbidden, SecondFactorNeeded."""
    office = _office_of(actor)
    POLICY.require(actor, DraftAct.IMPORT, Subject(office.path if office else None))


def receive(session: Session, actor: Identity, content: Content, file: NewFile) -> Received:
    """The file is kept and a worker is to read it; the same file twice is one draft.

    Raises Forbidden, SecondFactorNeeded, FileEmpty, TooManyDrafts; MarkedSecret where the name
    says so: then nothing was kept.
    """
    may_import(actor)
    office = _office_of(actor)
    if office is None or office.organisation_id is None:
        raise LookupError("who may import serves in an organisation")
    name = tidy_name(file.name)
    # As it was sent, too: what is tidied or cut away may be the mark.
    if mark := secrecy_mark_in_name(name) or secrecy_mark_in_name(file.name):
        raise MarkedSecret(file=name, mark=mark)
    if not file.content:
        raise FileEmpty(name=name)
    sha256 = hashlib.sha256(file.content).hexdigest()
    queries.take_turn(session, actor, office.organisation_id)
    known = queries.find_open_of_file(session, actor, office.organisation_id, sha256)
    if known is not None:
        return Received(known.draft, is_new=False)
    most = content.drafts(clock.today()).most_open
    if queries.count_open(session, actor, office.organisation_id) >= most:
        raise TooManyDrafts(most=most)
    draft = _new_draft(actor, office.organisation_id, name, file.content)
    session.add(draft)
    session.flush()
    session.add(DraftFile(draft_id=draft.id, content=file.content))
    _give_to_a_worker(session, draft)
    facts: dict[str, audit.Fact] = {"sha256": sha256, "size": draft.size}
    audit.record(
        session, actor, DraftAct.IMPORT, KIND, str(draft.id), path=office.path, facts=facts
    )
    session.flush()
    return Received(draft, is_new=True)


def read_again(session: Session, actor: Identity, draft_id: UUID) -> DocumentDraft:
    """A worker is to read the file once more. Raises DraftNotFound, NothingToReadAgain."""
    row = queries.get_draft(session, actor, draft_id, lock=True)
    POLICY.require(actor, DraftAct.IMPORT, Subject(row.organisation.path))
    draft = row.draft
    reading = queries.reading_of(session, actor, draft)
    if draft.state != DraftState.READING or not queries.is_stuck(reading):
        raise NothingToReadAgain
    draft.readings += 1
    touch(draft)
    _give_to_a_worker(session, draft)
    return draft


def discard(session: Session, actor: Identity, draft_id: UUID) -> None:
    """Nothing of the draft is left. Raises DraftNotFound; NotReady when it is in the library."""
    row = queries.get_draft(session, actor, draft_id, lock=True)
    POLICY.require(actor, DraftAct.IMPORT, Subject(row.organisation.path))
    if row.draft.state == DraftState.TAKEN:
        raise NotReady
    session.delete(row.draft)
    audit.record(
        *(session, actor, "documents.discard_draft", KIND, str(draft_id)),
        path=row.organisation.path,
        facts={"sha256": row.draft.file_sha256},
    )


def touch(draft: DocumentDraft) -> None:
    """The draft was changed just now."""
    draft.changed_at = clock.now()
    draft.version += 1


def tidy_name(name: str) -> str:
    """Return what a file is called: its last part, printable, not too long, with its extension."""
    last = nfc(name).replace("\\", "/").rpartition("/")[2]
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    suffix = PurePath(printable).suffix[:_LONGEST_SUFFIX]
    stem = printable.removesuffix(suffix)[: _LONGEST_NAME - len(suffix)]
    return f"{stem or _NAMELESS}{suffix}"


def _office_of(actor: Identity) -> Grant | None:
    """The highest office in which `actor` brings documents in, asleep or not."""
    held = (*actor.grants, *actor.dormant)
    serving = [grant for grant in held if grant.role in IMPORTING and grant.organisation_id]
    return min(serving, key=lambda grant: (len(grant.path), grant.path), default=None)


def _new_draft(actor: Identity, organisation_id: UUID, name: str, content: bytes) -> DocumentDraft:
    now = clock.now()
    # Of the rest the library may know already who reads it.
    said: dict[str, Any] = {}
    if not serves_at_top(actor):
        # Whoever answers for one organisation brings in that one's own papers.
        said = {
            "audience": Audience.ORGANISATION.value,
            "organisation_id": str(organisation_id),
        }
    return DocumentDraft(
        id=uuid4(),
        organisation_id=organisation_id,
        by_account_id=actor.account_id,
        state=DraftState.READING,
        at=now,
        changed_at=now,
        version=1,
        file_name=name,
        file_sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        readings=1,
        said=said,
        relations=[],
    )


def _give_to_a_worker(session: Session, draft: DocumentDraft) -> None:
    payload: dict[str, str | int | None] = {"draft_id": str(draft.id), "reading": draft.readings}
    key = queries.reading_key(draft.id, draft.readings)
    enqueue(session, READ, payload, once_key=key)
