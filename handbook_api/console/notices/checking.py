"""A draft is looked over as it will be read, and sent; or thrown away."""

from collections.abc import Mapping
from uuid import UUID

from werkzeug.wrappers import Response

from handbook_api.console.notices.base import NOTICES, NoticesPage
from handbook_api.core.errors import HandbookError, NotFound
from handbook_api.core.policy import Subject
from handbook_api.http.problems import ProblemOut, problem_of
from handbook_api.notices import service
from handbook_api.notices.models import NoticeState
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import NoticeRow
from handbook_api.notices.schemas.notices import NoticePreviewOut, preview_out


class Check(NoticesPage):
    """The last look before sending."""

    def get(self, notice_id: UUID) -> str | Response:
        """Show it as a phone does, and to how many it goes; what has been sent is followed."""
        row = self.row(notice_id)
        if row.notice.state != NoticeState.DRAFT:
            return self.see(self.address(notice_id))
        POLICY.require(self.identity, NoticeAct.COMPOSE, Subject(row.path))
        preview, trouble = self._preview(row)
        return self.render(
            "console/notices/check.html",
            notice=self.shown(row),
            preview=preview,
            trouble=trouble,
            ways=self.ways(preview),
        )

    def ways(self, preview: NoticePreviewOut | None) -> Mapping[str, int]:
        """Return how many are reached how, in words; nothing where that is not told."""
        say, by_way = self.words.say, preview.by_way if preview else {}
        names = {
            "push": say("console_notices.way_push"),
            "app": say("console_notices.way_app"),
            "phone": say("console_notices.way_phone"),
            "in_person": say("console_notices.way_in_person"),
        }
        return {names[code]: by_way[code] for code in names if by_way.get(code)}

    def _preview(self, row: NoticeRow) -> tuple[NoticePreviewOut | None, ProblemOut | None]:
        """What sending comes to; or what stands in its way."""
        if row.organisation is None:
            raise NotFound
        try:
            found = service.preview(
                *(self.session, self.identity, self.runtime.content),
                row.organisation.id,
                service.draft_of(row.notice),
            )
        except HandbookError as refusal:
            return None, problem_of(refusal, self.words)[0]
        return preview_out(found), None


class Send(Check):
    """It goes its way."""

    def post(self, notice_id: UUID) -> Response:
        """Send it: after a minute in which it can be stopped, or to whoever releases it."""
        self.row(notice_id)
        content, revision = self.runtime.content, self.revision()
        service.ask_to_send(self.session, self.identity, content, notice_id, revision)
        return self.see(self.address(notice_id))


class Discard(Check):
    """It is thrown away."""

    def post(self, notice_id: UUID) -> Response:
        """Throw it away."""
        self.row(notice_id)
        service.throw_away(self.session, self.identity, notice_id, self.revision())
        return self.see(f"{NOTICES}?xong=bo")
