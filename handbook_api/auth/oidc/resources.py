"""Signing in through a provider, over HTTP."""

from flask_restx import Namespace

from handbook_api.auth.errors import (
    AccountDisabled,
    FactorNotBegun,
    FactorStale,
    PasswordFirst,
    PasswordWrong,
    TooManyTries,
)
from handbook_api.auth.oidc import errors, queries, schemas, service
from handbook_api.auth.oidc.provider import Provider, provider_of
from handbook_api.auth.passwords import SignInBusy
from handbook_api.auth.resources.base import AuthResource
from handbook_api.auth.schemas.own import PasswordProofIn
from handbook_api.auth.schemas.signing_in import TokensOut, tokens_out
from handbook_api.core.policy import Access
from handbook_api.http.operations import operation

ns = Namespace("oidc", path="/")


class OidcResource(AuthResource):
    """An endpoint that is there only when a provider is set up."""

    @property
    def provider(self) -> Provider:
        """The provider. Raises OidcOff."""
        return provider_of(self.runtime.settings)


@ns.route("/auth/oidc")
class OidcSignIn(OidcResource):
    """The way to the provider."""

    @operation(
        "getOidc",
        "auth",
        access=Access.PUBLIC,
        gives=schemas.OfferOut,
        conditional=False,
        refuses=[errors.OidcOff],
    )
    def get(self) -> schemas.OfferOut:
        """Có đăng nhập qua nhà cung cấp định danh không, và tên của nút."""
        return schemas.OfferOut(name=self.provider.name)

    @operation(
        "beginOidc",
        "auth",
        access=Access.PUBLIC,
        gives=schemas.BegunOut,
        status=201,
        in_steps=True,
        refuses=[errors.OidcOff, errors.OidcUnavailable],
    )
    def post(self) -> schemas.BegunOut:
        """Bắt đầu một lượt đăng nhập qua nhà cung cấp định danh; dùng một lần, trong ít phút."""
        return schemas.begun_out(service.begin_sign_in(self.step, self.provider, self.rules))


@ns.route("/auth/oidc/callback")
class OidcCallback(OidcResource):
    """The way back."""

    @operation(
        "finishOidc",
        "auth",
        access=Access.PUBLIC,
        takes=schemas.OidcSignInIn,
        gives=TokensOut,
        in_steps=True,
        refuses=[
            errors.OidcOff,
            errors.OidcUnavailable,
            errors.OidcWalkOver,
            errors.OidcRefused,
            errors.OidcUnknown,
            AccountDisabled,
        ],
    )
    def post(self, body: schemas.OidcSignInIn) -> TokensOut:
        """Đăng nhập bằng mã mà nhà cung cấp định danh trả về. Không bao giờ tạo tài khoản mới."""
        given = service.finish_sign_in(
            self.step, self.provider, body.returned(), body.walk, body.device, self.rules
        )
        return tokens_out(given)


@ns.route("/me/oidc")
class OwnOidc(OidcResource):
    """One's own link."""

    @operation(
        "getOwnOidc",
        "me",
        access=Access.SIGNED_IN,
        gives=schemas.LinkOut,
        conditional=False,
        refuses=[errors.OidcOff],
    )
    def get(self) -> schemas.LinkOut:
        """Tài khoản của mình đã liên kết với định danh bên ngoài chưa."""
        provider = self.provider
        linked = queries.own_identity(self.session, self.identity, provider.issuer)
        return schemas.link_out(provider, linked)

    @operation(
        "beginLinkingOidc",
        "me",
        access=Access.SIGNED_IN,
        takes=PasswordProofIn,
        gives=schemas.BegunOut,
        status=201,
        in_steps=True,
        refuses=[
            errors.OidcOff,
            errors.OidcUnavailable,
            PasswordFirst,
            PasswordWrong,
            TooManyTries,
            FactorNotBegun,
            FactorStale,
            SignInBusy,
        ],
    )
    def post(self, body: PasswordProofIn) -> schemas.BegunOut:
        """Bắt đầu liên kết với định danh của mình; cần mật khẩu, và mã một lần nếu đã bật."""
        begun = service.begin_linking(
            self.step, self.identity, self.provider, body.password, self.rules, self.roles
        )
        return schemas.begun_out(begun)

    @operation(
        "unlinkOidc",
        "me",
        access=Access.SIGNED_IN,
        status=204,
        refuses=[errors.OidcOff, errors.OidcNotLinked],
    )
    def delete(self) -> None:
        """Bỏ liên kết; các thiết bị khác bị đăng xuất."""
        service.unlink(self.session, self.identity, self.provider)


@ns.route("/me/oidc/callback")
class OwnOidcCallback(OidcResource):
    """The way back of a link."""

    @operation(
        "finishLinkingOidc",
        "me",
        access=Access.SIGNED_IN,
        takes=schemas.WalkIn,
        gives=schemas.LinkOut,
        in_steps=True,
        refuses=[
            errors.OidcOff,
            errors.OidcUnavailable,
            errors.OidcWalkOver,
            errors.OidcRefused,
            FactorNotBegun,
            FactorStale,
            errors.OidcLinkedAlready,
            errors.OidcTaken,
        ],
    )
    def post(self, body: schemas.WalkIn) -> schemas.LinkOut:
        """Hoàn tất liên kết; từ nay đăng nhập bằng định danh này; thiết bị khác bị đăng xuất."""
        provider = self.provider
        linked = service.finish_linking(
            self.step,
            self.identity,
            provider,
            body.returned(),
            body.walk,
            rules=self.rules,
            roles=self.roles,
        )
        return schemas.link_out(provider, linked)
