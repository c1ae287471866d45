"""One's own data and the requests about it, and the register of breaches, over HTTP."""

from uuid import UUID

from flask_restx import Namespace

from handbook_api.auth.errors import LOCKED
from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request, words_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.http.wire import PageOut
from handbook_api.members.data_rights import errors, queries, schemas, service
from handbook_api.members.data_rights.policy import BreachAct, DataAct
from handbook_api.members.data_rights.schemas import own_data
from handbook_api.members.errors import MemberNotFound
from handbook_api.organisations.errors import OrganisationNotFound

own = Namespace("own-data", path="/me")
requests = Namespace("data-requests", path="/data-requests")
breaches = Namespace("breaches", path="/breaches")

#: Every namespace of this room.
NAMESPACES = (own, requests, breaches)


class DataRequestPageOut(PageOut[schemas.DataRequestBrief]):
    """A page of data requests."""


class BreachPageOut(PageOut[schemas.BreachBrief]):
    """A page of the register."""


class DataResource(ApiResource):
    """What the resources of requests and breaches share."""

    def shown(self, row: queries.RequestRow) -> schemas.DataRequestOut:
        """Return a data request with its words."""
        return schemas.request_out(
            self.session, self.runtime.content, row, words_of_request(), language_of_request()
        )

    def shown_breach(self, row: queries.BreachRow) -> schemas.BreachOut:
        """Return a breach with its words and steps."""
        steps = queries.steps_of_breach(self.session, self.identity, row)
        return schemas.breach_out(self.session, row, steps, words_of_request())


@own.route("/data")
class OwnDataDocument(DataResource):
    """Everything held about oneself."""

    audited_reads = True

    @operation(
        "getOwnData",
        "own-data",
        access=DataAct.READ_OWN,
        gives=own_data.OwnDataOut,
        refuses=LOCKED,
        conditional=False,
    )
    def get(self) -> own_data.OwnDataOut:
        """Tất cả những gì sổ tay giữ về mình, trong một tệp: hồ sơ, tài khoản, ai đã xem."""
        session, viewer, content = self.session, self.identity, self.runtime.content
        data = service.gather_own_data(session, viewer, content)
        return own_data.own_data_out(
            session, viewer, content, data, words_of_request(), language_of_request()
        )


@own.route("/data-requests")
class OwnRequests(DataResource):
    """One's own data requests."""

    @operation(
        "listOwnDataRequests",
        "own-data",
        access=DataAct.ASK,
        gives=schemas.DataRequestsOut,
        refuses=[MemberNotFound, *LOCKED],
        conditional=False,
    )
    def get(self) -> schemas.DataRequestsOut:
        """Các yêu cầu của mình về dữ liệu cá nhân, và lời trả lời."""
        rows = service.own_requests(self.session, self.identity)
        return schemas.DataRequestsOut(items=[self.shown(row) for row in rows])

    @operation(
        "askAboutOwnData",
        "own-data",
        access=DataAct.ASK,
        takes=schemas.DataRequestIn,
        gives=schemas.DataRequestOut,
        status=201,
        refuses=[
            MemberNotFound,
            *LOCKED,
            errors.UnknownRequestKind,
            errors.AskedAlready,
            errors.TooManyWaiting,
        ],
    )
    def post(self, body: schemas.DataRequestIn) -> schemas.DataRequestOut:
        """Gửi yêu cầu về dữ liệu của mình: được biết, xem, sửa, xóa, hạn chế, khiếu nại."""
        said = service.NewRequest(body.kind, body.text)
        return self.shown(service.ask(self.session, self.identity, self.runtime.content, said))


@own.route("/data-requests/<uuid:request_id>")
class OwnRequest(DataResource):
    """One of one's own data requests."""

    @operation(
        "withdrawDataRequest",
        "own-data",
        access=DataAct.ASK,
        status=204,
        refuses=[errors.RequestNotFound, errors.RequestDone],
    )
    def delete(self, request_id: UUID) -> None:
        """Rút yêu cầu chưa được trả lời."""
        service.withdraw(self.session, self.identity, request_id)


@requests.route("")
class DataRequests(DataResource):
    """The queue of an organisation officer."""

    @operation(
        "listDataRequests",
        "data-requests",
        access=Access.SIGNED_IN,
        query=schemas.DataRequestListQuery,
        gives=DataRequestPageOut,
        conditional=False,
    )
    def get(self, query: schemas.DataRequestListQuery) -> DataRequestPageOut:
        """Các yêu cầu về dữ liệu cá nhân trong đảng bộ; mới nhất trước."""
        page = queries.page_of_requests(
            self.session,
            self.identity,
            states=query.state,
            overdue=query.overdue,
            limit=query.limit,
            cursor=query.cursor,
        )
        words, language = words_of_request(), language_of_request()
        content = self.runtime.content
        return DataRequestPageOut(
            items=[schemas.request_brief(content, row, words, language) for row in page.rows],
            next_cursor=page.next_cursor,
        )

    @operation(
        "enterPaperRequest",
        "data-requests",
        access=DataAct.ENTER,
        takes=schemas.PaperRequestIn,
        gives=schemas.DataRequestOut,
        status=201,
        refuses=[MemberNotFound, errors.UnknownRequestKind, errors.ReceivedInFuture],
    )
    def post(self, body: schemas.PaperRequestIn) -> schemas.DataRequestOut:
        """Ghi vào sổ một yêu cầu gửi bằng giấy."""
        said = service.NewRequest(body.kind, body.text)
        row = service.enter_paper(
            self.session,
            self.identity,
            self.runtime.content,
            body.member_id,
            said,
            body.received_on,
        )
        return self.shown(row)


@requests.route("/<uuid:request_id>")
class OneDataRequest(DataResource):
    """One data request."""

    audited_reads = True

    @operation(
        "getDataRequest",
        "data-requests",
        access=Access.SIGNED_IN,
        gives=schemas.DataRequestOut,
        refuses=[errors.RequestNotFound, *LOCKED],
        conditional=False,
    )
    def get(self, request_id: UUID) -> schemas.DataRequestOut:
        """Một yêu cầu, cả lời của người yêu cầu."""
        return self.shown(service.read_request(self.session, self.identity, request_id))


@requests.route("/<uuid:request_id>/answer")
class DataRequestAnswer(DataResource):
    """The answer to a data request."""

    @operation(
        "answerDataRequest",
        "data-requests",
        access=DataAct.ANSWER,
        takes=schemas.AnswerIn,
        gives=schemas.DataRequestOut,
        refuses=[errors.RequestNotFound, errors.RequestDone],
    )
    def post(self, request_id: UUID, body: schemas.AnswerIn) -> schemas.DataRequestOut:
        """Trả lời người yêu cầu; đồng hồ hai ngày làm việc dừng lại."""
        content = self.runtime.content
        given = (body.outcome, body.text)
        return self.shown(service.answer(self.session, self.identity, content, request_id, *given))


@requests.route("/<uuid:request_id>/carrying-out")
class DataRequestCarryingOut(DataResource):
    """That what was agreed to has been done."""

    @operation(
        "noteDataRequestCarriedOut",
        "data-requests",
        access=DataAct.ANSWER,
        gives=schemas.DataRequestOut,
        refuses=[errors.RequestNotFound, errors.NotYetAnswered, errors.RequestDone],
    )
    def post(self, request_id: UUID) -> schemas.DataRequestOut:
        """Ghi nhận đã làm xong việc đã đồng ý."""
        return self.shown(service.note_carried_out(self.session, self.identity, request_id))


@breaches.route("")
class Breaches(DataResource):
    """The register of breaches."""

    @operation(
        "listBreaches",
        "breaches",
        access=Access.SIGNED_IN,
        query=schemas.BreachListQuery,
        gives=BreachPageOut,
        conditional=False,
    )
    def get(self, query: schemas.BreachListQuery) -> BreachPageOut:
        """Sổ vi phạm dữ liệu cá nhân; mới phát hiện trước."""
        page = queries.page_of_breaches(
            self.session,
            self.identity,
            overdue=query.overdue,
            limit=query.limit,
            cursor=query.cursor,
        )
        words = words_of_request()
        return BreachPageOut(
            items=[schemas.breach_brief(row, words) for row in page.rows],
            next_cursor=page.next_cursor,
        )

    @operation(
        "enterBreach",
        "breaches",
        access=BreachAct.ENTER,
        takes=schemas.BreachIn,
        gives=schemas.BreachOut,
        status=201,
        refuses=[OrganisationNotFound, errors.InstantNotPossible],
    )
    def post(self, body: schemas.BreachIn) -> schemas.BreachOut:
        """Ghi một vụ vi phạm vừa phát hiện; đồng hồ 72 giờ chạy từ lúc phát hiện."""
        said = service.NewBreach(**body.model_dump())
        return self.shown_breach(
            service.enter_breach(self.session, self.identity, self.runtime.content, said)
        )


@breaches.route("/<uuid:breach_id>")
class OneBreach(DataResource):
    """One breach."""

    audited_reads = True

    @operation(
        "getBreach",
        "breaches",
        access=BreachAct.READ,
        gives=schemas.BreachOut,
        refuses=[errors.BreachNotFound],
        conditional=False,
    )
    def get(self, breach_id: UUID) -> schemas.BreachOut:
        """Một vụ, cả diễn biến và những việc đã làm."""
        return self.shown_breach(service.read_breach(self.session, self.identity, breach_id))


@breaches.route("/<uuid:breach_id>/steps")
class BreachSteps(DataResource):
    """What is done about a breach."""

    @operation(
        "stepBreach",
        "breaches",
        access=BreachAct.STEP,
        takes=schemas.BreachStepIn,
        gives=schemas.BreachOut,
        status=201,
        refuses=[
            errors.BreachNotFound,
            errors.BreachClosed,
            errors.InstantNotPossible,
            errors.WhyNotReported,
        ],
    )
    def post(self, breach_id: UUID, body: schemas.BreachStepIn) -> schemas.BreachOut:
        """Ghi một việc đã làm: báo cơ quan chuyên trách, báo người bị ảnh hưởng, kết thúc."""
        taken = service.BreachStepTaken(**body.model_dump())
        return self.shown_breach(
            service.take_breach_step(self.session, self.identity, breach_id, taken)
        )
