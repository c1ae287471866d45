"""Where a request's identity comes from: the room `auth` is plugged in by the application."""

from collections.abc import Callable

from flask import Flask, Request, current_app
from sqlalchemy.orm import Session

from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import GUEST, Identity
from handbook_api.runtime import Runtime

_KEY = "handbook.authenticator"

#: Reads a presented access token into an identity; raises when it is no longer good.
Authenticator = Callable[[Session, Runtime, str], Identity]


class SignInNeeded(HandbookError):
    """Only people with an account come here; sign in first."""

    status, code = 401, "auth.sign_in_needed"


def plug_in(app: Flask, authenticator: Authenticator) -> None:
    """Requests of `app` are authenticated by `authenticator` afterwards."""
    app.extensions[_KEY] = authenticator


def authenticate(runtime: Runtime, request: Request) -> Identity:
    """Return who sends `request`; GUEST when no token is presented.

    In a short transaction of its own, before any body is read: an act is never begun, and no
    write lock taken, for a token that is not good.
    """
    token = presented_token(request)
    if token is None:
        return GUEST
    authenticator: Authenticator = current_app.extensions[_KEY]
    with runtime.transaction(read_only=True) as session:
        return authenticator(session, runtime, token)


def presented_token(request: Request) -> str | None:
    """Return the bearer token of `request`, if it carries one."""
    header = request.headers.get("Authorization", "")
    scheme, _, token = header.partition(" ")
    if header and (scheme.lower() != "bearer" or not token.strip()):
        raise SignInNeeded
    return token.strip() or None
