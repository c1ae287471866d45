"""Which addresses may be called: a provider's answer never sends us anywhere else.

Whoever could write one address into the provider's description could otherwise have this
server call machines that only it reaches.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from handbook_api.core.settings import LOOPBACK

_PORTS = {"https": 443, "http": 80}

#: A host and a port.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Addresses:
    """The places that may be called, encrypted unless they are this machine itself."""

    places: frozenset[Place]

    def admit(self, address: object) -> bool:
        """Whether `address` may be called."""
        if not isinstance(address, str) or not address.isascii():
            return False
        try:
            parts = urlsplit(address)
            place = _place(parts)
        except ValueError:
            return False
        if place is None or "@" in parts.netloc or parts.fragment:
            return False
        is_private = parts.scheme == "https" or place[0] in LOOPBACK
        return is_private and place in self.places


def addresses_of(issuer: str, hosts: str) -> Addresses:
    """Return the issuer's place and those of `hosts`: names with or without a port, by commas."""
    named = (name.strip() for name in hosts.split(","))
    return Addresses(frozenset(_places(issuer, filter(None, named))))


def _places(issuer: str, hosts: Iterable[str]) -> Iterable[Place]:
    for address in (issuer, *(f"https://{host}" for host in hosts)):
        place = _place(urlsplit(address))
        if place is not None:
            yield place


def _place(parts: SplitResult) -> Place | None:
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return parts.hostname.lower(), parts.port or _PORTS[parts.scheme]
