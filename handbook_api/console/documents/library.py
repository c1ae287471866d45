"""What the library holds, as editors look at it; and what its texts cite that it does not."""

from handbook_api.console.documents.base import DocumentsPage
from handbook_api.core import clock
from handbook_api.core.identity import Audience
from handbook_api.documents import queries, schemas
from handbook_api.documents.drafts import queries as draft_queries
from handbook_api.documents.drafts import schemas as draft_schemas
from handbook_api.documents.drafts.models import OPEN
from handbook_api.documents.filters import require_known_codes
from handbook_api.documents.vocabulary import DocumentKind, ValidityStatus
from handbook_api.http.wire import Cursor, QueryModel

_PER_PAGE = 25
#: Open drafts that are named above the list.
_DRAFTS_NAMED = 5


class LibraryQuery(schemas.DocumentListQuery):
    """What the list is narrowed to, as many at once as a page shows."""

    limit: int = _PER_PAGE


class PagedQuery(QueryModel):
    """Which page of a list."""

    cursor: Cursor = None


class Library(DocumentsPage):
    """The documents, the newest first, with what is being brought in on top."""

    def get(self) -> str:
        """Show them."""
        self.require()
        query = self.query(LibraryQuery)
        require_known_codes(self.session, query.issuer, query.topic)
        page = queries.page_of_documents(
            *(self.session, self.identity, query.wanted, query.as_at or clock.today()),
            limit=_PER_PAGE,
            cursor=query.cursor,
        )
        open_ = draft_queries.page_of_drafts(self.session, self.identity, OPEN, limit=_DRAFTS_NAMED)
        return self.render(
            "console/documents/library.html",
            documents=[self._shown(row) for row in page.rows],
            next_cursor=page.next_cursor,
            drafts=[draft_schemas.draft_brief(row, self.words) for row in open_.rows],
            query=query,
            kinds=[(kind.value, self.words.label(f"kind.{kind}")) for kind in DocumentKind],
            statuses=[
                (status.value, self.words.label(f"status.{status}")) for status in ValidityStatus
            ],
        )

    def _shown(
        self, row: queries.DocumentAt
    ) -> tuple[schemas.DocumentBrief, str, list[schemas.SourceOut]]:
        """Return a document, who reads it when that is not everybody, and its first source."""
        document = row.document
        is_public = document.audience == Audience.PUBLIC
        audience = "" if is_public else self.words.label(f"audience.{document.audience}")
        sources = [schemas.SourceOut(**source) for source in document.sources[:1]]
        return schemas.document_brief(row, self.words), audience, sources


class Unresolved(DocumentsPage):
    """Citations that lead nowhere yet: papers that the library lacks, and slips of the pen."""

    def get(self) -> str:
        """Show them by document."""
        self.require()
        page = queries.page_of_unresolved(
            self.session, self.identity, limit=_PER_PAGE, cursor=self.query(PagedQuery).cursor
        )
        return self.render(
            "console/documents/unresolved.html",
            citations=[
                (
                    schemas.document_ref(document, self.words),
                    schemas.unresolved_out(row, self.words),
                )
                for row, document in page.rows
            ],
            next_cursor=page.next_cursor,
        )
