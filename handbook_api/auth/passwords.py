"""Passwords: what may be chosen, and how one is kept and compared.

Everything here takes text as typed and brings it to NFC first: one keyboard sends “ế” as one
character, another as three, and both must be the same password. NFC and not NFKC, because NFKC
also makes different things equal (“²” and “2”), which weakens what somebody chose on purpose
(RFC 8265, 4.2, OpaqueString).
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from handbook_api.auth.common_passwords import bare, is_common
from handbook_api.core.errors import HandbookError


class PasswordTooShort(HandbookError):
    """Fewer than `minimum` characters; a few words in a row are long and easy to keep."""

    status, code = 422, "auth.password_too_short"


class PasswordTooLong(HandbookError):
    """More than `maximum` characters."""

    status, code = 422, "auth.password_too_long"


class PasswordCommon(HandbookError):
    """Among the first that anybody would try."""

    status, code = 422, "auth.password_common"


class PasswordPersonal(HandbookError):
    """Made of the owner's own name or numbers."""

    status, code = 422, "auth.password_personal"


class SignInBusy(HandbookError):
    """More people sign in at this moment than this node can serve; try again in a few seconds."""

    status, code = 503, "auth.busy"


class HashGate:
    """Lets `at_once` hashes run and `waiting` more stand in line; turns the rest away at once.

    A hash holds 64 MiB and a processor. Whoever waits holds a thread of the web server, and a
    flood of sign-ins must leave threads for those who only read.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._inside = BoundedSemaphore(at_once + waiting)
        self._running = BoundedSemaphore(at_once)
        self._seconds = seconds

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold one of the running places inside the block. Raises SignInBusy."""
        if not self._inside.acquire(blocking=False):
            raise SignInBusy
        try:
            if not self._running.acquire(timeout=self._seconds):
                raise SignInBusy
            try:
                yield
            finally:
                self._running.release()
        finally:
            self._inside.release()


#: RFC 9106, second recommended option (64 MiB, three passes), but in one lane: a hash then costs
#: one processor, so that the gate bounds both memory and load; more lanes would only start
#: threads that the neighbours' requests need. An attacker gains nothing: memory and passes stay.
HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1, hash_len=32, salt_len=16)

_PROCESSORS = len(os.sched_getaffinity(0))

#: One for the whole process, whatever its threads.
_GATE = HashGate(at_once=_PROCESSORS, waiting=_PROCESSORS, seconds=5)

#: A hash of 32 random bytes that nobody knows, for accounts that do not exist.
_NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=1"
    "$KZIaPcwV5hqxiQaZ753ArA$ZG+hsJFTChbCu008Ya+xVsmRuAMEWDLCi+Pcf0dj3uQ"
)


def hash_password(text: str) -> str:
    """Return the argon2id hash to keep for `text`. Raises SignInBusy."""
    with _GATE.turn():
        return HASHER.hash(_prepared(text))


def verify_password(text: str, kept: str) -> bool:
    """Tell whether `text` is the password behind the hash `kept`. Raises SignInBusy."""
    with _GATE.turn():
        try:
            return HASHER.verify(kept, _prepared(text))
        except VerifyMismatchError:
            return False


def needs_rehash(kept: str) -> bool:
    """Tell whether `kept` was made with another cost than today's."""
    return HASHER.check_needs_rehash(kept)


def dummy_verify(text: str) -> None:
    """Cost as much as `verify_password`, for a name that has no password. Raises SignInBusy.

    Without it the time of the answer would tell which names exist.
    """
    verify_password(text, _NOBODYS)


def check_password(text: str, *, minimum: int, maximum: int, forbidden: Iterable[str] = ()) -> None:
    """Return when `text` may be somebody's password.

    minimum, maximum: characters, as a reader counts them (NFC).
    forbidden: the owner's full name, card number, phone, sign-in name; empty ones are skipped.
    Raises PasswordTooShort, PasswordTooLong, PasswordCommon, PasswordPersonal.
    Rule: OWASP ASVS 5.0, 6.2.1, 6.2.4, 6.2.5 (no rules of composition), 6.2.9, 6.2.11.
    """
    prepared = _prepared(text)
    if len(prepared) > maximum:
        raise PasswordTooLong(maximum=maximum)
    if len(prepared) < minimum:
        raise PasswordTooShort(minimum=minimum)
    if any(_is_made_of(prepared, own) for own in forbidden):
        raise PasswordPersonal
    if is_common(prepared):
        raise PasswordCommon


def _prepared(text: str) -> str:
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in text)
    return unicodedata.normalize("NFC", spaced)


def _is_made_of(password: str, own: str) -> bool:
    typed, whole = bare(password), bare(own)
    digits = re.sub(r"\D", "", whole)
    # The last eight: “0912…” and “+84 912…” are one phone.
    if len(digits) >= 8 and digits[-8:] in re.sub(r"\D", "", typed):
        return True
    # Shorter names stand inside innocent words.
    if len(whole) >= 6 and whole in typed:
        return True
    letters = left = re.sub(r"[\W\d_]", "", typed)
    for word in sorted(map(bare, own.split()), key=len, reverse=True):
        left = left.replace(word, "")
    return left != letters and not left
