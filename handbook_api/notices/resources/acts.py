"""A notice on its way: sent, released, stopped, corrected, cancelled."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from handbook_api.http.operations import operation
from handbook_api.notices import errors, service
from handbook_api.notices.policy import NoticeAct
from handbook_api.notices.queries import NoticeRow
from handbook_api.notices.resources.base import ACTS, DRAFTS, NoticeResource, ns
from handbook_api.notices.schemas.notices import NoticeOut
from handbook_api.notices.schemas.writing import (
    CancellationIn,
    NoticeCorrectionIn,
    RevisionIn,
)


class ActResource(NoticeResource):
    """An act on a notice as it was read."""

    def done(self, act: Callable[..., NoticeRow], notice_id: UUID, body: RevisionIn) -> NoticeOut:
        """Do it; return the notice as it is then."""
        content: Any = self.runtime.content
        return self.shown(act(self.session, self.identity, content, notice_id, body.revision))


@ns.route("/<uuid:notice_id>/sending")
class Sending(ActResource):
    """A draft is sent."""

    @operation(
        "sendNotice",
        "notices",
        access=NoticeAct.COMPOSE,
        takes=RevisionIn,
        gives=NoticeOut,
        refuses=[*ACTS, errors.AudienceEmpty, errors.TimesOutOfOrder],
    )
    def post(self, notice_id: UUID, body: RevisionIn) -> NoticeOut:
        """Gửi: chờ đến giờ (ít nhất một phút để kịp dừng), hoặc chờ người thứ hai duyệt."""
        return self.done(service.ask_to_send, notice_id, body)


@ns.route("/<uuid:notice_id>/release")
class Release(ActResource):
    """A second person stands behind it."""

    @operation(
        "releaseNotice",
        "notices",
        access=NoticeAct.RELEASE,
        takes=RevisionIn,
        gives=NoticeOut,
        refuses=[*ACTS, errors.SecondPersonNeeded, errors.AudienceEmpty, errors.TimesOutOfOrder],
    )
    def post(self, notice_id: UUID, body: RevisionIn) -> NoticeOut:
        """Duyệt cho gửi (người khác người soạn)."""
        return self.done(service.release, notice_id, body)


@ns.route("/<uuid:notice_id>/sending-back")
class SendingBack(ActResource):
    """The second person does not stand behind it."""

    @operation(
        "sendNoticeBack",
        "notices",
        access=NoticeAct.RELEASE,
        takes=RevisionIn,
        gives=NoticeOut,
        refuses=[*ACTS, errors.SecondPersonNeeded],
    )
    def post(self, notice_id: UUID, body: RevisionIn) -> NoticeOut:
        """Trả lại người soạn, không duyệt."""
        return self.done(service.send_back, notice_id, body)


@ns.route("/<uuid:notice_id>/stopping")
class Stopping(ActResource):
    """What waits is stopped."""

    @operation(
        "stopNotice",
        "notices",
        access=NoticeAct.CANCEL,
        takes=RevisionIn,
        gives=NoticeOut,
        refuses=ACTS,
    )
    def post(self, notice_id: UUID, body: RevisionIn) -> NoticeOut:
        """Dừng gửi: chưa ai nhận được, thành bản nháp trở lại."""
        return self.done(service.stop, notice_id, body)


@ns.route("/<uuid:notice_id>/cancellation")
class Cancellation(NoticeResource):
    """What is out is taken back."""

    @operation(
        "cancelNotice",
        "notices",
        access=NoticeAct.CANCEL,
        takes=CancellationIn,
        gives=NoticeOut,
        refuses=[*ACTS, errors.MarkedSecret],
    )
    def post(self, notice_id: UUID, body: CancellationIn) -> NoticeOut:
        """Thu hồi: người đã biết thông báo được báo lại kèm lý do, người khác không thấy nữa."""
        reason = body.reason.strip()
        return self.shown(
            service.cancel(self.session, self.identity, notice_id, reason, body.revision)
        )


@ns.route("/<uuid:notice_id>/corrections")
class Corrections(NoticeResource):
    """What is out is corrected."""

    @operation(
        "correctNotice",
        "notices",
        access=NoticeAct.CORRECT,
        takes=NoticeCorrectionIn,
        gives=NoticeOut,
        refuses=[*ACTS, errors.NothingChanged, errors.SecondPersonNeeded, *DRAFTS],
    )
    def post(self, notice_id: UUID, body: NoticeCorrectionIn) -> NoticeOut:
        """Đính chính: bản mới thay bản cũ trong mọi hộp thư, ghi rõ đã đổi gì."""
        return self.shown(
            service.correct(
                self.session,
                self.identity,
                self.runtime.content,
                notice_id,
                body.correction(),
                body.revision,
            )
        )
