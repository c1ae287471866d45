"""Slips and resets: handed out, listed, confirmed, taken back."""

from uuid import UUID

from flask import Response
from flask_restx import Namespace

from handbook_api.auth import queries, resets, slips
from handbook_api.auth.errors import (
    AccountDisabled,
    AccountNotFound,
    BirthYearMissing,
    NoSlipsToPrint,
    ResetAlreadyConfirmed,
    ResetInstead,
    ResetNotFound,
    SecondPersonNeeded,
    SlipNotFound,
)
from handbook_api.auth.policy import POLICY, AuthAct
from handbook_api.auth.qr import TextTooLongForQr
from handbook_api.auth.resources.base import AuthResource
from handbook_api.auth.schemas import looking_after as schemas
from handbook_api.auth.slip_printing import sheet_of, slip_link
from handbook_api.auth.slips import IssuedSlip, SlipsOfCell
from handbook_api.core.policy import Subject
from handbook_api.http.operations import operation
from handbook_api.http.problems import words_of_request

slips_ns = Namespace("slips", path="/slips")
resets_ns = Namespace("resets", path="/resets")


class SlipResource(AuthResource):
    """An endpoint that gives slips away."""

    def link(self, issued: IssuedSlip) -> str:
        """Return what the QR code says."""
        return slip_link(issued, self.runtime.settings.public_url)


@slips_ns.route("")
class Slips(SlipResource):
    """Slips that were issued, and new ones."""

    @operation(
        "listSlips",
        "accounts",
        access=AuthAct.LIST_ACCOUNTS,
        query=schemas.SlipListQuery,
        gives=schemas.SlipPageOut,
        conditional=False,
    )
    def get(self, query: schemas.SlipListQuery) -> schemas.SlipPageOut:
        """Phiếu đã cấp và tình trạng của từng phiếu, mới nhất trước."""
        POLICY.require(self.identity, AuthAct.LIST_ACCOUNTS, Subject())
        page = queries.page_of_slips(
            self.session,
            self.identity,
            account_id=query.account_id,
            limit=query.limit,
            cursor=query.cursor,
        )
        return schemas.SlipPageOut(
            items=[schemas.slip_out(row, self.rules) for row in page.rows],
            next_cursor=page.next_cursor,
        )

    @operation(
        "issueSlips",
        "accounts",
        keeps_answer=False,
        access=AuthAct.ISSUE_SLIP,
        takes=schemas.IssueSlipsIn,
        gives=schemas.IssuedSlipsOut,
        status=201,
        refuses=[AccountNotFound, AccountDisabled, BirthYearMissing, ResetInstead],
    )
    def post(self, body: schemas.IssueSlipsIn) -> schemas.IssuedSlipsOut:
        """Cấp phiếu đăng nhập; mã chỉ hiện lần này, phiếu cũ của người đó hết hiệu lực."""
        issued = slips.issue_slips(
            self.session, self.identity, body.account_ids, self.rules, self.roles
        )
        items = [schemas.issued_slip_out(one, self.link(one)) for one in issued]
        return schemas.IssuedSlipsOut(items=items)


@slips_ns.route("/sheet")
class SlipSheet(SlipResource):
    """New slips on paper."""

    @operation(
        "printSlips",
        "accounts",
        access=AuthAct.ISSUE_SLIP,
        takes=schemas.SlipSheetIn,
        media_types=["text/html"],
        refuses=[
            AccountNotFound,
            AccountDisabled,
            BirthYearMissing,
            ResetInstead,
            NoSlipsToPrint,
            TextTooLongForQr,
        ],
    )
    def post(self, body: schemas.SlipSheetIn) -> Response:
        """Cấp phiếu và trả về trang để in, tám phiếu một tờ A4; ai không in được thì nêu tên."""
        public_url = self.runtime.settings.public_url
        sheet = sheet_of(self._issue(body), words_of_request(), public_url, body.helper_phone)
        answer = Response(sheet, mimetype="text/html")
        answer.headers["Content-Disposition"] = 'attachment; filename="phieu-dang-nhap.html"'
        return answer

    def _issue(self, body: schemas.SlipSheetIn) -> SlipsOfCell:
        given = (self.rules, self.roles)
        if body.cell_id is not None:
            return slips.issue_slips_of_cell(
                self.session, self.identity, body.cell_id, *given, only_new=body.only_new
            )
        chosen = body.account_ids or []
        return SlipsOfCell(slips.issue_slips(self.session, self.identity, chosen, *given), ())


@slips_ns.route("/<uuid:slip_id>")
class OneSlip(AuthResource):
    """One slip."""

    @operation(
        "revokeSlip",
        "accounts",
        access=AuthAct.REVOKE_SLIP,
        status=204,
        refuses=[SlipNotFound],
    )
    def delete(self, slip_id: UUID) -> None:
        """Thu hồi một phiếu đã cấp."""
        slips.revoke_slip(self.session, self.identity, slip_id, self.roles)


@resets_ns.route("")
class Resets(AuthResource):
    """Resets that wait."""

    @operation(
        "listResets",
        "accounts",
        access=AuthAct.LIST_ACCOUNTS,
        query=schemas.ResetListQuery,
        gives=schemas.ResetPageOut,
        conditional=False,
    )
    def get(self, query: schemas.ResetListQuery) -> schemas.ResetPageOut:
        """Các mã đặt lại mật khẩu chưa dùng; mã chờ người thứ hai xác nhận đứng trước."""
        POLICY.require(self.identity, AuthAct.LIST_ACCOUNTS, Subject())
        page = queries.page_of_resets(
            self.session, self.identity, limit=query.limit, cursor=query.cursor
        )
        return schemas.ResetPageOut(
            items=[schemas.reset_out(row, self.identity) for row in page.rows],
            next_cursor=page.next_cursor,
        )


@resets_ns.route("/<uuid:reset_id>")
class OneReset(AuthResource):
    """One reset."""

    @operation(
        "withdrawReset",
        "accounts",
        access=AuthAct.WITHDRAW_RESET,
        status=204,
        refuses=[ResetNotFound],
    )
    def delete(self, reset_id: UUID) -> None:
        """Huỷ một mã đặt lại mật khẩu chưa dùng."""
        resets.withdraw_reset(self.session, self.identity, reset_id, self.roles)


@resets_ns.route("/<uuid:reset_id>/confirmation")
class ResetConfirmation(AuthResource):
    """A second officer agrees."""

    @operation(
        "confirmReset",
        "accounts",
        access=AuthAct.CONFIRM_RESET,
        status=204,
        refuses=[ResetNotFound, SecondPersonNeeded, ResetAlreadyConfirmed],
    )
    def post(self, reset_id: UUID) -> None:
        """Người thứ hai xác nhận việc đặt lại mật khẩu của người giữ vai trò trên cấp chi bộ."""
        resets.confirm_reset(self.session, self.identity, reset_id, self.roles)
