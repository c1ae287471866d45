"""The one provider that is set up, as the rest of this package sees it."""

from dataclasses import dataclass, field

from handbook_api.auth.oidc.addresses import Addresses, addresses_of
from handbook_api.auth.oidc.errors import OidcOff
from handbook_api.core.settings import Settings

#: The page of the web client to which the provider sends people back.
CALLBACK = "/dang-nhap/dinh-danh"


@dataclass(frozen=True, slots=True)
class Provider:
    """Who the provider is, and who we are to him.

    claim: names the person. two_factor_acr: what says that two factors were asked, “” for never.
    """

    issuer: str
    name: str
    client_id: str
    redirect_uri: str
    scopes: str
    claim: str
    two_factor_acr: str
    addresses: Addresses
    client_secret: str | None = field(repr=False)


def provider_of(settings: Settings) -> Provider:
    """Return the provider that is set up. Raises OidcOff."""
    if not settings.oidc_issuer:
        raise OidcOff
    secret = settings.oidc_client_secret
    return Provider(
        issuer=settings.oidc_issuer,
        name=settings.oidc_name,
        client_id=settings.oidc_client_id,
        redirect_uri=settings.public_url + CALLBACK,
        scopes=settings.oidc_scopes,
        claim=settings.oidc_claim,
        two_factor_acr=settings.oidc_two_factor_acr,
        addresses=addresses_of(settings.oidc_issuer, settings.oidc_hosts),
        client_secret=secret.get_secret_value() if secret else None,
    )
