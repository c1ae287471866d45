"""What a browser keeps for us: its session, and how its owner likes to read."""

from datetime import timedelta

from flask import Request
from werkzeug.wrappers import Response

from handbook_api.core.settings import Settings

#: How somebody likes to read is kept as long as browsers allow.
_YEAR = timedelta(days=365)

#: Every choice of reading, its first value the one that is not said.
CHOICES = {
    "giao-dien": ("theo-may", "sang", "toi", "tuong-phan"),
    "co-chu": ("vua", "lon", "rat-lon"),
    "ngon-ngu": ("vi", "en"),
}


def session_token(request: Request, settings: Settings) -> str | None:
    """Return the session's token that the browser presents, if any."""
    return request.cookies.get(_session_name(settings))


def keep_session(answer: Response, token: str, lasting: timedelta, settings: Settings) -> None:
    """The browser presents `token` from now on, to us alone and never to a script."""
    answer.set_cookie(
        _session_name(settings),
        token,
        max_age=lasting,
        secure=_is_encrypted(settings),
        httponly=True,
        samesite="Lax",
    )


def forget_session(answer: Response, settings: Settings) -> None:
    """The browser presents nothing from now on."""
    answer.delete_cookie(
        _session_name(settings),
        secure=_is_encrypted(settings),
        httponly=True,
        samesite="Lax",
    )


def choice(request: Request, name: str) -> str:
    """Return how the reader likes it: a value of CHOICES[name]."""
    allowed = CHOICES[name]
    wanted = request.cookies.get(name, "")
    return wanted if wanted in allowed else allowed[0]


def keep_choice(answer: Response, name: str, value: str, settings: Settings) -> None:
    """The reader is shown pages as he likes them from now on."""
    answer.set_cookie(
        name, value, max_age=_YEAR, secure=_is_encrypted(settings), httponly=True, samesite="Lax"
    )


def _session_name(settings: Settings) -> str:
    # The prefix lets no neighbour in the domain set it; browsers take it over HTTPS alone.
    return "__Host-phien" if _is_encrypted(settings) else "phien"


def _is_encrypted(settings: Settings) -> bool:
    return settings.public_url.startswith("https://")
