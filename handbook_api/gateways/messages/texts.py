"""Texts through a provider's HTTP interface: one JSON object for each.

What providers want differs in names alone, so the object is a setting, with places to fill in:
{to} (+84…), {to_digits} (84…), {to_home} (0…), {text}, {id}, {token}.
"""

import re
import ssl
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import orjson
import structlog

from handbook_api.gateways.messages.retrying import seconds_asked
from handbook_api.gateways.messages.shapes import Answer, Message, Outcome
from handbook_api.gateways.messages.telephone import digits_of, home_form

#: An answer has some hundred bytes.
MOST_BYTES = 64 * 1024

_PLACE = re.compile(r"\{[a-z_]+\}")
_OK = range(200, 300)
_SERVER_ERROR = 500
_ACCOUNT = frozenset({401, 402, 403})
_TOO_MANY = 429
#: Of these nobody can say whether the text went out; a time-out on the way there is none.
_NEVER_ASKED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)

log = structlog.get_logger("messages.texts")


@dataclass(frozen=True, slots=True)
class TextProvider:
    """Where texts are handed over, and how.

    body: the JSON object with its places. accepted: (name, value) that an answer must hold to be
        a yes; None: any answer from 200 to 299 is one. seconds: for each text.
    """

    url: str
    token: str
    body: Mapping[str, Any]
    accepted: tuple[str, str] | None
    seconds: float


class HttpTextGateway:
    """Texts go to a provider over HTTP. Follows no redirects and asks no proxy."""

    delivers = True

    def __init__(self, provider: TextProvider) -> None:
        self._provider = provider
        self._certificates = ssl.create_default_context()

    def send(self, messages: Sequence[Message]) -> Generator[Answer, None, None]:
        """Yield what became of each of `messages`."""
        with httpx.Client(
            verify=self._certificates, timeout=self._provider.seconds, trust_env=False
        ) as client:
            for message in messages:
                yield self._hand_over(client, message)

    def _hand_over(self, client: httpx.Client, message: Message) -> Answer:
        digits = digits_of(message.to)
        if digits is None:
            return Answer(Outcome.REFUSED)
        body = orjson.dumps(_filled(self._provider.body, self._places(message, digits)))
        until = time.monotonic() + self._provider.seconds
        try:
            with client.stream(
                "POST", self._provider.url, headers=self._headers(), content=body
            ) as answer:
                told = _read(answer, until)
        except _NEVER_ASKED as error:
            log.warning("text_not_sent", error=type(error).__name__)
            return Answer(Outcome.UNAVAILABLE)
        except httpx.HTTPError as error:
            log.warning("text_unanswered", error=type(error).__name__)
            return Answer(Outcome.UNKNOWN)
        return self._meaning(answer, told)

    def _places(self, message: Message, digits: str) -> Mapping[str, str]:
        return {
            "{to}": f"+{digits}",
            "{to_digits}": digits,
            "{to_home}": home_form(digits),
            "{text}": message.text,
            "{id}": message.id,
            "{token}": self._provider.token,
        }

    def _headers(self) -> dict[str, str]:
        # No compression: a few bytes must not become gigabytes before we count them.
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if self._provider.token and b"{token}" not in orjson.dumps(self._provider.body):
            headers["Authorization"] = f"Bearer {self._provider.token}"
        return headers

    def _meaning(self, answer: httpx.Response, told: bytes | None) -> Answer:
        status = answer.status_code
        if status in _OK:
            return Answer(self._meaning_of_yes(told))
        log.warning("text_refused", status=status)
        asked = seconds_asked(answer.headers.get("Retry-After", ""))
        if status in _ACCOUNT or answer.is_redirect:
            return Answer(Outcome.ACCOUNT_REFUSED, asked)
        if status == _TOO_MANY:
            return Answer(Outcome.QUOTA, asked)
        if status >= _SERVER_ERROR:
            return Answer(Outcome.UNAVAILABLE, asked)
        return Answer(Outcome.REFUSED)

    def _meaning_of_yes(self, told: bytes | None) -> Outcome:
        """Read an answer that came with a yes: many providers say no with 200."""
        if self._provider.accepted is None:
            return Outcome.ACCEPTED
        name, value = self._provider.accepted
        try:
            said = orjson.loads(told or b"")
        except orjson.JSONDecodeError:
            return Outcome.UNKNOWN
        if not isinstance(said, dict) or name not in said:
            return Outcome.UNKNOWN
        if str(said[name]) == value:
            return Outcome.ACCEPTED
        # Why is the provider's own code: it may be the number, and as well our empty account.
        log.warning("text_refused", status=answer_code(said[name]))
        return Outcome.UNAVAILABLE


def answer_code(said: object) -> str:
    """Return a provider's code, short and harmless for the log."""
    return "".join(sign for sign in str(said)[:20] if sign.isascii() and sign.isalnum())


def _read(answer: httpx.Response, until: float) -> bytes | None:
    """Return the body; None when it is too long or comes too slowly to be one."""
    body = bytearray()
    for piece in answer.iter_raw():
        body += piece
        if len(body) > MOST_BYTES or time.monotonic() > until:
            return None
    return bytes(body)


def _filled(told: Any, places: Mapping[str, str]) -> Any:
    """Return `told` with the places in its texts filled; what is filled in is never read again."""
    if isinstance(told, dict):
        return {key: _filled(inner, places) for key, inner in told.items()}
    if isinstance(told, list):
        return [_filled(inner, places) for inner in told]
    if isinstance(told, str):
        return _PLACE.sub(lambda place: places.get(place[0], place[0]), told)
    return told
