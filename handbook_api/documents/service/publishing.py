"""Bring the officers' catalogue (content/) into the database."""

import calendar
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content, DocumentEntry
from handbook_api.content_store import Issuer as IssuerEntry
from handbook_api.core import clock
from handbook_api.documents.models import (
    Document,
    DocumentTopic,
    DocumentVersion,
    Issuer,
    LibraryState,
    Relation,
    Topic,
)
from handbook_api.documents.service.changes import record_changes, take_turn
from handbook_api.documents.vocabulary import Precision, RelationKind
from search_index.symbols import parse_symbol

#: Shape of what publishing writes; raise it when columns are filled differently, so that
#: unchanged entries are written again.
_SHAPE = "1"

#: What changed when only the lists did.
NO_DOCUMENT = ""

_STORED = frozenset(kind.value for kind in RelationKind)


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did. `withdrawn` entries are gone from content/ and from the library."""

    written: int
    unchanged: int
    withdrawn: int
    touched: frozenset[str]


def publish(session: Session, content: Content, content_hash: str) -> Published:
    """The library says what content/ says; running it again changes nothing.

    An imported document with the same symbol, issuer and date takes the entry's data and keeps
    its text. An entry that left content/ is withdrawn unless a text was imported for it.
    """
    state = take_turn(session)
    _write_lists(session, content)
    known = {row.id: row for row in session.scalars(select(Document))}
    slugs = _ids_of_entries(content.documents, known.values())
    written = [
        entry.slug
        for entry in content.documents
        if _write_entry(session, entry, slugs, known.get(slugs[entry.slug]))
    ]
    session.flush()  # relations refer to rows that must exist
    touched = {slugs[slug] for slug in written}
    for entry in content.documents:
        if entry.slug in written:
            touched |= _write_relations(session, entry, slugs)
    withdrawn = _withdraw(session, set(slugs.values()))
    # Names of issuers and topics may have changed without any document: that is a change too.
    record_changes(session, touched | withdrawn or {NO_DOCUMENT})
    state.content_hash = content_hash
    unchanged = len(content.documents) - len(written)
    return Published(len(written), unchanged, len(withdrawn), frozenset(touched))


def published_hash(session: Session) -> str | None:
    """Return the hash of the content that was last published."""
    return session.scalar(select(LibraryState.content_hash))


def _write_lists(session: Session, content: Content) -> None:
    for entry in content.issuers:
        session.merge(_issuer(entry))
    for position, topic in enumerate(content.topics):
        session.merge(Topic(code=topic.code, name=topic.name, position=position))
    session.flush()


def _issuer(entry: IssuerEntry) -> Issuer:
    return Issuer(
        code=entry.code,
        name=entry.name,
        short_name=entry.short,
        level=entry.level,
        aliases=list(entry.aliases),
        closed_on=entry.closed_on,
        successors=list(entry.successors),
    )


def _ids_of_entries(
    entries: Iterable[DocumentEntry], known: Iterable[Document]
) -> Mapping[str, str]:
    """Map each slug to the document's id: its own, or that of a text imported before."""
    ids = {(row.symbol_key, row.issuer_code, row.issued_on): row.id for row in known}
    slugs = {}
    for entry in entries:
        key = symbol_key(entry.symbol)
        slugs[entry.slug] = (
            ids.get((key, entry.issuer, _issued(entry)[0]), entry.slug) if key else entry.slug
        )
    return slugs


def symbol_key(symbol: str) -> str:
    """Return the key of a printed symbol, “” when it has none."""
    parsed = parse_symbol(symbol) if symbol else None
    return parsed.key if parsed else symbol.lower()


def _issued(entry: DocumentEntry) -> tuple[date | None, Precision]:
    if entry.issued_on is not None:
        return entry.issued_on, Precision.DAY
    if entry.issued_in is None:
        return None, Precision.DAY
    year, _, month = entry.issued_in.partition("-")
    precision = Precision.MONTH if month else Precision.YEAR
    return date(int(year), int(month or 1), 1), precision


def _last_day(period: str | None) -> date | None:
    if period is None:
        return None
    year, _, month = period.partition("-")
    last_month = int(month or 12)
    return date(int(year), last_month, calendar.monthrange(int(year), last_month)[1])


def _hash(entry: DocumentEntry) -> str:
    plain = orjson.dumps([_SHAPE, asdict(entry)])
    return hashlib.sha256(plain).hexdigest()


def _write_entry(
    session: Session, entry: DocumentEntry, slugs: Mapping[str, str], row: Document | None
) -> bool:
    """Return whether anything was written."""
    content_hash = _hash(entry)
    if row is not None and row.content_hash == content_hash:
        return False
    now = clock.now()
    if row is None:
        row = Document(id=slugs[entry.slug], created_at=now)
        session.add(row)
    row.content_hash, row.updated_at = content_hash, now
    stated = [one for one in row.mentions or [] if one.get("origin") == "text"]
    for name, value in _columns(entry).items():
        setattr(row, name, value)
    row.mentions = [*row.mentions, *stated]
    if entry.effective_on is not None:
        row.effective_on = entry.effective_on
    _write_topics(session, row, entry.topics)
    return True


def _columns(entry: DocumentEntry) -> dict[str, Any]:
    issued_on, precision = _issued(entry)
    return {
        "kind": entry.kind,
        "symbol": entry.symbol,
        "symbol_key": symbol_key(entry.symbol),
        "issuer_code": entry.issuer,
        "issued_on": issued_on,
        "issued_precision": precision,
        "sort_date": issued_on or date.min,
        "expires_on": _last_day(entry.status.ended_in),
        "title": entry.title,
        "audience": entry.audience,
        "aliases": list(entry.aliases),
        "plenums": [[plenum.ordinal, plenum.term] for plenum in entry.plenums],
        "status_claim": entry.status.claim,
        "status_as_of": entry.status.as_of,
        "status_note": entry.status.note or None,
        "summary": entry.summary or None,
        "sources": [
            {
                "key": source.id,
                "url": source.url,
                "reference": source.reference,
                "as_of": source.as_of.isoformat(),
            }
            for source in entry.sources
        ],
        "mentions": [
            {"kind": mention.kind, "citation": mention.citation, "certain": mention.certain}
            for mention in entry.mentions
        ],
    }


def _write_topics(session: Session, row: Document, codes: Iterable[str]) -> None:
    session.execute(delete(DocumentTopic).where(DocumentTopic.document_id == row.id))
    session.flush()
    session.add_all(DocumentTopic(document_id=row.id, topic_code=code) for code in codes)


def _write_relations(session: Session, entry: DocumentEntry, slugs: Mapping[str, str]) -> set[str]:
    """Return the documents whose validity may have changed."""
    source_id = slugs[entry.slug]
    ours = select(Relation).where(Relation.source_id == source_id)
    held = {(row.kind, row.target_id): row for row in session.scalars(ours)}
    touched = {row.target_id for row in held.values()}
    written = set()
    for relation in entry.relations:
        if relation.kind not in _STORED or relation.target not in slugs:
            continue  # “cites” is found in texts; the check reports unknown targets
        key = (relation.kind, slugs[relation.target])
        row = held.get(key) or Relation(source_id=source_id, kind=key[0], target_id=key[1])
        row.certain, row.since = relation.certain, relation.since or _begins(entry)
        row.origin, row.evidence = "content", relation.note or row.evidence
        session.add(row)
        written.add(key)
    for key, row in held.items():
        if key not in written and row.origin == "content":
            session.delete(row)
    return touched | {target for _, target in written}


def _begins(entry: DocumentEntry) -> date | None:
    """A relation begins with its document, as far as its day is known."""
    return entry.effective_on or entry.issued_on


def _withdraw(session: Session, published: set[str]) -> set[str]:
    gone = set()
    for row in session.scalars(select(Document).where(Document.content_hash.is_not(None))):
        if row.id in published:
            continue
        gone.add(row.id)
        if _has_text(session, row.id):
            row.content_hash, row.summary = None, None
        else:
            session.delete(row)
    return gone


def _has_text(session: Session, document_id: str) -> bool:
    from_text = select(DocumentVersion.id).where(DocumentVersion.document_id == document_id)
    return session.scalar(from_text.limit(1)) is not None
