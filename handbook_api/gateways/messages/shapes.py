"""What goes out and what comes back, whoever carries it."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """A few plain words for one person.

    id: the same whenever this message is handed over again, so that the other side may drop a
        repeat. to: a telephone number, or an e-mail address. subject: “” for a text.
    """

    id: str
    to: str
    subject: str
    text: str


class Outcome(StrEnum):
    """What became of one message: all there is."""

    ACCEPTED = "accepted"
    #: This address gets nothing, however often we try.
    REFUSED = "refused"
    #: Not now.
    UNAVAILABLE = "unavailable"
    #: We send too much, or too fast.
    QUOTA = "quota"
    #: Our own account is refused, or what it pays with has run out: nobody gets anything.
    ACCOUNT_REFUSED = "account_refused"
    #: Nobody knows whether it went out: no answer, or none that can be read.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one message. retry_after: seconds the other side asked us to wait."""

    outcome: Outcome
    retry_after: int | None = None


class Gateway(Protocol):
    """Hands messages over to whoever brings them to people."""

    #: False where nothing is ever handed over: then nothing is planned either.
    delivers: bool

    def send(self, messages: Sequence[Message]) -> Generator[Answer, None, None]:
        """Yield one answer for each of `messages`, in their order, as each is handed over.

        May take as many times the time-out as there are messages; raises nothing.
        """
        ...


class NullGateway:
    """Where no gateway is set up: hands nothing over. Nobody plans a message for it."""

    delivers = False

    def send(self, messages: Sequence[Message]) -> Generator[Answer, None, None]:
        """Yield that each of `messages` did not go out."""
        for _ in messages:
            yield Answer(Outcome.UNAVAILABLE)
