"""What the pages about documents share."""

import re
from uuid import UUID

from flask import request

from handbook_api.console.page import ConsolePage
from handbook_api.documents.drafts import queries, schemas, service

DOCUMENTS = "/lam-viec/van-ban"
IMPORTS = f"{DOCUMENTS}/nhap"

_VERSION = re.compile(r"\d{1,9}", re.ASCII)


class DocumentsPage(ConsolePage):
    """A page for whoever brings documents in."""

    place = DOCUMENTS

    def require(self) -> None:
        """Return when the reader brings documents in. Raises Forbidden, SecondFactorNeeded."""
        service.may_import(self.identity)

    def draft(self, draft_id: UUID) -> schemas.DraftBrief:
        """Return a draft that the reader sees. Raises DraftNotFound."""
        self.require()
        row = queries.get_draft(self.session, self.identity, draft_id)
        return schemas.draft_brief(row, self.words)

    def review(self, draft_id: UUID) -> schemas.ReviewOut:
        """Return the draft as it is looked through. Raises DraftNotFound, NotReady."""
        self.require()
        content = self.runtime.content
        seen = service.review(self.session, self.identity, content, draft_id)
        return schemas.review_out(seen, self.words)

    @staticmethod
    def version_seen() -> int | None:
        """Return of which version of the draft a form was filled in; None when it does not say."""
        typed = request.form.get("version", "")
        return int(typed) if _VERSION.fullmatch(typed) else None

    @staticmethod
    def address(draft_id: UUID, *more: str) -> str:
        """Return where a draft is gone on with, or one of its pages."""
        return "/".join((f"{IMPORTS}/{draft_id}", *more))
