"""One draft: how far its reading is, then what there is to look at, then what it became."""

from uuid import UUID

from werkzeug.wrappers import Response

from handbook_api.console.documents.base import IMPORTS, DocumentsPage
from handbook_api.core import clock
from handbook_api.documents import queries as library
from handbook_api.documents import schemas as library_schemas
from handbook_api.documents.drafts import queries, schemas, service
from handbook_api.documents.drafts.models import DraftState
from handbook_api.documents.drafts.resources import file_download
from handbook_api.documents.errors import FileNotHeld


class OneDraft(DocumentsPage):
    """Whatever there is to say of a draft now; the address stays the same."""

    def get(self, draft_id: UUID) -> str:
        """Show it."""
        draft = self.draft(draft_id)
        if draft.state == DraftState.READING:
            return self._reading(draft)
        if draft.state == DraftState.READY:
            return self.render("console/documents/review.html", seen=self.review(draft_id))
        if draft.state == DraftState.REFUSED:
            return self.render("console/documents/refused.html", draft=draft)
        return self._taken(draft)

    def _reading(self, draft: schemas.DraftBrief) -> str:
        row = queries.get_draft(self.session, self.identity, draft.id)
        stands = queries.reading_of(self.session, self.identity, row.draft)
        return self.render(
            "console/documents/progress.html",
            draft=draft,
            is_begun=stands == "running",
            is_stuck=queries.is_stuck(stands),
        )

    def _taken(self, draft: schemas.DraftBrief) -> str:
        found = library.documents_by_id(
            self.session, self.identity, [draft.document_id or ""], clock.today()
        )
        shown = [library_schemas.document_brief(row, self.words) for row in found]
        return self.render(
            "console/documents/taken.html", draft=draft, document=shown[0] if shown else None
        )


class ReadAgain(OneDraft):
    """A reading that was given up is asked for once more."""

    def post(self, draft_id: UUID) -> Response:
        """Ask for it."""
        self.require()
        service.read_again(self.session, self.identity, draft_id)
        return self.see(self.address(draft_id))


class DraftOriginal(DocumentsPage):
    """The file as it was sent."""

    def get(self, draft_id: UUID) -> Response:
        """Give it back."""
        draft = self.draft(draft_id)
        content = queries.content_of(self.session, self.identity, draft_id)
        if content is None:
            raise FileNotHeld(id=str(draft_id))
        return file_download(draft.file_name, content)


class DiscardDraft(DocumentsPage):
    """A draft is thrown away."""

    def get(self, draft_id: UUID) -> str:
        """Ask whether nobody needs it any more."""
        return self.render("console/documents/discard.html", draft=self.draft(draft_id))

    def post(self, draft_id: UUID) -> Response:
        """Throw it away."""
        self.require()
        service.discard(self.session, self.identity, draft_id)
        return self.see(f"{IMPORTS}?xong=bo")
