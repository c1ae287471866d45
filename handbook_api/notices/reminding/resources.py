"""Reminders over HTTP."""

from uuid import UUID

from flask_restx import Namespace

from handbook_api.http.operations import operation
from handbook_api.notices.errors import NobodyToRemind
from handbook_api.notices.policy import NoticeAct
from handbook_api.notices.reminding import service
from handbook_api.notices.resources.base import ACTS, NoticeResource
from handbook_api.notices.schemas.notices import NoticeOut
from handbook_api.notices.schemas.writing import RevisionIn

ns = Namespace("notice-reminders", path="/notices")


@ns.route("/<uuid:notice_id>/reminders")
class Reminders(NoticeResource):
    """The silent are reminded."""

    @operation(
        "remindNotice",
        "notices",
        access=NoticeAct.REMIND,
        takes=RevisionIn,
        gives=NoticeOut,
        status=202,
        refuses=[*ACTS, NobodyToRemind],
    )
    def post(self, notice_id: UUID, body: RevisionIn) -> NoticeOut:
        """Nhắc người chưa trả lời, chưa mở; không nhắc ai quá số lần cho phép."""
        content = self.runtime.content
        return self.shown(
            service.ask_to_remind(self.session, self.identity, content, notice_id, body.revision)
        )
