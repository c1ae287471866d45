"""The notices of one's organisations, each with its state."""

from flask import request

from handbook_api.console.notices.base import NoticesPage
from handbook_api.console.offices import require_office
from handbook_api.core.policy import Subject
from handbook_api.notices import queries
from handbook_api.notices.models import NoticeState
from handbook_api.notices.offices import LOOKING_AFTER, SENDING
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.schemas.notices import NoticeListQuery, NoticeSeen, notice_brief

_A_PAGE = 25


class Notices(NoticesPage):
    """The list."""

    def get(self) -> str:
        """Show a page of it, the last written first."""
        require_office(self.identity, (*SENDING, *LOOKING_AFTER))
        query = self.query(NoticeListQuery)
        page = queries.page_of_notices(
            self.session, self.identity, query.filter(), limit=_A_PAGE, cursor=query.cursor
        )
        content, words = self.runtime.content, self.words
        seen = [NoticeSeen(row, None, queries.sees_whole(self.identity, row)) for row in page.rows]
        return self.render(
            "console/notices/notices.html",
            notices=[notice_brief(content, one, words, words.language) for one in seen],
            states=[(one.value, words.label(f"notice_state.{one}")) for one in NoticeState],
            state=request.args.get("state", ""),
            may_write=any(self._may_write(one.path) for one in self.identity.grants),
            next_cursor=page.next_cursor,
        )

    def _may_write(self, path: str) -> bool:
        return POLICY.allows(self.identity, NoticeAct.COMPOSE, Subject(path))
