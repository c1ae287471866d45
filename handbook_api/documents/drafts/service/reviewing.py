"""What taking a draft over would do: what it is, what it changes, what stands in the way."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import SYSTEM, Audience, Identity
from handbook_api.core.policy import Refused, Subject
from handbook_api.documents import queries as library_queries
from handbook_api.documents.drafts import problems, queries
from handbook_api.documents.drafts.contents import (
    DESCRIBED,
    KnownRelation,
    described,
    metadata_of,
    provisions_of,
    relations_of,
)
from handbook_api.documents.drafts.errors import NotReady
from handbook_api.documents.drafts.models import DraftState, DraftText
from handbook_api.documents.drafts.policy import POLICY, DraftAct
from handbook_api.documents.drafts.problems import Problem
from handbook_api.documents.drafts.queries import DraftRow
from handbook_api.documents.models import Document
from handbook_api.documents.queries import DocumentAt
from handbook_api.documents.reading.metadata import Metadata
from handbook_api.documents.reading.reader import ReadDocument
from handbook_api.documents.reading.structure import ProvisionText
from handbook_api.documents.service import ImportPlan, Overrides, find_issuer, plan_import
from handbook_api.documents.service.known import known_documents
from handbook_api.documents.vocabulary import Certainty, RelationKind
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.models import Organisation
from search_index.citations_resolving import CitingText, Library, resolve_citations

#: What changes whether another document is in force.
_ACTING = (RelationKind.REPLACES, RelationKind.AMENDS)


@dataclass(frozen=True, slots=True)
class RelationAt:
    """A relation, and the document it means, as the viewer sees the library. place: from 0.

    meant_id: that document, seen or not: what taking over acts upon.
    is_exact: the words fit that document in everything. note: why they fit none, as a code.
    """

    place: int
    known: KnownRelation
    meant_id: str | None
    target: DocumentAt | None
    is_exact: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to another document's validity, from a day on (None: nobody knows which)."""

    kind: str
    target: DocumentAt
    since: date | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How a text differs from the one that people read now: numbers of provisions."""

    added: int
    changed: int
    removed: int

    @property
    def is_none(self) -> bool:
        """Whether it is the same, word for word."""
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Review:
    """A draft as a person looks it through.

    plan: what would be written; None when something stands in the way (a blocking problem).
    existing: the document that would get the text. difference: from its text, if it has one.
    revision: changes whenever taking it over would do something else.
    """

    row: DraftRow
    text: DraftText
    said: Metadata
    #: The code of the issuer that `said` names; None when it is none we know.
    issuer: str | None
    #: Who will read it: as a person said, else as the library has it; and whose own it is.
    audience: str
    organisation: Organisation | None
    relations: Sequence[RelationAt]
    problems: Sequence[Problem]
    plan: ImportPlan | None
    existing: DocumentAt | None
    difference: Difference | None
    effects: Sequence[Effect]
    same_file: Sequence[Document]
    revision: str
    #: Why the viewer may not take it over; None when he may.
    forbidden: Refused | None = field(default=None)

    @property
    def unanswered(self) -> int:
        """Of how many relations nobody has said whether they are so."""
        return sum(one.known.answer is None for one in self.relations)

    @property
    def blocked(self) -> bool:
        """Whether something has to be mended first."""
        return any(problem.blocks for problem in self.problems)


def review(session: Session, viewer: Identity, content: Content, draft_id: UUID) -> Review:
    """Return what there is to look at, and what taking it over would do. Nothing is written.

    Raises DraftNotFound, Forbidden, SecondFactorNeeded; NotReady while there is nothing to see.
    """
    row = queries.get_draft(session, viewer, draft_id)
    POLICY.require(viewer, DraftAct.IMPORT, Subject(row.organisation.path))
    if row.draft.state != DraftState.READY:
        raise NotReady
    text = queries.text_of(session, viewer, draft_id)
    parts = provisions_of(text.provisions)
    plan, refused = _plan(session, content, row, parts)
    library = known_documents(session, content.term_starts)
    found = row.draft.found or {}
    said = described(found, row.draft.said)
    relations = _relations(session, viewer, row, said, library, plan)
    existing, forbidden = _readers(session, viewer, plan, _ended(relations))
    listed = _problems(found, said, parts, refused)
    effects = _effects(relations, plan)
    audience, organisation = _audience(session, viewer, row, plan)
    return Review(
        row=row,
        text=text,
        said=said,
        issuer=find_issuer(session, said.issuer) if said.issuer else None,
        audience=audience,
        organisation=organisation,
        relations=relations,
        problems=sorted(listed, key=lambda one: not one.blocks),
        plan=plan,
        existing=existing,
        difference=_difference(session, viewer, existing, parts),
        effects=effects,
        same_file=queries.documents_of_file(session, viewer, row.draft.file_sha256),
        revision=_revision(row, plan, relations, _version_read(session, plan)),
        forbidden=forbidden,
    )


def read_document(
    row: DraftRow, parts: Sequence[ProvisionText], content: bytes = b""
) -> ReadDocument:
    """Return what was read of the file, as a person described it."""
    found = row.draft.found or {}
    return ReadDocument(
        file_name=row.draft.file_name,
        content=content,
        sha256=row.draft.file_sha256,
        format=found["format"],
        encoding=found["encoding"],
        pages=found["pages"],
        pages_without_text=found["pages_without_text"],
        metadata=described(found, row.draft.said),
        provisions=parts,
    )


def overrides_of(row: DraftRow) -> Overrides:
    """Return what a person said otherwise than the text does, and confirmed."""
    found, said = row.draft.found or {}, row.draft.said
    own, now = metadata_of(found), described(found, said)
    other: dict[str, Any] = {
        name: getattr(now, name)
        for name in DESCRIBED
        if _tidy(getattr(now, name)) != _tidy(getattr(own, name))
    }
    organisation = said.get("organisation_id")
    confirmed = [one.stated for one in relations_of(row.draft.relations) if one.answer]
    return Overrides(
        **other,
        audience=said.get("audience"),
        organisation_id=UUID(organisation) if organisation else None,
        separate=bool(said.get("separate")),
        relations=confirmed,
    )


def _tidy(value: Any) -> Any:
    """Spaces and line breaks that a form or a file put there are no other words."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _plan(
    session: Session, content: Content, row: DraftRow, parts: Sequence[ProvisionText]
) -> tuple[ImportPlan | None, HandbookError | None]:
    """What would be written, or why nothing would."""
    read, overrides = read_document(row, parts), overrides_of(row)
    try:
        return plan_import(session, read, overrides, content.term_starts), None
    except HandbookError as refusal:
        return None, refusal


def _problems(
    found: Mapping[str, Any],
    said: Metadata,
    parts: Sequence[ProvisionText],
    refused: HandbookError | None,
) -> list[Problem]:
    listed = [
        *problems.of_description(said),
        *problems.of_pages(found["pages_without_text"]),
        *problems.of_text(parts),
    ]
    if refused is not None and not any(one.blocks for one in listed):
        listed.append(Problem(refused.code, refused.facts, blocks=True))
    return listed


def _relations(
    session: Session,
    viewer: Identity,
    row: DraftRow,
    said: Metadata,
    library: Library,
    plan: ImportPlan | None,
) -> list[RelationAt]:
    known = relations_of(row.draft.relations)
    citing = CitingText(
        issued_on=said.issued_on, own_id=plan.document_id if plan else f"draft:{row.draft.id}"
    )
    # One by one, as they are stored: none helps to tell another apart.
    meant = [resolve_citations([one.stated.citation], library, citing)[0] for one in known]
    ids = {one.document_id for one in meant if one.document_id is not None}
    seen = {
        at.document.id: at
        for at in library_queries.documents_by_id(session, viewer, sorted(ids), clock.today())
    }
    return [
        RelationAt(
            place=place,
            known=one,
            meant_id=resolution.document_id,
            target=seen.get(resolution.document_id or ""),
            is_exact=resolution.certainty == Certainty.EXACT,
            # A document that may not be seen looks like one that the library does not hold.
            note=resolution.reason if resolution.document_id is None else "unknown",
        )
        for place, (one, resolution) in enumerate(zip(known, meant, strict=True))
    ]


def _audience(
    session: Session, viewer: Identity, row: DraftRow, plan: ImportPlan | None
) -> tuple[str, Organisation | None]:
    """Who will read it, and inside which organisation, as far as the viewer sees that."""
    said = row.draft.said
    if plan is not None:
        path = plan.audience_path
        return plan.audience, queries.organisation_at(session, viewer, path) if path else None
    own = UUID(said["organisation_id"]) if said.get("organisation_id") else None
    found = organisations.organisations_by_id(session, viewer, [own] if own else [])
    return said.get("audience", Audience.PUBLIC), found.get(own) if own else None


def _readers(
    session: Session, viewer: Identity, plan: ImportPlan | None, ended: Collection[str]
) -> tuple[DocumentAt | None, Refused | None]:
    """The document that gets the text, if the viewer sees it; and why he may not give it one.

    ended: documents that are told to be in force no longer, or otherwise: their readers count too.
    """
    if plan is None:
        return None, None
    readers = {_subject(plan.audience, plan.audience_path)}
    for row in session.execute(
        select(Document.audience, Document.audience_path).where(Document.id.in_(ended))
    ):
        readers.add(_subject(row[0], row[1]))
    existing = None
    if plan.existing is not None:
        held = session.get_one(Document, plan.existing)
        readers.add(_subject(held.audience, held.audience_path))
        seen = library_queries.documents_by_id(session, viewer, [held.id], clock.today())
        existing = seen[0] if seen else None
    for subject in readers:
        try:
            POLICY.require(viewer, DraftAct.TAKE_OVER, subject)
        except Refused as refusal:
            return existing, refusal
    return existing, None


def _ended(relations: Sequence[RelationAt]) -> Collection[str]:
    """The documents whose validity changes, those that the viewer does not see among them."""
    return {
        one.meant_id
        for one in relations
        if one.meant_id and one.known.answer and one.known.stated.kind in _ACTING
    }


def _subject(audience: str, path: str | None) -> Subject:
    return Subject(path if audience == Audience.ORGANISATION else None)


def _effects(relations: Sequence[RelationAt], plan: ImportPlan | None) -> list[Effect]:
    since = (plan.effective_on or plan.issued_on) if plan else None
    return [
        Effect(one.known.stated.kind, one.target, since)
        for one in relations
        if one.known.answer and one.target is not None and one.known.stated.kind in _ACTING
    ]


def _difference(
    session: Session,
    viewer: Identity,
    existing: DocumentAt | None,
    parts: Sequence[ProvisionText],
) -> Difference | None:
    if existing is None:
        return None
    held = library_queries.provisions_of(session, viewer, existing.document.id)
    if not held:
        return None
    before = {one.anchor: (one.number, one.heading, one.text) for one in held}
    now = {one.anchor: (one.number, one.heading, one.text) for one in parts}
    both = before.keys() & now.keys()
    return Difference(
        added=len(now.keys() - before.keys()),
        changed=sum(before[anchor] != now[anchor] for anchor in both),
        removed=len(before.keys() - now.keys()),
    )


def _version_read(session: Session, plan: ImportPlan | None) -> int | None:
    """The version that the document's readers have before their eyes."""
    if plan is None or plan.existing is None:
        return None
    found = library_queries.find_version(session, SYSTEM, plan.existing)
    return found.number if found else None


def _revision(
    row: DraftRow, plan: ImportPlan | None, relations: Sequence[RelationAt], version: int | None
) -> str:
    said = [
        row.draft.version,
        plan and [plan.document_id, plan.existing, plan.audience, plan.audience_path],
        version,
        [[one.place, one.meant_id] for one in relations],
    ]
    return hashlib.sha256(orjson.dumps(said)).hexdigest()[:16]
