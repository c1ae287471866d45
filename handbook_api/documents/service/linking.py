"""Citations and stated relations, joined to the documents they mean."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from handbook_api.core.identity import SYSTEM, Audience
from handbook_api.documents import queries
from handbook_api.documents.models import CitationRow, Document, DocumentVersion, Relation
from handbook_api.documents.reading.metadata import StatedRelation
from handbook_api.documents.service.changes import record_changes
from handbook_api.documents.service.known import charter_behind, known_documents
from handbook_api.documents.vocabulary import Certainty, RelationKind
from search_index.citations import Citation, find_citations
from search_index.citations_resolving import CitingText, Library, Resolution, resolve_citations
from search_index.provision_steps import find_anchor

#: Stands between two provisions in the text that is searched for citations.
_GAP = "\n\n"
#: So many texts are read again in one transaction of a job.
_PIECE = 4


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
    citing = CitingText(
        issued_on=document.issued_on,
        own_id=document_id,
        keyed_to=charter_behind(session, document_id),
    )
    session.execute(delete(CitationRow).where(CitationRow.document_id == document_id))
    anchors = _Anchors(session)
    rows: dict[tuple[str, int], CitationRow] = {}
    for found in mentions_in([(one.anchor, one.text) for one in provisions], library, citing):
        row = _row(document_id, found)
        row.target_anchor = anchors.of(found.resolution, found.citation, document_id, found.anchor)
        rows.setdefault((row.anchor, row.start), row)
    session.add_all(rows.values())
    session.flush()
    open_ = [row for row in rows.values() if row.certainty == Certainty.UNRESOLVED]
    closed = [row for row in rows.values() if row.certainty != Certainty.UNRESOLVED]
    return Linked(closed, open_)


@dataclass(frozen=True, slots=True)
class FoundMention:
    """One mention of a document in a text. offset: where the provision at `anchor` begins in
    the text that the citation's own offsets are into."""

    anchor: str
    offset: int
    citation: Citation
    resolution: Resolution

    @property
    def note(self) -> str | None:
        """Why it leads nowhere, or what did not fit, as a code."""
        wrong = [f"wrong_{mismatch.what}" for mismatch in self.resolution.mismatches]
        return wrong[0] if wrong else self.resolution.reason


def mentions_in(
    provisions: Sequence[tuple[str, str]], library: Library, citing: CitingText
) -> Iterator[FoundMention]:
    """Yield every mention in the provisions (anchor, text) of one document, in their order.

    citing: what is known of the document; its text is filled in here.
    """
    text, starts = _joined([words for _, words in provisions])
    citations = find_citations(text)
    resolutions = resolve_citations(citations, library, replace(citing, text=text))
    for citation, resolution in zip(citations, resolutions, strict=True):
        place = bisect_right(starts, citation.start) - 1
        yield FoundMention(provisions[place][0], starts[place], citation, resolution)


def link_open(session: Session, terms: Mapping[int, date], arrived: Collection[str]) -> int:
    """What waited for the documents that arrived is joined to them; returns how much was.

    Read again are texts with unresolved citations, texts that cite one of `arrived` (its
    provisions may be new), and stated relations whose document was missing. Every text that
    changed has a change recorded.
    """
    library = known_documents(session, terms)
    touched = _settle_mentions(session, library)
    found = len(touched)
    for document_id in _waiting(session, arrived):
        is_changed, joined = _link_again(session, document_id, library)
        found += joined
        if is_changed:
            touched.add(document_id)
    record_changes(session, touched)
    return found


def link_some(
    session: Session, terms: Mapping[int, date], arrived: Collection[str], after: str
) -> str | None:
    """As `link_open`, a piece at a time; return where the next piece begins, None at the end.

    after: “” at the beginning.
    """
    library = known_documents(session, terms)
    touched = set() if after else _settle_mentions(session, library)
    waiting = [id_ for id_ in _waiting(session, arrived) if id_ > after]
    touched |= {id_ for id_ in waiting[:_PIECE] if _link_again(session, id_, library)[0]}
    record_changes(session, touched)
    return waiting[_PIECE - 1] if len(waiting) > _PIECE else None


def _link_again(session: Session, document_id: str, library: Library) -> tuple[bool, int]:
    """Read the citations of a text once more; return whether any leads elsewhere than before,
    and how many lead somewhere new."""
    before = _links(session, document_id)
    link_citations(session, document_id, library)
    after = _links(session, document_id)
    return after != before, len(after - before)


def _waiting(session: Session, arrived: Collection[str]) -> list[str]:
    waiting = or_(CitationRow.certainty == Certainty.UNRESOLVED, CitationRow.target_id.in_(arrived))
    with_text = select(DocumentVersion.document_id)
    query = select(CitationRow.document_id).where(waiting, CitationRow.document_id.in_(with_text))
    return sorted(set(session.scalars(query)))


def _links(session: Session, document_id: str) -> set[tuple[str, int, str | None, str | None]]:
    query = select(
        CitationRow.anchor, CitationRow.start, CitationRow.target_id, CitationRow.target_anchor
    ).where(CitationRow.document_id == document_id, CitationRow.target_id.is_not(None))
    return {(row[0], row[1], row[2], row[3]) for row in session.execute(query)}


def _settle_mentions(session: Session, library: Library) -> set[str]:
    """Relations a text stated to documents we lacked become relations; returns who changed."""
    touched: set[str] = set()
    for document in session.scalars(select(Document)):
        waiting = [entry for entry in document.mentions if entry.get("origin") == "text"]
        for entry in waiting:
            citations = find_citations(entry["citation"])
            stated = [StatedRelation(entry["kind"], one, entry["citation"]) for one in citations]
            if stated and (targets := _relate(session, document, stated[:1], library, late=True)):
                document.mentions = [one for one in document.mentions if one != entry]
                touched |= {document.id, *targets}
    session.flush()
    return touched


def link_relations(
    session: Session,
    document: Document,
    stated: Sequence[StatedRelation],
    library: Library,
    *,
    confirmed: bool = False,
) -> set[str]:
    """What the text says the document does to others is stored; returns every other concerned.

    confirmed: a person saw which documents are meant, and that it is so.

    What an earlier text said is forgotten first. A relation that an officer entered stays as
    entered. One whose document the library does not hold is kept among the mentions.
    """
    said_before = select(Relation).where(
        Relation.source_id == document.id, Relation.origin == "text"
    )
    touched = set()
    for row in session.scalars(said_before):
        touched.add(row.target_id)
        session.delete(row)
    session.flush()
    document.mentions = [one for one in document.mentions if one.get("origin") != "text"]
    for relation in stated:
        targets = _relate(session, document, [relation], library, confirmed=confirmed)
        if not targets:
            _mention(document, relation)
        touched |= targets
    session.flush()
    return touched


def _relate(
    session: Session,
    document: Document,
    stated: Sequence[StatedRelation],
    library: Library,
    *,
    confirmed: bool = False,
    late: bool = False,
) -> set[str]:
    """Store what can be resolved of `stated`; return the documents it concerns.

    late: nobody who might be asked is there. What one organisation's own paper says then acts on
    nothing that others read.
    """
    citing = CitingText(issued_on=document.issued_on, own_id=document.id)
    resolutions = resolve_citations([relation.citation for relation in stated], library, citing)
    kept = {
        (row.kind, row.target_id)
        for row in session.scalars(select(Relation).where(Relation.source_id == document.id))
    }
    found = set()
    for relation, resolution in zip(stated, resolutions, strict=True):
        target = resolution.document_id
        if target is None or target == document.id:
            continue
        acts = relation.kind in (RelationKind.REPLACES, RelationKind.AMENDS)
        if late and acts and not _stays_inside(document, session.get_one(Document, target)):
            continue
        found.add(target)
        if (relation.kind, target) not in kept:
            kept.add((relation.kind, target))
            certain = confirmed or resolution.certainty == Certainty.EXACT
            session.add(_relation(document, relation, target, certain=certain))
    session.flush()
    return found


def _stays_inside(document: Document, target: Document) -> bool:
    """Whether the readers of `target` are told of it by a document that is theirs too."""
    if document.audience != Audience.ORGANISATION:
        return True
    here, there = document.audience_path, target.audience_path
    is_own = target.audience == Audience.ORGANISATION
    return is_own and here is not None and there is not None and there.startswith(here)


def _relation(
    document: Document, stated: StatedRelation, target: str, *, certain: bool
) -> Relation:
    return Relation(
        source_id=document.id,
        kind=stated.kind,
        target_id=target,
        certain=certain,
        since=document.effective_on or document.issued_on,
        origin="text",
        evidence=stated.sentence,
    )


def _mention(document: Document, stated: StatedRelation) -> None:
    entry = {
        "kind": stated.kind,
        "citation": " ".join(stated.citation.text.split()),
        "certain": True,
        "origin": "text",
    }
    if entry not in document.mentions:
        document.mentions = [*document.mentions, entry]


def _joined(texts: Iterable[str]) -> tuple[str, list[int]]:
    """One text, and where each part begins in it."""
    starts, parts, length = [], [], 0
    for text in texts:
        starts.append(length)
        parts.append(text)
        length += len(text) + len(_GAP)
    return _GAP.join(parts), starts


def _row(document_id: str, found: FoundMention) -> CitationRow:
    citation, resolution = found.citation, found.resolution
    return CitationRow(
        document_id=document_id,
        anchor=found.anchor,
        start=citation.start - found.offset,
        end=citation.end - found.offset,
        text=citation.text,
        certainty=resolution.certainty or Certainty.UNRESOLVED,
        target_id=resolution.document_id,
        candidates=list(resolution.candidates),
        note=found.note,
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
