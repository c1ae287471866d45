"""The first page: the search box, what waits for an answer, what one marked, what is new."""

from collections.abc import Sequence

from flask import Blueprint

from handbook_api.annotations import queries as annotations
from handbook_api.annotations.models import Motivation
from handbook_api.annotations.schemas import annotation_out
from handbook_api.core import clock
from handbook_api.core.policy import Access
from handbook_api.documents import queries as library
from handbook_api.documents.schemas import document_brief
from handbook_api.notices.inbox import queries as inbox
from handbook_api.notices.inbox.schemas import asking_kinds, item_out
from handbook_api.pages.page import Page
from handbook_api.webclient.annotations.base import Line, line_of
from handbook_api.webclient.inbox.standing import Line as Meeting
from handbook_api.webclient.inbox.standing import line_of as meeting_of

bp = Blueprint("webclient_home", __name__, template_folder="templates")

_NEW_DOCUMENTS = 5
_BOOKMARKS = 3


class Home(Page):
    """Where everybody begins."""

    access = Access.PUBLIC

    def get(self) -> str:
        """Show it."""
        newest = library.page_of_documents(
            self.session,
            self.identity,
            library.DocumentFilter(),
            clock.today(),
            limit=_NEW_DOCUMENTS,
        )
        return self.render(
            "webclient/home.html",
            summary=self._waiting(),
            meeting=self._meeting(),
            bookmarks=self._bookmarks(),
            documents=[document_brief(row, self.words) for row in newest.rows],
        )

    def _waiting(self) -> inbox.Summary | None:
        if self.identity.account_id is None:
            return None
        return inbox.summary_of(self.session, self.identity, asking_kinds(self.runtime.content))

    def _bookmarks(self) -> Sequence[Line]:
        if self.identity.account_id is None:
            return ()
        page = annotations.page_of_annotations(
            self.session, self.identity, motivation=Motivation.BOOKMARKING, limit=_BOOKMARKS
        )
        placed = annotations.placed(self.session, self.identity, page.rows)
        lines = [line_of(annotation_out(one, self.words)) for one in placed]
        return [line for line in lines if line.out.document]

    def _meeting(self) -> Meeting | None:
        if self.identity.account_id is None:
            return None
        row = inbox.next_meeting(self.session, self.identity)
        return meeting_of(item_out(self.runtime.content, row, self.words.language)) if row else None


bp.add_url_rule("/", view_func=Home.as_view("home"))
