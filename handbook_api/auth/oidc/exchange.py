"""The way there and the way back: the address to go to, and the code turned into a token."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from handbook_api.auth.oidc.directory import Described, directory_of
from handbook_api.auth.oidc.errors import OidcRefused
from handbook_api.auth.oidc.fetching import Answered, post_form, unavailable
from handbook_api.auth.oidc.id_tokens import read_id_token
from handbook_api.auth.oidc.provider import Provider
from handbook_api.auth.oidc.walks import Secrets

log = structlog.get_logger("auth.oidc")


@dataclass(frozen=True, slots=True)
class Returned:
    """What the provider sent somebody back with. issuer: who it says it is (RFC 9207)."""

    code: str
    state: str
    issuer: str | None = None


def authorize_url(provider: Provider, secrets: Secrets) -> str:
    """Return where somebody goes to say who he is. Raises OidcUnavailable."""
    described = directory_of(provider.issuer, provider.addresses).described.get()
    address: str = prepare_grant_uri(
        described.authorization,
        client_id=provider.client_id,
        response_type="code",
        redirect_uri=provider.redirect_uri,
        scope=provider.scopes,
        state=secrets.state,
        nonce=secrets.nonce,
        code_challenge=create_s256_code_challenge(secrets.verifier),
        code_challenge_method="S256",
    )
    return address


def claims_for(provider: Provider, returned: Returned, secrets: Secrets) -> Mapping[str, Any]:
    """Return who came back, as the provider says. Raises OidcRefused, OidcUnavailable."""
    directory = directory_of(provider.issuer, provider.addresses)
    described = directory.described.get()
    _must_be_the_one(provider, described, returned)
    answered = _ask(provider, described, returned.code, secrets.verifier)
    id_token = answered.body.get("id_token")
    if answered.status != 200 or not isinstance(id_token, str):
        raise _refusal(answered)
    access_token = answered.body.get("access_token")
    return read_id_token(provider, directory, id_token, access_token, secrets.nonce)


def _must_be_the_one(provider: Provider, described: Described, returned: Returned) -> None:
    """Raise OidcRefused when somebody else's answer is passed off as the provider's."""
    expected = described.names_itself or returned.issuer is not None
    if expected and returned.issuer != provider.issuer:
        log.warning("oidc_other_issuer")
        raise OidcRefused


def _ask(provider: Provider, described: Described, code: str, verifier: str) -> Answered:
    body = prepare_token_request(
        "authorization_code",
        redirect_uri=provider.redirect_uri,
        code=code,
        code_verifier=verifier,
    )
    auth = ClientAuth(provider.client_id, provider.client_secret, _method(provider, described))
    _, headers, body = auth.prepare("POST", described.token, {}, body)
    return post_form(described.token, headers, body)


def _method(provider: Provider, described: Described) -> str:
    if provider.client_secret is None:
        return "none"
    methods = described.token_auth_methods
    only_post = "client_secret_basic" not in methods and "client_secret_post" in methods
    return "client_secret_post" if only_post else "client_secret_basic"


def _refusal(answered: Answered) -> Exception:
    """Return why there is no token: a code that is no good, or a mistake in our settings."""
    if answered.body.get("error") == "invalid_grant":
        log.warning("oidc_code_refused")
        return OidcRefused()
    return unavailable("no_token", status=answered.status)
