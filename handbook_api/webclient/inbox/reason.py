"""Why somebody cannot come, or what he has to say: one question on a page of its own."""

from uuid import UUID

from flask import request
from pydantic import Field
from werkzeug.wrappers import Response

from handbook_api.content_store import NoticeAnswer
from handbook_api.core.errors import FieldFault, FieldsRefused, NotFound
from handbook_api.http.wire import BodyModel, Instant
from handbook_api.notices.inbox import service
from handbook_api.notices.inbox.schemas import InboxNoticeOut
from handbook_api.notices.inbox.service import Answered
from handbook_api.pages.sending_once import new_key, once
from handbook_api.webclient.inbox.notice import NoticePage
from handbook_api.webclient.inbox.standing import is_late

#: What is chosen when none of the common reasons is right.
OTHER = "khac"


class ReasonIn(BodyModel):
    """A common reason, or one in one's own words."""

    reason: str = Field("", max_length=200)
    other: str = Field("", max_length=1000)
    made_at: Instant | None = None


class Reason(NoticePage):
    """The question and its answer."""

    def __init__(self, *, stays_away: bool) -> None:
        self._stays_away = stays_away

    def get(self, notice_id: UUID) -> str:
        """Ask."""
        notice = self.own(notice_id)
        return self.render(
            "webclient/inbox/reason.html",
            notice=notice,
            answer=self._meant(notice),
            stays_away=self._stays_away,
            is_late=is_late(notice),
            key=new_key(),
            other=OTHER,
        )

    def post(self, notice_id: UUID) -> Response:
        """Write the answer down with its reason, once."""
        return once(self, lambda: self._answer_with(notice_id))

    def _answer_with(self, notice_id: UUID) -> str:
        body = self.form(ReasonIn)
        meant = self._meant(self.own(notice_id))
        said = Answered(meant.code, _reason(meant, body), body.made_at)
        service.answer(self.session, self.identity, self.runtime.content, notice_id, said)
        return self.address(notice_id, "da-ghi-nhan")

    def _meant(self, notice: InboxNoticeOut) -> NoticeAnswer:
        """The answer that this page is about. Raises NotFound where the kind has none such."""
        wanted = request.values.get("cau")
        for one in self.answers(notice).values():
            fits = one.needs_reason and (one.comes is False) is self._stays_away
            if fits and wanted in (None, one.code):
                return one
        raise NotFound


def _reason(meant: NoticeAnswer, body: ReasonIn) -> str:
    """Raises FieldsRefused where nothing was chosen, or nothing was said."""
    if body.reason in meant.reasons:
        return body.reason
    if meant.reasons and body.reason != OTHER:
        raise FieldsRefused([FieldFault("reason", "field.choose_reason")])
    said = body.other.replace("\x00", "").strip()
    if not said:
        raise FieldsRefused([FieldFault("other", "field.write_words")])
    return said
