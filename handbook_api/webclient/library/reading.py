"""A document, whole, on one page."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request
from pydantic import Field
from werkzeug.wrappers import Response as AnyResponse

from handbook_api.core import clock
from handbook_api.core.identity import Audience
from handbook_api.core.policy import Access
from handbook_api.documents import queries, schemas
from handbook_api.documents.file_answers import file_answer
from handbook_api.documents.models import DocumentVersion
from handbook_api.documents.whole import whole_document
from handbook_api.http.wire import ShortText
from handbook_api.pages.page import Page
from handbook_api.webclient.library.addresses import document_address
from handbook_api.webclient.library.asking import OnDay
from handbook_api.webclient.library.outline import Outline, outline_of
from handbook_api.webclient.library.summaries import html_of, keys_of, source_id
from handbook_api.webclient.library.within import Wanted

_MOST_CITING = 50


class Asked(OnDay):
    """How a document is read.

    ngay: on what day. trong: words to find in it. den: a point to go to.
    """

    trong: ShortText = ""
    den: ShortText = Field("")


class Reader(Page):
    """The document."""

    access = Access.PUBLIC

    def get(self, document_id: str) -> str | AnyResponse:
        """Show it, or lead to the point that is asked for."""
        asked = self.query(Asked)
        document = whole_document(self.session, self.identity, document_id, asked.day, self.words)
        version = queries.find_version(self.session, self.identity, document_id)
        wanted = Wanted(asked.trong)
        outline = self._outline(document_id, version, wanted)
        if asked.den and outline.at(asked.den):
            return self._at_point(document_id, asked, outline)
        is_public = self._is_public(document_id)
        if not request.args:
            # Of a document that not everybody may read, a device keeps what it keeps of persons.
            self.keeps = "shared" if is_public else "own"
        return self.render(
            "webclient/library/document.html",
            asked=asked,
            document=document,
            is_public=is_public,
            outline=outline,
            wanted=wanted,
            address=document_address(document_id),
            canonical=self.site + document_address(document_id),
            file=self._file(document_id),
            summary=self._summary(document),
            source_id=source_id,
            related=_by_relation(document.relations),
            citing=self._citing(document_id),
            limits=self.runtime.content.annotations(clock.today()),
        )

    def _outline(
        self, document_id: str, version: DocumentVersion | None, wanted: Wanted
    ) -> Outline:
        if version is None:
            return Outline([], [], {})
        provisions = queries.provisions_of(self.session, self.identity, document_id)
        anchors = [row.anchor for row in provisions]
        cited = queries.citations_in(self.session, self.identity, document_id, anchors)
        let_go: Sequence[str] = ()
        if version.number > 1:
            let_go = queries.anchors_let_go(self.session, self.identity, version)
        return outline_of(provisions, cited, wanted, let_go)

    def _is_public(self, document_id: str) -> bool:
        row = queries.get_document(self.session, self.identity, document_id, OnDay().day)
        return row.document.audience == Audience.PUBLIC

    def _at_point(self, document_id: str, asked: Asked, outline: Outline) -> Response:
        day = f"?ngay={asked.ngay}" if asked.ngay else ""
        where = f"{document_address(document_id)}{day}#{outline.at(asked.den)}"
        return Response(status=303, headers={"Location": where, "Cache-Control": "no-store"})

    def _file(self, document_id: str) -> queries.HeldFile | None:
        held = queries.files_of_documents(self.session, self.identity, [document_id])
        return held.get(document_id)

    def _summary(self, document: schemas.DocumentOut) -> str | None:
        keys = keys_of(document.sources)
        return html_of(document.summary, keys) if document.summary else None

    def _citing(self, document_id: str) -> list[tuple[schemas.DocumentRef, int]]:
        rows = queries.cited_by(self.session, self.identity, document_id, limit=_MOST_CITING)
        return [(schemas.document_ref(row, self.words), times) for row, times in rows]


class Original(Page):
    """The original file, also of documents that not everybody may read."""

    access = Access.PUBLIC

    def get(self, document_id: str) -> Response:
        """Give it as it came."""
        return file_answer(*queries.get_file(self.session, self.identity, document_id))


def _by_relation(relations: Sequence[schemas.RelationOut]) -> dict[str, list[Any]]:
    """Relations by what they are, told from this document's side: “replaces-incoming”."""
    groups: dict[str, list[Any]] = {}
    for relation in relations:
        groups.setdefault(f"{relation.kind.code}-{relation.direction}", []).append(relation)
    return groups
