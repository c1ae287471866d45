"""What the Firebase client says, read as one of our outcomes."""

from collections.abc import Iterator
from typing import Any

import google.auth.exceptions as auth_exceptions
from firebase_admin import exceptions, messaging

from handbook_api.gateways.push.shapes import Answer, Outcome

#: Where a fault of the address is found in FCM's list of faults.
_ADDRESS = frozenset(("message.token", "message.fid"))
_BAD_REQUEST = "google.rpc.BadRequest"
_FCM_ERROR = "google.firebase.fcm.v1.FcmError"

#: In this order: the first that fits.
_BY_KIND: tuple[tuple[type[Exception], Outcome], ...] = (
    (messaging.UnregisteredError, Outcome.UNREGISTERED),
    (messaging.SenderIdMismatchError, Outcome.WRONG_SENDER),
    (messaging.ThirdPartyAuthError, Outcome.PLATFORM_KEY_BROKEN),
    (exceptions.ResourceExhaustedError, Outcome.QUOTA),
    (exceptions.UnauthenticatedError, Outcome.CREDENTIALS_REFUSED),
    (exceptions.PermissionDeniedError, Outcome.CREDENTIALS_REFUSED),
    # Not one app that is gone: the project, or the address we send to, is not there.
    (exceptions.NotFoundError, Outcome.CREDENTIALS_REFUSED),
)
_SERVER_ERROR = 500


def answer_to(response: Any, *, fits: bool) -> Answer:
    """Return what became of one message of a call.

    fits: our own check finds nothing wrong with the message.
    """
    error = response.exception
    if error is None:
        # A yes has a name; without one it is some other server's.
        return Answer(Outcome.ACCEPTED if response.success else Outcome.UNKNOWN)
    if isinstance(error, exceptions.InvalidArgumentError):
        return Answer(_refused(error, fits=fits))
    for kind, outcome in _BY_KIND:
        if isinstance(error, kind):
            return Answer(outcome, _retry_after(error))
    answered = error.http_response
    if answered is not None and answered.status_code >= _SERVER_ERROR:
        return Answer(Outcome.UNAVAILABLE, _retry_after(error))
    return Answer(Outcome.UNKNOWN)


def answer_to_all(error: exceptions.FirebaseError) -> Answer:
    """Return what became of every message of a call that failed as a whole."""
    cause = error.cause
    if isinstance(cause, auth_exceptions.RefreshError) and not cause.retryable:
        return Answer(Outcome.CREDENTIALS_REFUSED)
    if isinstance(cause, auth_exceptions.GoogleAuthError):
        return Answer(Outcome.UNAVAILABLE)  # no token, so nothing went out
    return Answer(Outcome.UNKNOWN)


def _refused(error: exceptions.FirebaseError, *, fits: bool) -> Outcome:
    """Read “invalid argument”: FCM says it of addresses and of messages alike."""
    details = list(_details(error))
    faulty = [
        violation.get("field")
        for detail in details
        if str(detail.get("@type", "")).endswith(_BAD_REQUEST)
        for violation in detail.get("fieldViolations", ())
    ]
    if faulty:
        of_address = all(field in _ADDRESS for field in faulty)
        return Outcome.MALFORMED_ADDRESS if of_address and fits else Outcome.BAD_PAYLOAD
    if any(str(detail.get("@type", "")).endswith(_FCM_ERROR) for detail in details):
        return Outcome.MALFORMED_ADDRESS if fits else Outcome.BAD_PAYLOAD
    return Outcome.UNKNOWN  # something in between said no; FCM explains itself


def _details(error: exceptions.FirebaseError) -> Iterator[dict[str, Any]]:
    try:
        details = error.http_response.json()["error"]["details"]
    except (AttributeError, KeyError, TypeError, ValueError):
        return
    yield from (detail for detail in details if isinstance(detail, dict))


def _retry_after(error: exceptions.FirebaseError) -> int | None:
    """Return for how many seconds we were asked to wait; a date, which FCM never sends, is none."""
    answered = error.http_response
    asked = answered.headers.get("Retry-After", "") if answered is not None else ""
    return int(asked) if asked.isascii() and asked.isdigit() else None
