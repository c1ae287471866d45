"""The door: sign in by password or slip, keep a session going, leave."""

from flask_restx import Namespace

from handbook_api.auth import passwords, resets, second_factor, sessions, slip_use
from handbook_api.auth.errors import (
    AccountDisabled,
    BirthYearWrong,
    CodesBusy,
    CodeWrong,
    FactorNotBegun,
    NotRecognised,
    ResetUnconfirmed,
    ResetUnknown,
    SessionEnded,
    SlipBlocked,
    SlipExpired,
    SlipRevoked,
    SlipSpent,
    SlipUnknown,
    TooManyTries,
)
from handbook_api.auth.locking import lock_device
from handbook_api.auth.resources.base import AuthResource
from handbook_api.auth.schemas.signing_in import (
    CodeIn,
    RefreshIn,
    ResetUseIn,
    SignInIn,
    SlipIn,
    SlipSeenOut,
    SlipUseIn,
    TokensOut,
    slip_seen_out,
    tokens_out,
)
from handbook_api.auth.sign_in import sign_in
from handbook_api.core.policy import Access, PasswordNeeded
from handbook_api.db import audit
from handbook_api.http.operations import operation

ns = Namespace("auth", path="/auth")

_SLIP_REFUSALS = (SlipUnknown, SlipExpired, SlipSpent, SlipRevoked, SlipBlocked, CodesBusy)

#: What keeps a new password from being taken.
PASSWORD_REFUSALS = (
    passwords.PasswordTooShort,
    passwords.PasswordTooLong,
    passwords.PasswordCommon,
    passwords.PasswordPersonal,
    passwords.SignInBusy,
)


@ns.route("/sign-in")
class SignIn(AuthResource):
    """By name and password."""

    @operation(
        "signIn",
        "auth",
        access=Access.PUBLIC,
        takes=SignInIn,
        gives=TokensOut,
        in_steps=True,
        refuses=[NotRecognised, TooManyTries, AccountDisabled, passwords.SignInBusy],
    )
    def post(self, body: SignInIn) -> TokensOut:
        """Đăng nhập bằng số thẻ đảng, số điện thoại hoặc tên tự đặt, và mật khẩu."""
        given = sign_in(self.step, body.name, body.password, body.device, self.rules)
        return tokens_out(given)


@ns.route("/slip/looking")
class SlipLooking(AuthResource):
    """A slip before it is used."""

    @operation(
        "lookAtSlip",
        "auth",
        access=Access.PUBLIC,
        takes=SlipIn,
        gives=SlipSeenOut,
        in_steps=True,
        refuses=_SLIP_REFUSALS,
    )
    def post(self, body: SlipIn) -> SlipSeenOut:
        """Xem phiếu của ai trước khi dùng; việc xem không làm mất lượt dùng."""
        seen = slip_use.look_at_slip(self.step, body.code, self.address, self.rules)
        return slip_seen_out(seen)


@ns.route("/slip/sign-in")
class SlipSignIn(AuthResource):
    """By slip and birth year."""

    @operation(
        "signInBySlip",
        "auth",
        access=Access.PUBLIC,
        takes=SlipUseIn,
        gives=TokensOut,
        in_steps=True,
        refuses=[*_SLIP_REFUSALS, BirthYearWrong, AccountDisabled],
    )
    def post(self, body: SlipUseIn) -> TokensOut:
        """Đăng nhập bằng phiếu và năm sinh; lần đầu thì tài khoản bắt đầu hoạt động."""
        used = slip_use.Used(body.code, self.address, body.birth_year, body.device)
        return tokens_out(slip_use.use_slip(self.step, used, self.rules, self.roles))


@ns.route("/refresh")
class Refresh(AuthResource):
    """A session goes on."""

    @operation(
        "refreshSession",
        "auth",
        access=Access.PUBLIC,
        takes=RefreshIn,
        gives=TokensOut,
        in_steps=True,
        refuses=[SessionEnded],
    )
    def post(self, body: RefreshIn) -> TokensOut:
        """Đổi mã làm mới lấy cặp mã mới. Mã đã đổi mà gửi lại sau đó thì phiên chấm dứt."""
        return tokens_out(sessions.refresh(self.step, body.refresh_token, self.rules))


@ns.route("/sign-out")
class SignOut(AuthResource):
    """A session ends."""

    @operation("signOut", "auth", access=Access.SIGNED_IN, status=204)
    def post(self) -> None:
        """Đăng xuất khỏi máy này."""
        if self.identity.session_id is not None:
            device = lock_device(self.session, self.identity.session_id)
            sessions.end_session(device, "signed_out")
            account = str(device.account_id)
            audit.record(self.session, self.identity, "auth.sign_out", "account", account)


@ns.route("/second-factor")
class SecondFactor(AuthResource):
    """A session becomes surer."""

    @operation(
        "giveSecondFactor",
        "auth",
        access=Access.SIGNED_IN,
        takes=CodeIn,
        gives=TokensOut,
        in_steps=True,
        refuses=[CodeWrong, FactorNotBegun, TooManyTries, PasswordNeeded],
    )
    def post(self, body: CodeIn) -> TokensOut:
        """Nhập mã một lần (hoặc mã dự phòng) để vai trò trên cấp chi bộ có hiệu lực."""
        return tokens_out(second_factor.step_up(self.step, self.identity, body.code, self.rules))


@ns.route("/reset")
class ResetUse(AuthResource):
    """A new password with a code handed over face to face."""

    @operation(
        "useReset",
        "auth",
        access=Access.PUBLIC,
        takes=ResetUseIn,
        status=204,
        in_steps=True,
        refuses=[ResetUnknown, ResetUnconfirmed, CodesBusy, AccountDisabled, *PASSWORD_REFUSALS],
    )
    def post(self, body: ResetUseIn) -> None:
        """Đặt mật khẩu mới bằng mã mà bí thư trao tận tay; mọi thiết bị bị đăng xuất."""
        typed = resets.TypedReset(body.name, body.code, body.password, self.address)
        resets.use_reset(self.step, typed, self.rules, self.roles)
