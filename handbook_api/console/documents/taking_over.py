"""The last look, with what its readers will see; then it is in the library."""

from uuid import UUID

from werkzeug.wrappers import Response

from handbook_api.console.documents.base import DocumentsPage
from handbook_api.documents.drafts import schemas, service
from handbook_api.documents.drafts.models import DraftState


class TakeOver(DocumentsPage):
    """What taking it over does to readers."""

    def get(self, draft_id: UUID) -> str | Response:
        """Show it; what is not ready is told on its own page."""
        if self.draft(draft_id).state != DraftState.READY:
            return self.see(self.address(draft_id))
        seen = self.review(draft_id)
        return self.render(
            "console/documents/check.html",
            seen=seen,
            blocking=[problem for problem in seen.problems if problem.blocks],
            unanswered=sum(one.answer is None for one in seen.relations),
            missing=[one for one in seen.relations if one.answer and one.target is None],
        )

    def post(self, draft_id: UUID) -> Response:
        """Take it over as it was looked at."""
        self.require()
        body = self.form(schemas.TakingOverIn)
        content = self.runtime.content
        service.take_over(self.session, self.identity, content, draft_id, body.revision)
        return self.see(self.address(draft_id))
