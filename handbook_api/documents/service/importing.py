"""Carry out a planned import, whole or not at all."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.identity import SYSTEM
from handbook_api.documents import queries
from handbook_api.documents.models import (
    Document,
    DocumentFile,
    DocumentVersion,
    Provision,
)
from handbook_api.documents.reading.reader import ReadDocument
from handbook_api.documents.reading.structure import ProvisionText
from handbook_api.documents.service.changes import record_changes, take_turn
from handbook_api.documents.service.known import known_documents
from handbook_api.documents.service.linking import Linked, link_citations, link_relations
from handbook_api.documents.service.planning import ImportPlan, Overrides, plan_import
from handbook_api.documents.vocabulary import Precision
from handbook_api.organisations.service import take_tree
from search_index.citations_resolving import Library


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did. version: the number now read; `changed` is False when the text was
    already here, word for word."""

    document_id: str
    version: int
    changed: bool
    provisions: int
    linked: Linked


def carry_out(session: Session, plan: ImportPlan) -> ImportOutcome:
    """The document holds the planned text as its current version afterwards.

    A text that reads the same as the current one makes no new version; what a person said of
    the document counts all the same.
    """
    document, described = _document(session, plan)
    text_hash = _text_hash(plan)
    current = queries.find_version(session, SYSTEM, document.id)
    if current is not None and current.text_sha256 == text_hash:
        return _described_anew(session, plan, document, current.number, changed=described)
    version = _version(session, plan, document, (current.number if current else 0) + 1, text_hash)
    session.add_all(_provisions(version, plan.read.provisions))
    session.flush()  # citations refer to the provisions
    library = known_documents(session, plan.terms)
    touched = _relate(session, document, plan, library)
    linked = link_citations(session, document.id, library)
    record_changes(session, {document.id, *touched})
    return ImportOutcome(document.id, version.number, True, len(plan.read.provisions), linked)


def import_document(
    session: Session, read: ReadDocument, overrides: Overrides, terms: Mapping[int, date]
) -> ImportOutcome:
    """The library holds what was read, as by a plan made now that nobody else writes to it.

    An earlier file of the same command, or somebody else, may have brought the document since
    the plan that a person looked at. Raises what plan_import raises.
    """
    if overrides.organisation_id is not None:
        take_tree(session)  # before the library, as when an organisation moves
    take_turn(session)
    return carry_out(session, plan_import(session, read, overrides, terms))


def _described_anew(
    session: Session, plan: ImportPlan, document: Document, version: int, *, changed: bool
) -> ImportOutcome:
    """What a person said counts although the text is already here, word for word."""
    touched: set[str] = set()
    if plan.overrides.relations is not None:
        touched = _relate(session, document, plan, known_documents(session, plan.terms))
    if changed or touched:
        record_changes(session, {document.id, *touched})
    return ImportOutcome(document.id, version, False, len(plan.read.provisions), Linked((), ()))


def _relate(session: Session, document: Document, plan: ImportPlan, library: Library) -> set[str]:
    confirmed = plan.overrides.relations is not None
    return link_relations(session, document, plan.relations, library, confirmed=confirmed)


def _document(session: Session, plan: ImportPlan) -> tuple[Document, bool]:
    """Return the document, and whether anything about it but its text changed."""
    document = session.get(Document, plan.document_id)
    if document is None:
        document = _new_document(plan)
        session.add(document)
        session.flush()
        return document, True
    said = plan.overrides
    if document.content_hash is None:
        document.kind = said.kind or document.kind
        document.title = said.title or document.title
        document.audience = plan.audience
        document.effective_on = said.effective_on or document.effective_on
    if said.audience is not None:
        document.audience_path = plan.audience_path
    document.effective_on = document.effective_on or plan.effective_on
    document.signer = said.signer or document.signer or plan.signer
    document.place = document.place or plan.place
    changed = session.is_modified(document)
    if changed:
        document.updated_at = clock.now()
    session.flush()
    return document, changed


def _new_document(plan: ImportPlan) -> Document:
    """A document without an officers' entry is described by its own text."""
    now = clock.now()
    return Document(
        id=plan.document_id,
        kind=plan.kind,
        symbol=plan.symbol,
        symbol_key=plan.symbol_key,
        issuer_code=plan.issuer,
        issued_on=plan.issued_on,
        issued_precision=Precision.DAY,
        sort_date=plan.issued_on or date.min,
        effective_on=plan.effective_on,
        signer=plan.signer,
        place=plan.place,
        title=plan.title,
        audience=plan.audience,
        audience_path=plan.audience_path,
        aliases=[],
        plenums=[],
        sources=[],
        mentions=[],
        created_at=now,
        updated_at=now,
    )


def _text_hash(plan: ImportPlan) -> str:
    said: list[Any] = [
        [part.anchor, part.kind, part.number, part.heading, part.text]
        for part in plan.read.provisions
    ]
    return hashlib.sha256(orjson.dumps(said)).hexdigest()


def _version(
    session: Session, plan: ImportPlan, document: Document, number: int, text_hash: str
) -> DocumentVersion:
    read = plan.read
    if (
        session.scalar(select(DocumentFile.sha256).where(DocumentFile.sha256 == read.sha256))
        is None
    ):
        session.add(DocumentFile(sha256=read.sha256, content=read.content, size=len(read.content)))
        session.flush()
    version = DocumentVersion(
        document_id=document.id,
        number=number,
        file_sha256=read.sha256,
        file_name=read.file_name,
        media_type=read.media_type,
        format=read.format,
        encoding=read.encoding,
        pages=read.pages,
        text_sha256=text_hash,
        imported_at=clock.now(),
    )
    session.add(version)
    session.flush()
    return version


def _provisions(version: DocumentVersion, parts: Sequence[ProvisionText]) -> list[Provision]:
    paths: dict[str, list[list[str]]] = {}
    rows = []
    for position, part in enumerate(parts):
        above = paths[part.parent] if part.parent else []
        paths[part.anchor] = [*above, [part.anchor, part.number, part.heading]]
        rows.append(
            Provision(
                version_id=version.id,
                position=position,
                anchor=part.anchor,
                parent_anchor=part.parent,
                kind=part.kind,
                number=part.number,
                heading=part.heading,
                text=part.text,
                page=part.page,
                path=above,
            )
        )
    return rows
