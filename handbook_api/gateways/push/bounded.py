"""Calls that may take minutes, bounded: the caller goes on when the time is over.

The Firebase client waits as long as the other side tells it to, in threads of its own, and cannot
be called off. So each call runs in a helper thread; a call that takes too long is left to itself
and counts as of unknown outcome. While one is left to itself no other is begun: abandoned threads
never pile up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic

from handbook_api.gateways.push.shapes import Answer, PushMessage, PushTransport


class CallAbandoned(Exception):
    """The call took too long and was left to itself: nobody knows what went out."""


class StillBusy(Exception):
    """A call that was left to itself is not over: nothing was begun."""


@dataclass(slots=True)
class _Call:
    over: Event = field(default_factory=Event)
    answers: Sequence[Answer] = ()
    failed: BaseException | None = None


class BoundedCalls:
    """Calls of one transport, one at a time, none longer than `seconds`."""

    def __init__(self, transport: PushTransport, seconds: float) -> None:
        self._transport = transport
        self._seconds = seconds
        self._abandoned: _Call | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a call that was left to itself is still going on."""
        return self._abandoned is not None and not self._abandoned.over.is_set()

    def send(
        self,
        messages: Sequence[PushMessage],
        meanwhile: Callable[[], None],
        every: float,
    ) -> Sequence[Answer]:
        """Return the answers to `messages`.

        meanwhile: done once while the call goes on, then every `every` seconds of waiting.
        Raises CallAbandoned when the time is over, StillBusy when an earlier call is not.
        """
        if self.is_busy:
            raise StillBusy
        call = _Call()
        Thread(target=self._work, args=(call, messages), name="push-call", daemon=True).start()
        end = monotonic() + self._seconds
        meanwhile()
        while not call.over.wait(max(0.0, min(every, end - monotonic()))):
            if monotonic() >= end:
                self._abandoned = call
                raise CallAbandoned
            meanwhile()
        if call.failed is not None:
            raise call.failed
        return call.answers

    def _work(self, call: _Call, messages: Sequence[PushMessage]) -> None:
        try:
            call.answers = self._transport.send(messages)
        except BaseException as error:  # the thread that waits raises it
            call.failed = error
        finally:
            call.over.set()
