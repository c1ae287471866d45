"""The library over HTTP: reading only, and of that what the reader may see."""

import hashlib

from flask import Response
from flask_restx import Namespace

from handbook_api import __version__
from handbook_api.core import clock
from handbook_api.core.policy import Access
from handbook_api.documents import queries, schemas
from handbook_api.documents.errors import (
    DocumentNotFound,
    FileNotHeld,
    ProvisionNotFound,
    SymbolNotFound,
    SymbolNotUnderstood,
)
from handbook_api.documents.file_answers import file_answer
from handbook_api.documents.filters import UnknownFilterValue, require_known_codes
from handbook_api.documents.reading.reader import MEDIA_TYPES
from handbook_api.documents.whole import whole_document
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request, words_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.http.wire import PageOut
from search_index.symbols import parse_symbol

ns = Namespace("documents", path="/documents")

_MOST_CITING = 50


class LibraryResource(ApiResource):
    """An answer that changes only when the library does, or the day."""

    def state_tag(self) -> str:
        """The library's last change, the day (validity), the release (shape) and the language."""
        number = queries.sequence(self.session)
        day = f"{clock.today():%Y%m%d}"
        return f"{__version__}-{number}-{day}-{language_of_request()}-{self._readership()}"

    def _readership(self) -> str:
        """A short name for what this reader may see: equal for everybody who sees the same."""
        paths = queries.audience_paths_reaching(self.session, self.identity)
        seen = f"{self.identity.is_member}{self.identity.sees_everything}{paths}"
        return hashlib.sha256(seen.encode()).hexdigest()[:6]


class DocumentPageOut(PageOut[schemas.DocumentBrief]):
    """A page of documents."""


class ProvisionPageOut(PageOut[schemas.ProvisionBrief]):
    """A page of a text."""


@ns.route("")
class Documents(LibraryResource):
    """The documents of the library."""

    @operation(
        "listDocuments",
        "documents",
        access=Access.PUBLIC,
        query=schemas.DocumentListQuery,
        gives=DocumentPageOut,
        refuses=[UnknownFilterValue],
    )
    def get(self, query: schemas.DocumentListQuery) -> DocumentPageOut:
        """Danh sách văn bản, mới nhất trước, lọc theo loại, cơ quan, chủ đề, năm, hiệu lực."""
        require_known_codes(self.session, query.issuer, query.topic)
        page = queries.page_of_documents(
            self.session,
            self.identity,
            query.wanted,
            query.as_at or clock.today(),
            limit=query.limit,
            cursor=query.cursor,
        )
        words = words_of_request()
        return DocumentPageOut(
            items=[schemas.document_brief(row, words) for row in page.rows],
            next_cursor=page.next_cursor,
        )


@ns.route("/resolve")
class DocumentResolution(LibraryResource):
    """From a symbol to its document."""

    @operation(
        "resolveSymbol",
        "documents",
        access=Access.PUBLIC,
        query=schemas.ResolveQuery,
        gives=schemas.ResolvedOut,
        refuses=[SymbolNotUnderstood, SymbolNotFound],
    )
    def get(self, query: schemas.ResolveQuery) -> schemas.ResolvedOut:
        """Tìm văn bản theo số, ký hiệu viết kiểu nào cũng được, và ngày ban hành nếu biết."""
        symbol = parse_symbol(query.symbol)
        if symbol is None:
            raise SymbolNotUnderstood(symbol=query.symbol)
        as_at = query.as_at or clock.today()
        found = queries.documents_with_symbol(
            self.session, self.identity, symbol.key, query.issued_on, as_at
        )
        if not found:
            issued = f", {query.issued_on:%d/%m/%Y}" if query.issued_on else ""
            raise SymbolNotFound(symbol=symbol.display, issued=issued)
        words = words_of_request()
        candidates = [schemas.document_brief(row, words) for row in found]
        return schemas.ResolvedOut(
            symbol=symbol.display,
            document=candidates[0] if len(candidates) == 1 else None,
            candidates=candidates,
        )


@ns.route("/<string:document_id>")
class OneDocument(LibraryResource):
    """One document."""

    @operation(
        "getDocument",
        "documents",
        access=Access.PUBLIC,
        query=schemas.AsAtQuery,
        gives=schemas.DocumentOut,
        refuses=[DocumentNotFound],
    )
    def get(self, document_id: str, query: schemas.AsAtQuery) -> schemas.DocumentOut:
        """Một văn bản: thuộc tính, hiệu lực tại một ngày, quan hệ, tóm tắt."""
        as_at = query.as_at or clock.today()
        return whole_document(self.session, self.identity, document_id, as_at, words_of_request())


@ns.route("/<string:document_id>/provisions")
class Provisions(LibraryResource):
    """The text of a document."""

    @operation(
        "listProvisions",
        "documents",
        access=Access.PUBLIC,
        query=schemas.ProvisionListQuery,
        gives=ProvisionPageOut,
        refuses=[DocumentNotFound],
    )
    def get(self, document_id: str, query: schemas.ProvisionListQuery) -> ProvisionPageOut:
        """Toàn văn theo từng điều khoản, đúng thứ tự của văn bản."""
        page = queries.page_of_provisions(
            self.session, self.identity, document_id, limit=query.limit, cursor=query.cursor
        )
        return ProvisionPageOut(
            items=[schemas.provision_brief(row) for row in page.rows],
            next_cursor=page.next_cursor,
        )


@ns.route("/<string:document_id>/provisions/<string:anchor>")
class OneProvision(LibraryResource):
    """One provision."""

    @operation(
        "getProvision",
        "documents",
        access=Access.PUBLIC,
        query=schemas.AsAtQuery,
        gives=schemas.ProvisionOut,
        refuses=[DocumentNotFound, ProvisionNotFound],
    )
    def get(self, document_id: str, anchor: str, query: schemas.AsAtQuery) -> schemas.ProvisionOut:
        """Một điều khoản, các điểm bên trong, điều khoản liền kề và các dẫn chiếu."""
        as_at = query.as_at or clock.today()
        row = queries.get_document(self.session, self.identity, document_id, as_at)
        provision = queries.get_provision(self.session, self.identity, document_id, anchor)
        below = queries.provisions_under(self.session, self.identity, provision)
        before, after = queries.neighbours_of(self.session, self.identity, provision)
        anchors = [part.anchor for part in below]
        cited = queries.citations_in(self.session, self.identity, document_id, anchors)
        words = words_of_request()
        return schemas.ProvisionOut(
            **dict(schemas.provision_brief(provision)),
            document=schemas.document_brief(row, words),
            below=[schemas.provision_brief(part) for part in below[1:]],
            previous=before,
            next=after,
            citations=[schemas.citation_out(row, words) for row in cited],
        )


@ns.route("/<string:document_id>/citations")
class Citations(LibraryResource):
    """What a document cites and who cites it."""

    @operation(
        "listCitations",
        "documents",
        access=Access.PUBLIC,
        query=schemas.CitationListQuery,
        gives=schemas.CitationsOut,
        refuses=[DocumentNotFound],
    )
    def get(self, document_id: str, query: schemas.CitationListQuery) -> schemas.CitationsOut:
        """Các dẫn chiếu trong văn bản, kể cả chưa xác định được, và văn bản nào dẫn chiếu đến."""
        page = queries.page_of_citations(
            self.session, self.identity, document_id, limit=query.limit, cursor=query.cursor
        )
        citing = queries.cited_by(self.session, self.identity, document_id, limit=_MOST_CITING)
        words = words_of_request()
        return schemas.CitationsOut(
            items=[schemas.citation_out(row, words) for row in page.rows],
            next_cursor=page.next_cursor,
            cited_by=[
                schemas.CitingDocument(document=schemas.document_ref(document, words), times=times)
                for document, times in citing
            ],
        )


@ns.route("/<string:document_id>/file")
class OriginalFile(LibraryResource):
    """The original file."""

    @operation(
        "getFile",
        "documents",
        access=Access.PUBLIC,
        media_types=[*MEDIA_TYPES.values(), "application/rtf", "application/octet-stream"],
        refuses=[DocumentNotFound, FileNotHeld],
    )
    def get(self, document_id: str) -> Response:
        """Tệp gốc, nguyên vẹn như khi nhập."""
        version, file = queries.get_file(self.session, self.identity, document_id)
        return file_answer(version, file)
