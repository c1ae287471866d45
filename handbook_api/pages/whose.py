"""Whose a page is, and whose the words are that waited on a device for a signal."""

import hashlib
from uuid import UUID

from flask import Request

from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import Identity

#: What the service worker reads: which session, which person. Scripts send the second with what
#: waited.
SESSION, PERSON = "X-So-Tay-Phien", "X-So-Tay-Nguoi"
#: The device was signed out from elsewhere: not even what waits to be sent is left.
FORGET = "X-So-Tay-Quen"


class AnothersWords(HandbookError):
    """What waited on this device was written by whoever was signed in before."""

    status, code = 409, "request.anothers_words"


def name_of_session(identity: Identity) -> str:
    """Return a short name that tells sessions apart and opens nothing; empty for a guest."""
    return _name(identity.session_id)


def name_of_person(identity: Identity) -> str:
    """Return a short name that tells people apart and says nothing of them; empty for a guest."""
    return _name(identity.account_id)


def require_own_words(request: Request, identity: Identity) -> None:
    """Return unless a script says that somebody else wrote it. Raises AnothersWords."""
    if request.headers.get(PERSON, name_of_person(identity)) != name_of_person(identity):
        raise AnothersWords


def _name(id_: UUID | None) -> str:
    return "" if id_ is None else hashlib.sha256(id_.bytes).hexdigest()[:12]
