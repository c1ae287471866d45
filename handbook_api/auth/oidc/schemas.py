"""Signing in through a provider, on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from handbook_api.auth.models import ExternalIdentity
from handbook_api.auth.oidc.exchange import Returned
from handbook_api.auth.oidc.provider import Provider
from handbook_api.auth.oidc.service import Begun
from handbook_api.auth.schemas.signing_in import Device
from handbook_api.http.wire import BodyModel, WireModel

#: What a provider hands over may be long: some put a whole signed letter into a code.
FromProvider = Annotated[str, Field(min_length=1, max_length=4000, pattern=r"^[\x20-\x7e]+$")]


class OfferOut(WireModel):
    """A provider is set up."""

    name: str = Field(description="Chữ trên nút đăng nhập.")


class BegunOut(WireModel):
    """A walk to the provider."""

    authorize_url: str = Field(description="Mở địa chỉ này trong trình duyệt.")
    walk: str = Field(
        description="Giữ lại trên thiết bị (không đưa vào địa chỉ nào) và gửi kèm khi quay về."
    )
    expires_at: datetime


class WalkIn(BodyModel):
    """What somebody came back with."""

    code: FromProvider
    state: FromProvider
    iss: FromProvider | None = Field(None, description="Tham số iss trên địa chỉ quay về, nếu có.")
    walk: FromProvider

    def returned(self) -> Returned:
        """Return what the provider sent."""
        return Returned(self.code, self.state, self.iss)


class OidcSignInIn(WalkIn):
    """Somebody came back to sign in."""

    device: Device = ""


class LinkOut(WireModel):
    """Whether one's account is linked with an identity elsewhere."""

    name: str
    linked: bool
    linked_at: datetime | None


def begun_out(begun: Begun) -> BegunOut:
    """Return a walk as the device keeps it."""
    return BegunOut(authorize_url=begun.authorize_url, walk=begun.walk, expires_at=begun.expires_at)


def link_out(provider: Provider, linked: ExternalIdentity | None) -> LinkOut:
    """Return one's link, or that there is none."""
    return LinkOut(
        name=provider.name,
        linked=linked is not None,
        linked_at=linked.linked_at if linked else None,
    )
