"""Accounts of others, for those who look after them."""

from uuid import UUID

from flask_restx import Namespace

from handbook_api.auth import looking_after, queries, resets
from handbook_api.auth.errors import (
    AccountDisabled,
    AccountNotFound,
    AlreadyDisabled,
    AlreadyEnabled,
    DisabledAbove,
    NotYourself,
)
from handbook_api.auth.policy import POLICY, AuthAct
from handbook_api.auth.resources.base import AuthResource
from handbook_api.auth.schemas import looking_after as schemas
from handbook_api.auth.schemas.own import EndedOut
from handbook_api.core.policy import Subject
from handbook_api.http.operations import operation
from handbook_api.http.problems import words_of_request

ns = Namespace("accounts", path="/accounts")


@ns.route("")
class Accounts(AuthResource):
    """The accounts one looks after."""

    @operation(
        "listAccounts",
        "accounts",
        access=AuthAct.LIST_ACCOUNTS,
        query=schemas.AccountListQuery,
        gives=schemas.AccountPageOut,
        conditional=False,
    )
    def get(self, query: schemas.AccountListQuery) -> schemas.AccountPageOut:
        """Tài khoản trong phạm vi mình trông coi, theo tên."""
        POLICY.require(self.identity, AuthAct.LIST_ACCOUNTS, Subject())
        wanted = queries.AccountFilter(query.state, query.cell_id)
        page = queries.page_of_accounts(
            self.session, self.identity, wanted, limit=query.limit, cursor=query.cursor
        )
        words = words_of_request()
        return schemas.AccountPageOut(
            items=[schemas.account_out(row, words) for row in page.rows],
            next_cursor=page.next_cursor,
        )


class AccountResource(AuthResource):
    """One account, answered as it stands after the act."""

    def shown(self, account_id: UUID) -> schemas.AccountOut:
        """Return the account as the viewer reads it."""
        row = queries.get_account_row(self.session, self.identity, account_id)
        return schemas.account_out(row, words_of_request())


@ns.route("/<uuid:account_id>")
class OneAccount(AccountResource):
    """One account."""

    @operation(
        "getAccount",
        "accounts",
        access=AuthAct.LIST_ACCOUNTS,
        gives=schemas.AccountOut,
        conditional=False,
        refuses=[AccountNotFound],
    )
    def get(self, account_id: UUID) -> schemas.AccountOut:
        """Một tài khoản: trạng thái, thiết bị, chi bộ."""
        shown = self.shown(account_id)
        POLICY.require(self.identity, AuthAct.LIST_ACCOUNTS, Subject())
        return shown


@ns.route("/<uuid:account_id>/disabling")
class Disabling(AccountResource):
    """An account is switched off."""

    @operation(
        "disableAccount",
        "accounts",
        access=AuthAct.DISABLE,
        takes=schemas.DisableIn,
        gives=schemas.AccountOut,
        refuses=[AccountNotFound, NotYourself, AlreadyDisabled],
    )
    def post(self, account_id: UUID, body: schemas.DisableIn) -> schemas.AccountOut:
        """Khoá tài khoản: mọi thiết bị bị đăng xuất ngay, phiếu và mã đã cấp hết hiệu lực."""
        reason, actor = body.reason.value, self.identity
        looking_after.disable_account(self.session, actor, account_id, reason, self.roles)
        return self.shown(account_id)


@ns.route("/<uuid:account_id>/enabling")
class Enabling(AccountResource):
    """An account is switched on."""

    @operation(
        "enableAccount",
        "accounts",
        access=AuthAct.ENABLE,
        gives=schemas.AccountOut,
        refuses=[AccountNotFound, NotYourself, AlreadyEnabled, DisabledAbove],
    )
    def post(self, account_id: UUID) -> schemas.AccountOut:
        """Mở lại tài khoản đã khoá; tài khoản do cấp trên khoá thì cấp trên mở."""
        looking_after.enable_account(self.session, self.identity, account_id, self.roles)
        return self.shown(account_id)


@ns.route("/<uuid:account_id>/sessions")
class AccountSessions(AuthResource):
    """Devices of somebody who lost one."""

    @operation(
        "endSessionsOfAccount",
        "accounts",
        access=AuthAct.END_SESSIONS,
        gives=EndedOut,
        refuses=[AccountNotFound],
    )
    def delete(self, account_id: UUID) -> EndedOut:
        """Đăng xuất mọi thiết bị của một người, ví dụ khi mất điện thoại."""
        ended = looking_after.sign_out_everywhere(
            self.session, self.identity, account_id, self.roles
        )
        return EndedOut(ended=ended)


@ns.route("/<uuid:account_id>/resets")
class AccountResets(AuthResource):
    """Help with a lost password."""

    @operation(
        "openReset",
        "accounts",
        keeps_answer=False,
        access=AuthAct.OPEN_RESET,
        takes=schemas.ResetIn,
        gives=schemas.OpenedResetOut,
        status=201,
        refuses=[AccountNotFound, NotYourself, AccountDisabled],
    )
    def post(self, account_id: UUID, body: schemas.ResetIn) -> schemas.OpenedResetOut:
        """Cấp mã đặt lại mật khẩu để trao tận tay; mã chỉ hiện lần này."""
        opened = resets.open_reset(
            self.session,
            self.identity,
            account_id,
            self.rules,
            self.roles,
            removes_factor=body.removes_factor,
        )
        return schemas.opened_reset_out(opened)
