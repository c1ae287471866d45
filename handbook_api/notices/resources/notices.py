"""Notices written, listed, looked at before they are sent."""

from uuid import UUID

from handbook_api.content_store.errors import TemplateFieldsRefused
from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request, words_of_request
from handbook_api.http.wire import PageOut
from handbook_api.notices import errors, queries, service
from handbook_api.notices.policy import NoticeAct
from handbook_api.notices.resources.base import ACTS, DRAFTS, NoticeResource, ns
from handbook_api.notices.schemas import notices as shapes
from handbook_api.notices.schemas.writing import (
    ChangedDraftIn,
    NewNoticeIn,
    RevisionIn,
)
from handbook_api.organisations.errors import OrganisationNotFound

_WORDS = [*DRAFTS, TemplateFieldsRefused]


class NoticePageOut(PageOut[shapes.NoticeBrief]):
    """A page of notices."""


@ns.route("")
class Notices(NoticeResource):
    """The notices one sends, follows, or looks after people for."""

    @operation(
        "listNotices",
        "notices",
        access=Access.SIGNED_IN,
        query=shapes.NoticeListQuery,
        gives=NoticePageOut,
        conditional=False,
    )
    def get(self, query: shapes.NoticeListQuery) -> NoticePageOut:
        """Các thông báo mình gửi hoặc theo dõi; viết sau đứng trước."""
        page = queries.page_of_notices(
            self.session, self.identity, query.filter(), limit=query.limit, cursor=query.cursor
        )
        content, words, language = self.runtime.content, words_of_request(), language_of_request()
        return NoticePageOut(
            items=[
                shapes.notice_brief(content, self.seen(row), words, language) for row in page.rows
            ],
            next_cursor=page.next_cursor,
        )

    @operation(
        "composeNotice",
        "notices",
        access=NoticeAct.COMPOSE,
        takes=NewNoticeIn,
        gives=shapes.NoticeOut,
        status=201,
        refuses=[OrganisationNotFound, *_WORDS],
    )
    def post(self, body: NewNoticeIn) -> shapes.NoticeOut:
        """Soạn thông báo (bản nháp; chưa ai nhận được)."""
        return self.shown(
            service.compose(
                self.session,
                self.identity,
                self.runtime.content,
                body.organisation_id,
                body.draft(),
            )
        )


@ns.route("/previews")
class Previews(NoticeResource):
    """What a notice would be."""

    @operation(
        "previewNotice",
        "notices",
        access=NoticeAct.COMPOSE,
        takes=NewNoticeIn,
        gives=shapes.NoticePreviewOut,
        refuses=[OrganisationNotFound, *_WORDS],
        keeps_answer=False,
    )
    def post(self, body: NewNoticeIn) -> shapes.NoticePreviewOut:
        """Xem trước: đọc ra sao, bao nhiêu người nhận, mỗi người nhận bằng cách nào."""
        found = service.preview(
            self.session, self.identity, self.runtime.content, body.organisation_id, body.draft()
        )
        return shapes.preview_out(found)


@ns.route("/<uuid:notice_id>")
class OneNotice(NoticeResource):
    """One notice."""

    @operation(
        "getNotice",
        "notices",
        access=Access.SIGNED_IN,
        gives=shapes.NoticeOut,
        refuses=[errors.NoticeNotFound],
        conditional=False,
    )
    def get(self, notice_id: UUID) -> shapes.NoticeOut:
        """Một thông báo, và đã tới đâu với những người mình theo dõi."""
        return self.shown(queries.get_notice(self.session, self.identity, notice_id))

    @operation(
        "rewriteNotice",
        "notices",
        access=NoticeAct.COMPOSE,
        takes=ChangedDraftIn,
        gives=shapes.NoticeOut,
        refuses=[*ACTS, *_WORDS],
    )
    def put(self, notice_id: UUID, body: ChangedDraftIn) -> shapes.NoticeOut:
        """Viết lại bản nháp."""
        return self.shown(
            service.rewrite(
                self.session,
                self.identity,
                self.runtime.content,
                notice_id,
                body.draft(),
                body.revision,
            )
        )


@ns.route("/<uuid:notice_id>/discarding")
class Discarding(NoticeResource):
    """A draft that is thrown away."""

    @operation(
        "discardNotice",
        "notices",
        access=NoticeAct.COMPOSE,
        takes=RevisionIn,
        gives=shapes.NoticeOut,
        refuses=ACTS,
    )
    def post(self, notice_id: UUID, body: RevisionIn) -> shapes.NoticeOut:
        """Bỏ bản nháp."""
        return self.shown(service.throw_away(self.session, self.identity, notice_id, body.revision))
