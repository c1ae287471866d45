"""What resolving a citation needs to know of every document in the library."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.documents import queries
from handbook_api.documents.models import Document, Issuer, Relation
from handbook_api.documents.vocabulary import DocumentKind, RelationKind
from search_index.citation_library import KnownDocument, Library
from search_index.plenums import Plenum

_CONGRESS = "dai-hoi"
#: “Tỉnh ủy Thái Nguyên” → “Thái Nguyên”: the place a text names when it means this body.
_BODY = re.compile(
    r"^(?:Ban Thường vụ|Ban Chấp hành Đảng bộ|Tỉnh ủy|Thành ủy|Đảng ủy"
    r"|tỉnh|thành phố|xã|phường|\s)+",
    re.IGNORECASE,
)


def known_documents(session: Session, terms: Mapping[int, date]) -> Library:
    """Return every document of the library, as citations are resolved against it.

    terms: first day of each of the Party's terms, by number.
    """
    issuers = {issuer.code: issuer for issuer in queries.all_issuers(session)}
    replaced: dict[str, Relation] = {}
    related: dict[str, set[str]] = defaultdict(set)
    for relation in session.scalars(select(Relation).order_by(Relation.since.desc())):
        if relation.kind != RelationKind.REPLACES:
            related[relation.source_id].add(relation.target_id)
        elif relation.certain and relation.since is not None:
            replaced[relation.target_id] = relation
    documents = [
        KnownDocument(
            id=row.id,
            kind=row.kind,
            symbol_keys=frozenset([row.symbol_key] if row.symbol_key else []),
            issuer=row.issuer_code or "",
            issued_on=row.issued_on,
            precision=row.issued_precision,
            plenums=frozenset(Plenum(ordinal, term) for ordinal, term in row.plenums),
            congress=_congress(row, terms),
            titles=(row.title, *row.aliases),
            replaced_on=replaced[row.id].since if row.id in replaced else None,
            related=frozenset(related[row.id]),
            place=_place(row, issuers.get(row.issuer_code or "")),
        )
        for row in session.scalars(select(Document))
    ]
    names = {
        name: issuer.code
        for issuer in issuers.values()
        for name in (*issuer.aliases, issuer.short_name, issuer.name)
    }
    return Library(documents, names, terms)


def charter_behind(session: Session, document_id: str) -> str | None:
    """Return the Charter whose articles a text means by a bare “Điều 5”."""
    return charter_among(session, _carried_out(session, {document_id}))


def charter_among(session: Session, targets: set[str]) -> str | None:
    """Return the Charter whose articles a text means that carries out `targets`.

    A regulation that implements the Charter is keyed to it, and so is a guide to such a
    regulation: both number their points after the Charter's articles.
    """
    for documents in (targets, _carried_out(session, targets)):
        charter = session.scalar(
            select(Document.id)
            .where(Document.id.in_(documents), Document.kind == DocumentKind.CHARTER)
            .order_by(Document.id)
            .limit(1)
        )
        if charter is not None:
            return charter
    return None


def _carried_out(session: Session, sources: set[str]) -> set[str]:
    query = select(Relation.target_id).where(
        Relation.source_id.in_(sources),
        Relation.kind.in_([RelationKind.IMPLEMENTS, RelationKind.GUIDES]),
    )
    return set(session.scalars(query))


def _congress(row: Document, terms: Mapping[int, date]) -> int | None:
    """A congress sits in the year in which the term it opens begins."""
    if row.issuer_code != _CONGRESS or row.issued_on is None:
        return None
    return next((term for term, day in terms.items() if day.year == row.issued_on.year), None)


def _place(row: Document, issuer: Issuer | None) -> str | None:
    if issuer is None or issuer.level in ("central", "state"):
        return None
    return _BODY.sub("", issuer.name).strip() or row.place
