"""Citations and stated relations, joined to the documents they mean."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handbook_api.core.identity import SYSTEM
from handbook_api.documents import queries
from handbook_api.documents.models import CitationRow, Document, DocumentVersion, Relation
from handbook_api.documents.reading.metadata import StatedRelation
from handbook_api.documents.service.known import charter_behind, known_documents
from handbook_api.documents.vocabulary import Certainty
from search_index.citations import Citation, find_citations
from search_index.citations_resolving import CitingText, Library, Resolution, resolve_citations
from search_index.provision_steps import find_anchor

#: Stands between two provisions in the text that is searched for citations.
_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Linked:
    """The citations of one document, by whether they lead somewhere."""

    resolved: Sequence[CitationRow]
    unresolved: Sequence[CitationRow]


def link_citations(session: Session, document_id: str, library: Library) -> Linked:
    """Every citation in the document's current text is stored with what it means.

    What cannot be resolved is kept as unresolved, with the reason.
    """
    document = session.get_one(Document, document_id)
    provisions = queries.provisions_of(session, SYSTEM, document_id)
    text, starts = _joined([provision.text for provision in provisions])
    citing = CitingText(
        text=text,
        issued_on=document.issued_on,
        own_id=document_id,
        keyed_to=charter_behind(session, document_id),
    )
    citations = find_citations(text)
    resolutions = resolve_citations(citations, library, citing)
    session.execute(delete(CitationRow).where(CitationRow.document_id == document_id))
    anchors = _Anchors(session)
    rows: dict[tuple[str, int], CitationRow] = {}
    for citation, resolution in zip(citations, resolutions, strict=True):
        place = bisect_right(starts, citation.start) - 1
        here, offset = provisions[place].anchor, starts[place]
        row = _row(document_id, citation, resolution, (here, offset))
        row.target_anchor = anchors.of(resolution, citation, document_id, here)
        rows.setdefault((row.anchor, row.start), row)
    session.add_all(rows.values())
    session.flush()
    open_ = [row for row in rows.values() if row.certainty == Certainty.UNRESOLVED]
    closed = [row for row in rows.values() if row.certainty != Certainty.UNRESOLVED]
    return Linked(closed, open_)


def link_open_citations(session: Session, terms: Mapping[int, date]) -> int:
    """Texts with unresolved citations are read again; returns how many citations found a home."""
    waiting = select(CitationRow.document_id).where(CitationRow.certainty == Certainty.UNRESOLVED)
    ids = session.scalars(waiting.distinct()).all()
    with_text = session.scalars(select(DocumentVersion.document_id).distinct()).all()
    library = known_documents(session, terms)
    found = 0
    for document_id in sorted(set(ids) & set(with_text)):
        before = _count_open(session, document_id)
        link_citations(session, document_id, library)
        found += before - _count_open(session, document_id)
    return found


def link_relations(
    session: Session, document: Document, stated: Sequence[StatedRelation], library: Library
) -> set[str]:
    """What the text says the document does to others is stored; returns those others.

    A relation that an officer already entered stays as entered. One whose document the library
    does not hold is kept among the document's mentions.
    """
    citing = CitingText(issued_on=document.issued_on, own_id=document.id)
    resolutions = resolve_citations([relation.citation for relation in stated], library, citing)
    kept = {
        (row.kind, row.target_id)
        for row in session.scalars(select(Relation).where(Relation.source_id == document.id))
    }
    touched = set()
    for relation, resolution in zip(stated, resolutions, strict=True):
        target = resolution.document_id
        if target is None or target == document.id:
            _mention(document, relation)
        elif (relation.kind, target) not in kept:
            kept.add((relation.kind, target))
            session.add(_relation(document, relation, target, resolution))
            touched.add(target)
    session.flush()
    return touched


def _relation(
    document: Document, stated: StatedRelation, target: str, resolution: Resolution
) -> Relation:
    return Relation(
        source_id=document.id,
        kind=stated.kind,
        target_id=target,
        certain=resolution.certainty == Certainty.EXACT,
        since=document.effective_on or document.issued_on,
        origin="text",
        evidence=stated.sentence,
    )


def _mention(document: Document, stated: StatedRelation) -> None:
    entry = {"kind": stated.kind, "citation": " ".join(stated.citation.text.split())}
    if not any({**known, **entry} == known for known in document.mentions):
        document.mentions = [*document.mentions, {**entry, "certain": True}]


def _joined(texts: Iterable[str]) -> tuple[str, list[int]]:
    """One text, and where each part begins in it."""
    starts, parts, length = [], [], 0
    for text in texts:
        starts.append(length)
        parts.append(text)
        length += len(text) + len(_GAP)
    return _GAP.join(parts), starts


def _row(
    document_id: str, citation: Citation, resolution: Resolution, place: tuple[str, int]
) -> CitationRow:
    here, offset = place
    wrong = [f"wrong_{mismatch.what}" for mismatch in resolution.mismatches]
    return CitationRow(
        document_id=document_id,
        anchor=here,
        start=citation.start - offset,
        end=citation.end - offset,
        text=citation.text,
        certainty=resolution.certainty or Certainty.UNRESOLVED,
        target_id=resolution.document_id,
        candidates=list(resolution.candidates),
        note=wrong[0] if wrong else resolution.reason,
    )


class _Anchors:
    """The anchors of cited documents, read once each."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, frozenset[str]] = {}

    def of(
        self, resolution: Resolution, citation: Citation, citing_id: str, here: str
    ) -> str | None:
        """Return the cited provision's anchor, None when it names none or we do not hold it."""
        target = resolution.document_id
        if target is None or not citation.provision:
            return None
        if target not in self._known:
            provisions = queries.provisions_of(self._session, SYSTEM, target)
            self._known[target] = frozenset(provision.anchor for provision in provisions)
        speaker = here if target == citing_id else None
        return find_anchor(citation.provision, self._known[target], speaker)


def _count_open(session: Session, document_id: str) -> int:
    query = select(CitationRow.id).where(
        CitationRow.document_id == document_id, CitationRow.certainty == Certainty.UNRESOLVED
    )
    return len(session.scalars(query).all())
