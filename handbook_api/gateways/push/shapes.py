"""What goes out and what comes back, whoever carries it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

#: Messages of one call. Five hundred would be allowed: no faster, and five times the threads.
MOST_MESSAGES = 100


class AddressKind(StrEnum):
    """What an address is to FCM: an installation (new apps), or a registration (older ones)."""

    FID = "fid"
    TOKEN = "token"  # noqa: S105  # the name of a kind


class Platform(StrEnum):
    """What an address belongs to."""

    ANDROID = "android"
    IOS = "ios"
    WEB = "web"


@dataclass(frozen=True, slots=True)
class PushMessage:
    """One bell for one device. Says that there is something, never what or from whom.

    title, body: words that are the same for everybody. seconds: for how long FCM keeps it for a
    phone that is off. link: the address a browser opens; empty where none is known.
    """

    kind: AddressKind
    address: str
    platform: Platform
    notice_id: UUID
    title: str
    body: str
    seconds: int
    link: str = ""
    urgent: bool = False
    is_test: bool = False


class Outcome(StrEnum):
    """What became of one message: all there is."""

    ACCEPTED = "accepted"
    #: The app is gone from the phone.
    UNREGISTERED = "unregistered"
    #: Such an address never was one.
    MALFORMED_ADDRESS = "malformed_address"
    #: We built the message wrongly; no device is to blame.
    BAD_PAYLOAD = "bad_payload"
    #: The address belongs to another Firebase project.
    WRONG_SENDER = "wrong_sender"
    QUOTA = "quota"
    UNAVAILABLE = "unavailable"
    #: The key for Apple's or the browsers' push service is broken; Android still works.
    PLATFORM_KEY_BROKEN = "platform_key_broken"
    #: Our own credentials, or the project they are for, are refused.
    CREDENTIALS_REFUSED = "credentials_refused"
    #: Nobody knows whether it went out: no answer, or none that can be read.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one message. retry_after: seconds the other side asked us to wait."""

    outcome: Outcome
    retry_after: int | None = None


class PushTransport(Protocol):
    """Hands messages over to whoever brings them to the devices."""

    #: False where nothing is ever handed over: then nothing is planned either.
    rings: bool

    def send(self, messages: Sequence[PushMessage]) -> Sequence[Answer]:
        """Return one answer for each of at most MOST_MESSAGES messages, in their order.

        May take minutes; raises nothing.
        """
        ...

    def check(self) -> tuple[Answer, str]:
        """Return what the other side says to a message that goes nowhere, and what failed."""
        ...
