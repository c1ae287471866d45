"""No other site makes a browser act here in its owner's name.

What the browser itself says about where a request comes from is asked, instead of a secret in
each form: forms that wait on a phone for a signal would come back with a secret long gone. Every
browser since 2020 says it (Sec-Fetch-Site, or Origin over plain HTTP). The session's cookie is
`SameSite=Lax` besides.
"""

from urllib.parse import urlsplit

from flask import Request

from handbook_api.core.errors import HandbookError

_OURS = frozenset({"same-origin", "none"})


class ForeignForm(HandbookError):
    """The form was not sent from a page of ours; open the page here and send it again."""

    status, code = 403, "request.foreign_form"


def require_same_origin(request: Request) -> None:
    """Return when `request` comes from a page of ours. Raises ForeignForm."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        if said in _OURS:
            return
        raise ForeignForm
    origin = request.headers.get("Origin")
    if origin is None or urlsplit(origin).netloc != request.host:
        raise ForeignForm
