"""One's own inbox over HTTP. Asking whether anything is new costs one small statement."""

from functools import cached_property
from uuid import UUID

from flask_restx import Namespace

from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.http.wire import PageOut
from handbook_api.notices import errors
from handbook_api.notices.inbox import queries, schemas, service
from handbook_api.notices.inbox.queries import InboxRow
from handbook_api.notices.policy import NoticeAct

ns = Namespace("inbox", path="/me/inbox")

_OPEN = [
    errors.NoticeNotFound,
    errors.NoticeOver,
    errors.NoticeWithdrawn,
    errors.AnswerUnknown,
]


class InboxPageOut(PageOut[schemas.InboxItemOut]):
    """A page of the inbox."""


class InboxResource(ApiResource):
    """What the resources of the inbox share."""

    def shown(self, row: InboxRow) -> schemas.InboxItemOut:
        """Return a notice as it lies there."""
        return schemas.item_out(self.runtime.content, row, language_of_request())


@ns.route("")
class OwnInbox(InboxResource):
    """What lies in one's inbox."""

    @operation(
        "listInbox",
        "inbox",
        access=Access.SIGNED_IN,
        query=schemas.InboxQuery,
        gives=InboxPageOut,
        conditional=False,
    )
    def get(self, query: schemas.InboxQuery) -> InboxPageOut:
        """Hộp thư của mình, mới nhất trước; tìm theo chữ, lọc chưa đọc, chưa trả lời."""
        page = queries.page_of_inbox(
            self.session,
            self.identity,
            query.filter(self.runtime.content),
            limit=query.limit,
            cursor=query.cursor,
        )
        items = [self.shown(row) for row in page.rows]
        return InboxPageOut(items=items, next_cursor=page.next_cursor)


@ns.route("/summary")
class Summary(InboxResource):
    """How much waits: some of it by the clock, without anything in the inbox changing."""

    def state_tag(self) -> str:
        """Changes with whose inbox it is, and with each number of the answer."""
        found = self._found
        return f"{self.identity.account_id}-{found.revision}-{found.unread}-{found.unanswered}"

    @operation("getInboxSummary", "inbox", access=Access.SIGNED_IN, gives=schemas.SummaryOut)
    def get(self) -> schemas.SummaryOut:
        """Số chưa đọc, số chờ trả lời; hỏi lại bằng If-None-Match rất nhẹ."""
        found = self._found
        return schemas.SummaryOut(
            revision=found.revision, unread=found.unread, unanswered=found.unanswered
        )

    @cached_property
    def _found(self) -> queries.Summary:
        """Counted once for a request: every request has its own resource."""
        asking = schemas.asking_kinds(self.runtime.content)
        return queries.summary_of(self.session, self.identity, asking)


@ns.route("/receipts")
class Receipts(InboxResource):
    """What phones tell."""

    @operation(
        "sendReceipts",
        "inbox",
        access=NoticeAct.ANSWER,
        takes=schemas.ReceiptsIn,
        gives=schemas.ReceiptsOut,
    )
    def post(self, body: schemas.ReceiptsIn) -> schemas.ReceiptsOut:
        """Máy báo: thông báo đã tới, đã mở. Gửi gộp được, gửi lại không sao."""
        received = [one.received() for one in body.receipts]
        return schemas.ReceiptsOut(
            news=service.take_receipts(self.session, self.identity, received)
        )


@ns.route("/<uuid:notice_id>")
class InboxNotice(InboxResource):
    """One notice of one's own."""

    @operation(
        "getInboxNotice",
        "inbox",
        access=Access.SIGNED_IN,
        gives=schemas.InboxNoticeOut,
        refuses=[errors.NoticeNotFound],
        conditional=False,
    )
    def get(self, notice_id: UUID) -> schemas.InboxNoticeOut:
        """Một thông báo của mình, các bản của nó, các câu mình đã trả lời."""
        row = queries.get_own(self.session, self.identity, notice_id)
        content = self.runtime.content
        return schemas.notice_out(self.session, self.identity, content, row, language_of_request())


@ns.route("/<uuid:notice_id>/confirmation")
class Confirmation(InboxResource):
    """“Tôi đã đọc”."""

    @operation(
        "confirmNotice",
        "inbox",
        access=NoticeAct.ANSWER,
        takes=schemas.NoticeConfirmationIn,
        gives=schemas.InboxItemOut,
        refuses=_OPEN,
    )
    def post(self, notice_id: UUID, body: schemas.NoticeConfirmationIn) -> schemas.InboxItemOut:
        """Xác nhận đã đọc."""
        content = self.runtime.content
        return self.shown(
            service.confirm(self.session, self.identity, content, notice_id, body.made_at)
        )


@ns.route("/<uuid:notice_id>/answers")
class Answers(InboxResource):
    """Answers to a notice."""

    @operation(
        "answerNotice",
        "inbox",
        access=NoticeAct.ANSWER,
        takes=schemas.NoticeAnswerIn,
        gives=schemas.InboxItemOut,
        status=201,
        refuses=[*_OPEN, errors.ReasonNeeded],
    )
    def post(self, notice_id: UUID, body: schemas.NoticeAnswerIn) -> schemas.InboxItemOut:
        """Trả lời; đổi được cho đến hạn, sau hạn vẫn ghi nhận là muộn."""
        content = self.runtime.content
        return self.shown(
            service.answer(self.session, self.identity, content, notice_id, body.answered())
        )


@ns.route("/<uuid:notice_id>/archiving")
class Archiving(InboxResource):
    """Put away, or taken out again."""

    @operation(
        "archiveNotice",
        "inbox",
        access=NoticeAct.ANSWER,
        takes=schemas.ArchivingIn,
        gives=schemas.InboxItemOut,
        refuses=[errors.NoticeNotFound],
    )
    def put(self, notice_id: UUID, body: schemas.ArchivingIn) -> schemas.InboxItemOut:
        """Cất đi, hoặc lấy lại."""
        return self.shown(
            service.archive(self.session, self.identity, notice_id, away=body.archived)
        )
