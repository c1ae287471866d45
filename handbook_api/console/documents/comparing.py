"""The original and what was recognised in it, side by side."""

from uuid import UUID

from flask import request

from handbook_api.console.documents.base import DocumentsPage
from handbook_api.documents.drafts import queries, schemas


class Compare(DocumentsPage):
    """One page of the original beside the provisions that begin on it."""

    def get(self, draft_id: UUID) -> str:
        """Show the page that is asked for, the first unless told otherwise."""
        seen = self.review(draft_id)
        asked = request.args.get("trang", "1")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
        text = queries.text_of(self.session, self.identity, draft_id)
        sheet = schemas.sheet_out(text, number)
        here = {part.anchor for part in sheet.provisions}
        return self.render(
            "console/documents/compare.html",
            seen=seen,
            sheet=sheet,
            problems=[
                one
                for one in seen.problems
                if one.anchor in here or (one.page is not None and one.page == sheet.page)
            ],
        )
