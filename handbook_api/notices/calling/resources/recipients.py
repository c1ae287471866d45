"""Recipients and the call list over HTTP."""

from uuid import UUID

from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.http.problems import words_of_request
from handbook_api.notices import errors, queries
from handbook_api.notices.calling import devices, reading, schemas, service
from handbook_api.notices.calling.errors import ContactNotFound, ContactStands
from handbook_api.notices.calling.resources.base import RecipientResource, device_ns, ns
from handbook_api.notices.calling.telling import device_holder_out
from handbook_api.notices.policy import NoticeAct
from handbook_api.organisations.errors import OrganisationNotFound

_ONE = [errors.NoticeNotFound, errors.RecipientNotFound]
_OPEN = [*_ONE, errors.NoticeOver]


@ns.route("/<uuid:notice_id>/recipients")
class Recipients(RecipientResource):
    """Whom a notice was sent to."""

    @operation(
        "listNoticeRecipients",
        "notices",
        access=Access.SIGNED_IN,
        query=schemas.RecipientListQuery,
        gives=schemas.RecipientPageOut,
        refuses=[errors.NoticeNotFound, OrganisationNotFound],
        conditional=False,
    )
    def get(self, notice_id: UUID, query: schemas.RecipientListQuery) -> schemas.RecipientPageOut:
        """Người nhận mình theo dõi, và thông báo đã tới đâu với từng người."""
        row = queries.get_notice(self.session, self.identity, notice_id)
        wanted = query.filter(self.path_of(query.within))
        page = queries.page_of_recipients(
            self.session, self.identity, row, wanted, limit=query.limit, cursor=query.cursor
        )
        telling = self.telling(row.notice)
        items = [telling.recipient(one) for one in page.rows]
        return schemas.RecipientPageOut(items=items, next_cursor=page.next_cursor)


@ns.route("/<uuid:notice_id>/recipients/<uuid:member_id>")
class OneRecipient(RecipientResource):
    """One of them."""

    audited_reads = True

    @operation(
        "getNoticeRecipient",
        "notices",
        access=Access.SIGNED_IN,
        gives=schemas.WholeRecipientOut,
        refuses=_ONE,
        conditional=False,
    )
    def get(self, notice_id: UUID, member_id: UUID) -> schemas.WholeRecipientOut:
        """Một người nhận: các câu trả lời kèm lý do, các lần liên lạc; việc xem được ghi lại."""
        seen = reading.read_recipient(self.session, self.identity, notice_id, member_id)
        return self.telling(seen.row.notice).whole(seen)


@ns.route("/<uuid:notice_id>/call-list")
class CallList(RecipientResource):
    """Whom to call."""

    audited_reads = True

    @operation(
        "getCallList",
        "notices",
        access=Access.SIGNED_IN,
        query=schemas.CallListQuery,
        gives=schemas.CallListOut,
        refuses=[errors.NoticeNotFound, OrganisationNotFound],
        conditional=False,
    )
    def get(self, notice_id: UUID, query: schemas.CallListQuery) -> schemas.CallListOut:
        """Danh sách gọi: ai chưa nhận, chưa trả lời, chưa biết đã đổi, thu hồi; xem có ghi lại."""
        found = reading.read_call_list(
            self.session,
            self.identity,
            self.runtime.content,
            notice_id,
            reading.Part(self.path_of(query.within), query.limit, query.cursor),
        )
        return self.telling(found.row.notice).call_list(found)


@ns.route("/<uuid:notice_id>/recipients/<uuid:member_id>/contacts")
class Contacts(RecipientResource):
    """Tries to reach somebody."""

    @operation(
        "noteContact",
        "notices",
        access=NoticeAct.TELL,
        takes=schemas.ContactIn,
        gives=schemas.NotedOut,
        status=201,
        refuses=_OPEN,
    )
    def post(self, notice_id: UUID, member_id: UUID, body: schemas.ContactIn) -> schemas.NotedOut:
        """Ghi: đã báo được, không nghe máy, số không đúng."""
        tried = body.tried()
        content = self.runtime.content
        noted = service.note_contact(
            self.session, self.identity, content, notice_id, member_id, tried
        )
        return self.telling(noted.row.notice).noted(noted)


@ns.route("/<uuid:notice_id>/recipients/<uuid:member_id>/contacts/<uuid:contact_id>")
class OneContact(RecipientResource):
    """One try."""

    @operation(
        "takeContactBack",
        "notices",
        access=NoticeAct.TELL,
        status=204,
        refuses=[*_OPEN, ContactNotFound, ContactStands],
    )
    def delete(self, notice_id: UUID, member_id: UUID, contact_id: UUID) -> None:
        """Xoá một lần ghi nhầm; chỉ người ghi, trong ngày."""
        content = self.runtime.content
        service.take_back(self.session, self.identity, content, notice_id, member_id, contact_id)


@ns.route("/<uuid:notice_id>/recipients/<uuid:member_id>/answers")
class AnswersFor(RecipientResource):
    """Answers given by mouth or on paper."""

    @operation(
        "answerForRecipient",
        "notices",
        access=NoticeAct.TELL,
        takes=schemas.AnswerForIn,
        gives=schemas.RecipientOut,
        status=201,
        refuses=[*_OPEN, errors.NoticeWithdrawn, errors.AnswerUnknown, errors.ReasonNeeded],
    )
    def post(
        self, notice_id: UUID, member_id: UUID, body: schemas.AnswerForIn
    ) -> schemas.RecipientOut:
        """Ghi giúp câu trả lời; đồng chí đó thấy ai đã ghi."""
        noted = service.answer_for(
            self.session,
            self.identity,
            self.runtime.content,
            notice_id,
            member_id,
            body.answered(),
        )
        return self.telling(noted.row.notice).recipient(noted.found)


@device_ns.route("")
class MemberDevices(RecipientResource):
    """Whose phones ring."""

    @operation(
        "listMemberDevices",
        "notices",
        access=Access.SIGNED_IN,
        query=schemas.DeviceListQuery,
        gives=schemas.DeviceHolderPageOut,
        refuses=[OrganisationNotFound],
        conditional=False,
    )
    def get(self, query: schemas.DeviceListQuery) -> schemas.DeviceHolderPageOut:
        """Đảng viên mình lo báo tin: ai có máy đổ chuông, máy ai đã im lâu, ai chưa có máy."""
        page = devices.page_of_devices(
            self.session,
            self.identity,
            self.runtime.content,
            devices.DeviceFilter(query.state, self.path_of(query.within)),
            limit=query.limit,
            cursor=query.cursor,
        )
        words = words_of_request()
        return schemas.DeviceHolderPageOut(
            items=[device_holder_out(one, words) for one in page.rows],
            next_cursor=page.next_cursor,
        )
