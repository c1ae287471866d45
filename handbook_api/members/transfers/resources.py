"""Transfers over HTTP: begun, looked at by those who have a part in them, moved on."""

from uuid import UUID

from flask_restx import Namespace

from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.http.wire import PageOut
from handbook_api.members.errors import MemberNotFound
from handbook_api.members.transfers import errors, queries, schemas, service
from handbook_api.members.transfers.policy import TransferAct
from handbook_api.organisations.errors import OrganisationClosed

ns = Namespace("transfers", path="/transfers")


class TransferPageOut(PageOut[schemas.TransferBrief]):
    """A page of transfers."""


class TransferResource(ApiResource):
    """What the resources of transfers share."""

    def shown(self, row: queries.TransferRow) -> schemas.TransferOut:
        """Return a transfer as whoever asks sees it."""
        session, viewer, content = self.session, self.identity, self.runtime.content
        steps = queries.steps_of(session, viewer, row)
        return schemas.transfer_out(session, viewer, content, row, steps, language_of_request())


@ns.route("")
class Transfers(TransferResource):
    """The transfers one has a part in."""

    @operation(
        "listTransfers",
        "transfers",
        access=Access.SIGNED_IN,
        query=schemas.TransferListQuery,
        gives=TransferPageOut,
        conditional=False,
    )
    def get(self, query: schemas.TransferListQuery) -> TransferPageOut:
        """Các lần chuyển sinh hoạt của mình, của chi bộ, của đảng bộ; mới nhất trước."""
        content, language = self.runtime.content, language_of_request()
        page = queries.page_of_transfers(
            self.session,
            self.identity,
            query.filter(content),
            limit=query.limit,
            cursor=query.cursor,
        )
        return TransferPageOut(
            items=[schemas.transfer_brief(content, row, language) for row in page.rows],
            next_cursor=page.next_cursor,
        )

    @operation(
        "startTransfer",
        "transfers",
        access=TransferAct.START,
        takes=schemas.TransferIn,
        gives=schemas.TransferOut,
        status=201,
        refuses=[
            MemberNotFound,
            errors.UnknownKind,
            errors.NotMovable,
            errors.UnderWay,
            errors.PersonNeeded,
            errors.PlaceNeeded,
            errors.CellNeeded,
            errors.CellUnknown,
            errors.SameCell,
            errors.ReasonNeeded,
            errors.DaysNeeded,
            errors.StayLength,
            errors.DayNotPossible,
        ],
    )
    def post(self, body: schemas.TransferIn) -> schemas.TransferOut:
        """Đề nghị chuyển sinh hoạt, hoặc ghi nhận giấy giới thiệu của người từ nơi khác đến."""
        asked = service.NewTransfer(**body.model_dump())
        return self.shown(
            service.start_transfer(self.session, self.identity, self.runtime.content, asked)
        )


@ns.route("/<uuid:transfer_id>")
class OneTransfer(TransferResource):
    """One transfer."""

    audited_reads = True

    @operation(
        "getTransfer",
        "transfers",
        access=Access.SIGNED_IN,
        gives=schemas.TransferOut,
        refuses=[errors.TransferNotFound],
        conditional=False,
    )
    def get(self, transfer_id: UUID) -> schemas.TransferOut:
        """Một lần chuyển sinh hoạt: đang ở đâu, ai đã làm gì, mình làm được bước nào."""
        return self.shown(service.read_transfer(self.session, self.identity, transfer_id))


@ns.route("/<uuid:transfer_id>/steps")
class TransferSteps(TransferResource):
    """The steps of a transfer."""

    @operation(
        "stepTransfer",
        "transfers",
        access=TransferAct.STEP,
        takes=schemas.TransferStepIn,
        gives=schemas.TransferOut,
        status=201,
        refuses=[
            errors.TransferNotFound,
            errors.StepNotOpen,
            errors.ReasonNeeded,
            errors.CellNeeded,
            errors.CellUnknown,
            errors.SameCell,
            errors.DayNotPossible,
            errors.RecordNeeded,
            errors.NotMovable,
            OrganisationClosed,
        ],
    )
    def post(self, transfer_id: UUID, body: schemas.TransferStepIn) -> schemas.TransferOut:
        """Làm một bước: đồng ý, giới thiệu, tiếp nhận, hoàn tất, trả lại, rút, kết thúc."""
        taken = service.StepTaken(**body.model_dump())
        content = self.runtime.content
        return self.shown(
            service.take_step(self.session, self.identity, content, transfer_id, taken)
        )
