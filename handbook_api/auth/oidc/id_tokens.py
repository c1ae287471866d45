"""Whether an ID token is good: OpenID Connect Core, 3.1.3.7, point by point."""

from collections.abc import Mapping
from typing import Any

import structlog
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from handbook_api.auth.oidc.directory import ALGORITHMS, Directory
from handbook_api.auth.oidc.errors import OidcRefused
from handbook_api.auth.oidc.provider import Provider
from handbook_api.core import clock

#: How far clocks may be apart, in seconds.
LEEWAY = 60
#: Longer ones name nobody: OpenID Connect Core, 2, allows 255 characters.
_LONGEST_SUBJECT = 255

log = structlog.get_logger("auth.oidc")


def read_id_token(
    provider: Provider, directory: Directory, id_token: str, access_token: object, nonce: str
) -> Mapping[str, Any]:
    """Return the claims of a token that this provider signed for us, for this walk, just now.

    Raises OidcRefused, OidcUnavailable.
    """
    try:
        token = _opened(id_token, directory)
        _check(provider, token, access_token, nonce)
    except (JoseError, ValueError, TypeError, OverflowError) as error:
        log.warning("oidc_token_refused", error=type(error).__name__)
        raise OidcRefused from error
    return token.claims


def subject_of(provider: Provider, claims: Mapping[str, Any]) -> str:
    """Return what names the person at the provider. Raises OidcRefused."""
    subject = claims.get(provider.claim)
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        log.error("oidc_claim_missing", claim=provider.claim)
        raise OidcRefused
    return subject


def _opened(id_token: str, directory: Directory) -> jwt.Token:
    keys = directory.keys.get()
    try:
        return _verified(id_token, keys)
    except InvalidKeyIdError:
        # The provider may have changed its keys since we asked; once a minute we ask again.
        newer = directory.keys.renewed()
        if newer is keys:
            raise
        return _verified(id_token, newer)


def _verified(id_token: str, keys: KeySet) -> jwt.Token:
    # The list of algorithms is ours, whatever the token says of itself.
    return jwt.decode(id_token, keys, algorithms=ALGORITHMS)


def _check(provider: Provider, token: jwt.Token, access_token: object, nonce: str) -> None:
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "iat": {"essential": True},
            "nonce": {"essential": True, "value": nonce},
        },
        params={
            "nonce": nonce,
            "client_id": provider.client_id,
            "access_token": access_token,
        },
    )
    claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY)
