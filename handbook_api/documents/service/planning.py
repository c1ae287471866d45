"""What an import would do, before it does it: shown to a person for confirmation."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.core.identity import SYSTEM, Audience
from handbook_api.documents import queries
from handbook_api.documents.errors import (
    DecidedInContent,
    MetadataMissing,
    SameSymbolOtherDate,
    SymbolNotUnderstood,
    UnknownIssuer,
)
from handbook_api.documents.models import Document, DocumentVersion
from handbook_api.documents.reading.metadata import StatedRelation
from handbook_api.documents.reading.reader import ReadDocument
from handbook_api.documents.service.publishing import symbol_key
from handbook_api.documents.vocabulary import DocumentKind
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.service.reading import must_live
from search_index.symbols import parse_symbol
from search_index.vietnamese.folding import fold

_LONGEST_SLUG = 60
_LONGEST_KEY = 80
_LONGEST_TITLE = 1000


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a person says instead of what the text says. None: the text is right.

    organisation_id: whose own document it is, when `audience` says that it is one's.
    separate: it is another document although its symbol is already taken in this term.
    relations: what a person confirmed that it does to other documents.
    """

    kind: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    effective_on: date | None = None
    title: str | None = None
    signer: str | None = None
    audience: str | None = None
    organisation_id: UUID | None = None
    separate: bool = False
    relations: Sequence[StatedRelation] | None = None

    @property
    def names_one_document(self) -> bool:
        """Whether something is said that can be true of one file only."""
        said = (self.symbol, self.issued_on, self.effective_on, self.title, self.signer)
        return any(value is not None for value in said)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What will be written. `existing` is the id of the document that gets the text, if any."""

    read: ReadDocument
    existing: str | None
    document_id: str
    kind: str
    symbol: str
    symbol_key: str
    issuer: str | None
    issued_on: date | None
    effective_on: date | None
    title: str
    signer: str | None
    place: str | None
    audience: str
    audience_path: str | None
    overrides: Overrides
    relations: Sequence[StatedRelation]
    differences: Sequence[tuple[str, str, str]]
    terms: Mapping[int, date]


def plan_import(
    session: Session, read: ReadDocument, overrides: Overrides, terms: Mapping[int, date]
) -> ImportPlan:
    """Return what importing `read` would write; nothing is written.

    terms: first day of each of the Party's terms; within one a number is given once a kind.

    Raises MetadataMissing, UnknownIssuer, SameSymbolOtherDate; OrganisationNotFound,
    OrganisationClosed.
    """
    metadata = read.metadata
    kind = overrides.kind or metadata.kind or DocumentKind.OTHER
    symbol = _tidy(overrides.symbol or metadata.symbol or "")
    issued_on = overrides.issued_on or metadata.issued_on
    title = (overrides.title or metadata.title or "")[:_LONGEST_TITLE]
    issuer = _issuer(session, overrides.issuer, metadata.issuer, required=bool(symbol))
    _require(read, title=title, issued_on=issued_on if symbol else date.min)
    key = symbol_key(symbol)
    existing = _find_existing(session, read, (key, issuer, issued_on), (kind, title))
    audience, audience_path = _audience(session, overrides, existing)
    if existing is not None and existing.content_hash is not None:
        _refuse_what_officers_decide(read, existing, overrides)
    if existing is None and key and not overrides.separate:
        _refuse_second_date(session, read, symbol, (key, issuer, issued_on), terms)
    return ImportPlan(
        read=read,
        existing=existing.id if existing else None,
        document_id=existing.id if existing else _new_id(session, symbol, title, issued_on),
        kind=kind,
        symbol=symbol,
        symbol_key=key,
        issuer=issuer,
        issued_on=issued_on,
        effective_on=overrides.effective_on or metadata.effective_on,
        title=title,
        signer=overrides.signer or metadata.signer,
        place=metadata.place,
        audience=audience,
        audience_path=audience_path,
        overrides=overrides,
        relations=metadata.relations if overrides.relations is None else overrides.relations,
        differences=_differences(existing, kind, title) if existing else (),
        terms=terms,
    )


def _audience(
    session: Session, overrides: Overrides, existing: Document | None
) -> tuple[str, str | None]:
    """Return who may read it, and inside which organisation when it is one's own."""
    if overrides.audience is None:
        return (existing.audience, existing.audience_path) if existing else (Audience.PUBLIC, None)
    if overrides.organisation_id is None:
        return overrides.audience, None
    row = organisations.get_organisation(session, SYSTEM, overrides.organisation_id)
    must_live(row)
    return overrides.audience, row.path


def _refuse_what_officers_decide(
    read: ReadDocument, existing: Document, overrides: Overrides
) -> None:
    """An entry of content/ is changed there: here the change would be lost or lie."""
    said = {
        "--audience": (overrides.audience, existing.audience),
        "--title": (overrides.title, existing.title),
        "--kind": (overrides.kind, existing.kind),
        "--effective-on": (overrides.effective_on, existing.effective_on),
    }
    other = [option for option, (new, kept) in said.items() if new is not None and new != kept]
    if other:
        raise DecidedInContent(
            file=read.file_name, id=existing.id, options=", ".join(sorted(other))
        )


def _tidy(symbol: str) -> str:
    if not symbol:
        return ""
    parsed = parse_symbol(symbol)
    if parsed is None or len(parsed.key) > _LONGEST_KEY:
        raise SymbolNotUnderstood(symbol=symbol[:60])
    return parsed.display


def _require(read: ReadDocument, *, title: str, issued_on: date | None) -> None:
    missing = [
        (name, option)
        for name, option, value in (
            ("tên văn bản", "--title", title),
            ("ngày ban hành", "--issued-on", issued_on),
        )
        if not value
    ]
    if missing:
        raise MetadataMissing(
            file=read.file_name,
            missing=", ".join(name for name, _ in missing),
            options=" ".join(option for _, option in missing),
        )


def _issuer(
    session: Session, given: str | None, printed: str | None, *, required: bool
) -> str | None:
    wanted = given or printed
    if not wanted:
        if required:
            raise UnknownIssuer(issuer="(không ghi)")
        return None
    code = find_issuer(session, wanted)
    if code is None and (given or required):
        raise UnknownIssuer(issuer=wanted)
    return code


def find_issuer(session: Session, name: str) -> str | None:
    """Return the code of the issuer that is called so, in any of its names; None: none is."""
    folded = fold(name)
    for issuer in queries.all_issuers(session):
        names = (issuer.code, issuer.name, issuer.short_name, *issuer.aliases)
        if folded in map(fold, names):
            return issuer.code
    return None


def _find_existing(
    session: Session,
    read: ReadDocument,
    key: tuple[str, str | None, date | None],
    name: tuple[str, str],
) -> Document | None:
    if key[0]:
        return session.scalar(
            select(Document).where(
                Document.symbol_key == key[0],
                Document.issuer_code == key[1],
                Document.issued_on == key[2],
            )
        )
    same_file = select(DocumentVersion.document_id).where(
        DocumentVersion.file_sha256 == read.sha256
    )
    found = session.scalar(select(Document).where(Document.id.in_(same_file)).limit(1))
    if found is not None:
        return found
    same_name = select(Document).where(
        Document.kind == name[0],
        Document.title == name[1],
        Document.symbol_key == "",
        Document.issued_on == key[2],
    )
    return session.scalar(same_name.limit(1))


def _refuse_second_date(
    session: Session,
    read: ReadDocument,
    symbol: str,
    key: tuple[str, str | None, date | None],
    terms: Mapping[int, date],
) -> None:
    def term(day: date) -> int:
        return sum(begins <= day for begins in terms.values())

    same = select(Document).where(Document.symbol_key == key[0], Document.issuer_code == key[1])
    for other in session.scalars(same):
        if other.issued_on and key[2] and term(other.issued_on) == term(key[2]):
            raise SameSymbolOtherDate(
                file=read.file_name,
                symbol=symbol,
                existing=f"{other.issued_on:%d/%m/%Y}",
                given=f"{key[2]:%d/%m/%Y}",
            )


def _new_id(session: Session, symbol: str, title: str, issued_on: date | None) -> str:
    words = symbol or title
    year = [str(issued_on.year)] if issued_on else []
    slug = re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-")
    if len(slug) > _LONGEST_SLUG:
        slug = slug[:_LONGEST_SLUG].rpartition("-")[0]
    base = "-".join([slug or "van-ban", *year])
    taken = set(session.scalars(select(Document.id).where(Document.id.startswith(base))))
    number = 2
    candidate = base
    while candidate in taken:
        candidate, number = f"{base}-{number}", number + 1
    return candidate


def _differences(existing: Document, kind: str, title: str) -> list[tuple[str, str, str]]:
    """What the text says otherwise than the catalogue: the catalogue's word is kept."""
    found = [("loại", existing.kind, kind)] if existing.kind != kind else []
    # Catalogues say “Quy định thi hành …” where the paper prints the kind on a line of its own.
    if not fold(existing.title).endswith(fold(title)):
        found.append(("tên", existing.title, title))
    return found
