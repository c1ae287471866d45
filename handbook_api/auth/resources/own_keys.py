"""What one's own account is locked with: password, chosen name, one-time codes."""

from flask_restx import Namespace

from handbook_api.auth import own_account, passwords, second_factor
from handbook_api.auth.errors import (
    LOCKED,
    CodeWrong,
    FactorAlreadyOn,
    FactorNotBegun,
    NameNotUnderstood,
    NameTaken,
    PasswordFirst,
    PasswordWrong,
    TooManyTries,
)
from handbook_api.auth.qr import qr_svg
from handbook_api.auth.resources.base import AuthResource
from handbook_api.auth.resources.signing_in import PASSWORD_REFUSALS
from handbook_api.auth.schemas import own as schemas
from handbook_api.auth.schemas.signing_in import CodeIn
from handbook_api.core.policy import Access, PasswordNeeded
from handbook_api.http.operations import operation

ns = Namespace("my-keys", path="/me")

_CODE_REFUSALS = (CodeWrong, FactorNotBegun, TooManyTries, PasswordNeeded)


@ns.route("/password")
class OwnPassword(AuthResource):
    """My password."""

    @operation(
        "setMyPassword",
        "me",
        access=Access.SIGNED_IN,
        takes=schemas.PasswordIn,
        status=204,
        in_steps=True,
        refuses=[PasswordWrong, TooManyTries, *LOCKED, *PASSWORD_REFUSALS],
    )
    def put(self, body: schemas.PasswordIn) -> None:
        """Đặt hoặc đổi mật khẩu; các thiết bị khác bị đăng xuất."""
        actor = self.identity
        own_account.set_own_password(self.step, actor, body.current, body.new, self.rules)


@ns.route("/sign-in-name")
class OwnName(AuthResource):
    """The name I chose."""

    @operation(
        "chooseMyName",
        "me",
        access=Access.SIGNED_IN,
        takes=schemas.ChosenNameIn,
        status=204,
        in_steps=True,
        refuses=[NameNotUnderstood, NameTaken, TooManyTries, PasswordNeeded],
    )
    def put(self, body: schemas.ChosenNameIn) -> None:
        """Tự đặt tên đăng nhập, thay tên đã đặt trước; cần đăng nhập bằng mật khẩu."""
        own_account.choose_name(self.step, self.identity, body.name, self.rules)

    @operation(
        "dropMyName",
        "me",
        access=Access.SIGNED_IN,
        status=204,
        in_steps=True,
        refuses=[TooManyTries, PasswordNeeded],
    )
    def delete(self) -> None:
        """Bỏ tên đăng nhập tự đặt; cần đăng nhập bằng mật khẩu."""
        own_account.choose_name(self.step, self.identity, None, self.rules)


@ns.route("/one-time-codes")
class OneTimeCodes(AuthResource):
    """Codes from an app."""

    @operation(
        "beginOneTimeCodes",
        "me",
        access=Access.SIGNED_IN,
        takes=schemas.PasswordProofIn,
        gives=schemas.BeginningOut,
        in_steps=True,
        refuses=[
            PasswordFirst,
            PasswordNeeded,
            PasswordWrong,
            FactorAlreadyOn,
            TooManyTries,
            passwords.SignInBusy,
        ],
    )
    def post(self, body: schemas.PasswordProofIn) -> schemas.BeginningOut:
        """Bắt đầu cài mã một lần: nhận khoá để đưa vào ứng dụng xác thực."""
        begun = second_factor.begin_factor(self.step, self.identity, body.password, self.rules)
        return schemas.BeginningOut(secret=begun.secret, uri=begun.uri, qr_svg=qr_svg(begun.uri))


@ns.route("/one-time-codes/confirmation")
class OneTimeCodesConfirmation(AuthResource):
    """The first code."""

    @operation(
        "confirmOneTimeCodes",
        "me",
        access=Access.SIGNED_IN,
        takes=CodeIn,
        gives=schemas.BackupCodesOut,
        in_steps=True,
        refuses=[*_CODE_REFUSALS, FactorAlreadyOn],
    )
    def post(self, body: CodeIn) -> schemas.BackupCodesOut:
        """Nhập mã đầu tiên để bật mã một lần; nhận các mã dự phòng, chỉ hiện lần này."""
        made = second_factor.confirm_factor(self.step, self.identity, body.code, self.rules)
        return schemas.BackupCodesOut(codes=list(made))


@ns.route("/one-time-codes/removal")
class OneTimeCodesRemoval(AuthResource):
    """No more codes."""

    @operation(
        "removeOneTimeCodes",
        "me",
        access=Access.SIGNED_IN,
        takes=CodeIn,
        status=204,
        in_steps=True,
        refuses=_CODE_REFUSALS,
    )
    def post(self, body: CodeIn) -> None:
        """Tắt mã một lần (cần một mã còn dùng được); vai trò trên cấp chi bộ sẽ nghỉ."""
        second_factor.remove_factor(self.step, self.identity, body.code, self.rules)


@ns.route("/backup-codes")
class BackupCodes(AuthResource):
    """Codes for the day the phone is lost."""

    @operation(
        "renewBackupCodes",
        "me",
        access=Access.SIGNED_IN,
        takes=CodeIn,
        gives=schemas.BackupCodesOut,
        in_steps=True,
        refuses=_CODE_REFUSALS,
    )
    def post(self, body: CodeIn) -> schemas.BackupCodesOut:
        """Cấp bộ mã dự phòng mới, bộ cũ hết hiệu lực; chỉ hiện lần này."""
        made = second_factor.renew_backup_codes(self.step, self.identity, body.code, self.rules)
        return schemas.BackupCodesOut(codes=list(made))
