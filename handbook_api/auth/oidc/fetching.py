"""Calls to the provider: short, small, straight, and to nowhere else."""

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import httpx
import orjson
import structlog

from handbook_api.auth.oidc.errors import OidcUnavailable

#: For the whole call, and for each step of it.
SECONDS = 5.0
#: Descriptions and key sets have some kilobytes.
MOST_BYTES = 128 * 1024

log = structlog.get_logger("auth.oidc")


@dataclass(frozen=True, slots=True)
class Answered:
    """A status and a JSON object, {} when the body is none."""

    status: int
    body: Mapping[str, Any]


def get_json(address: str) -> Mapping[str, Any]:
    """Return the JSON object at `address`. Raises OidcUnavailable."""
    answered = _call("GET", address, {}, None)
    if answered.status != 200 or not answered.body:
        raise unavailable("unexpected_answer", status=answered.status)
    return answered.body


def post_form(address: str, headers: Mapping[str, str], body: str) -> Answered:
    """Return what `address` answers to a form. Raises OidcUnavailable."""
    form = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    return _call("POST", address, form, body.encode())


def unavailable(reason: str, **facts: object) -> OidcUnavailable:
    """Return the refusal, after writing down why; whoever signs in is told no details."""
    log.error("oidc_unavailable", reason=reason, **facts)
    return OidcUnavailable()


def _call(method: str, address: str, headers: Mapping[str, str], content: bytes | None) -> Answered:
    # No compression: a few bytes must not become gigabytes before we count them.
    plain = {"Accept": "application/json", "Accept-Encoding": "identity", **headers}
    until = time.monotonic() + SECONDS
    try:
        # Proxies and .netrc of the environment stay out: secrets go to the provider alone.
        with (
            httpx.Client(verify=_certificates(), timeout=SECONDS, trust_env=False) as client,
            client.stream(method, address, headers=plain, content=content) as answer,
        ):
            body = _read(answer, until)
    except httpx.HTTPError as error:
        raise unavailable("no_answer", error=type(error).__name__) from error
    if answer.is_redirect:
        raise unavailable("redirect", status=answer.status_code)
    if answer.status_code >= 500:
        raise unavailable("error", status=answer.status_code)
    return Answered(answer.status_code, _object(body))


def _read(answer: httpx.Response, until: float) -> bytes:
    body = bytearray()
    for piece in answer.iter_raw():
        body += piece
        if len(body) > MOST_BYTES:
            raise unavailable("too_large")
        if time.monotonic() > until:
            raise unavailable("too_slow")
    return bytes(body)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """The certificates this machine trusts; SSL_CERT_FILE names others."""
    return ssl.create_default_context()
