"""A file is sent; those that are being brought in are found again."""

from flask import request
from werkzeug.wrappers import Response

from handbook_api.console.documents.base import DocumentsPage
from handbook_api.console.documents.library import PagedQuery
from handbook_api.core.errors import FieldFault, FieldsRefused
from handbook_api.documents.drafts import queries, schemas, service
from handbook_api.documents.drafts.errors import DraftFileTooLarge

_MEGABYTE = 1024 * 1024
#: What goes round a file in a form.
_ROUND_IT = 64 * 1024
_PER_PAGE = 20
#: What a file chooser offers; others are told why they are not taken.
EXTENSIONS = (".pdf", ".docx", ".doc", ".rtf", ".html", ".htm", ".md", ".txt")


class Send(DocumentsPage):
    """Choose a file; below, what became of earlier ones."""

    in_steps = True

    def get(self) -> str:
        """Ask for the file, and say what may be sent."""
        self.require()
        cursor = self.query(PagedQuery).cursor
        page = queries.page_of_drafts(self.session, self.identity, limit=_PER_PAGE, cursor=cursor)
        return self.render(
            "console/documents/send.html",
            most=self.most,
            extensions=EXTENSIONS,
            drafts=[schemas.draft_brief(row, self.words) for row in page.rows],
            next_cursor=page.next_cursor,
        )

    @property
    def most(self) -> int:
        """How large a file may be, in megabytes."""
        return self.runtime.settings.import_most_megabytes

    def post(self) -> Response:
        """Keep it, and go on to the page that says how far its reading is."""
        self.require()
        request.max_content_length = self.most * _MEGABYTE + _ROUND_IT
        if (request.content_length or 0) > request.max_content_length:
            raise DraftFileTooLarge(limit=self.most)
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise FieldsRefused([FieldFault("file", "field.missing")], count=1)
        file = service.NewFile(sent.filename, sent.read())
        with self.step() as session:
            received = service.receive(session, self.identity, self.runtime.content, file)
            told = "" if received.is_new else "?xong=da-co"
            return self.see(f"{self.address(received.draft.id)}{told}")
