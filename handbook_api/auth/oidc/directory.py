"""What the provider says of itself: its addresses and its keys (OpenID Connect Discovery)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from authlib.oidc.discovery import get_well_known_url
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from handbook_api.auth.oidc.addresses import Addresses
from handbook_api.auth.oidc.fetching import get_json, unavailable
from handbook_api.auth.oidc.kept import Kept

#: Signatures by key pairs only. With a shared secret (HS256) whoever knows the provider's public
#: key could sign with it.
ALGORITHMS = ("RS256", "PS256", "ES256")

_MOST_KEYS = 20
#: RSA keys of 2048 to 8192 bits, as base64 digits of the modulus.
_MODULUS = range(342, 1367)
_LONGEST_EXPONENT = 8
_SHARED = ("kid", "use", "alg")
_PUBLIC: Mapping[str, tuple[str, ...]] = {"RSA": ("n", "e"), "EC": ("crv", "x", "y")}


@dataclass(frozen=True, slots=True)
class Described:
    """A provider's addresses. names_itself: it says who it is when it sends people back."""

    authorization: str
    token: str
    keys: str
    token_auth_methods: tuple[str, ...]
    names_itself: bool


class Directory:
    """What one provider says of itself, kept for an hour in this process."""

    def __init__(self, issuer: str, addresses: Addresses) -> None:
        self._issuer, self._addresses = issuer, addresses
        self.described: Kept[Described] = Kept(self._describe)
        self.keys: Kept[KeySet] = Kept(lambda: key_set(get_json(self.described.get().keys)))

    def _describe(self) -> Described:
        said = get_json(get_well_known_url(self._issuer, external=True))
        if said.get("issuer") != self._issuer:
            raise unavailable("other_issuer")
        methods = said.get("token_endpoint_auth_methods_supported")
        return Described(
            authorization=self._admitted(said, "authorization_endpoint"),
            token=self._admitted(said, "token_endpoint"),
            keys=self._admitted(said, "jwks_uri"),
            # RFC 8414: whoever says nothing takes client_secret_basic.
            token_auth_methods=tuple(methods or ["client_secret_basic"]),
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        )

    def _admitted(self, said: Mapping[str, Any], name: str) -> str:
        address = said.get(name)
        if not isinstance(address, str) or not self._addresses.admit(address):
            raise unavailable("address_not_admitted", name=name)
        return address


@lru_cache(maxsize=4)
def directory_of(issuer: str, addresses: Addresses) -> Directory:
    """Return the directory of a provider, the same one for the life of this process."""
    return Directory(issuer, addresses)


def key_set(said: Mapping[str, Any]) -> KeySet:
    """Return the public signing keys in a key set; others are left out. Raises OidcUnavailable."""
    listed = said.get("keys")
    found = list(_usable(listed)) if isinstance(listed, list) else []
    if not found or len(found) > _MOST_KEYS:
        raise unavailable("keys", count=len(found))
    try:
        return KeySet.import_key_set({"keys": found})
    except (JoseError, ValueError, TypeError) as error:
        raise unavailable("keys", error=type(error).__name__) from error


def _usable(listed: list[Any]) -> Iterator[dict[str, Any]]:
    for key in listed:
        if not isinstance(key, dict) or not all(isinstance(key.get(one, ""), str) for one in _ALL):
            continue
        names = _PUBLIC.get(key.get("kty", ""), ())
        if not names or not all(key.get(name) for name in names):
            continue
        if key.get("use", "sig") == "sig" and key.get("alg", "RS256") in ALGORITHMS and _fits(key):
            # Only what is public: a provider that publishes its private keys has none.
            yield {name: key[name] for name in ("kty", *names, *_SHARED) if name in key}


def _fits(key: Mapping[str, str]) -> bool:
    if key["kty"] == "EC":
        return key["crv"] == "P-256"
    return len(key["n"]) in _MODULUS and len(key["e"]) <= _LONGEST_EXPONENT


_ALL = ("kty", *_SHARED, *(name for names in _PUBLIC.values() for name in names))
