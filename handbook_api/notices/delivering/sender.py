"""A sender: takes bells, hands them over outside any transaction, writes down what became of them.

As many may run as one likes, on as many machines: they share the queue, its leases and its rests.
"""

import gc
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Event
from time import monotonic

import structlog
from sqlalchemy.exc import SQLAlchemyError

from handbook_api.content_store.parameters.rules import NoticeRules
from handbook_api.core import clock
from handbook_api.gateways.push import (
    Answer,
    BoundedCalls,
    CallAbandoned,
    Outcome,
    PushTransport,
    transport_for,
)
from handbook_api.jobs.giving_up import name_of
from handbook_api.jobs.waiting import Doorbell
from handbook_api.notices.delivering import claiming, pauses
from handbook_api.notices.delivering.bells import CHANNEL, mould_of
from handbook_api.notices.delivering.claiming import Claim
from handbook_api.notices.delivering.pauses import Standing
from handbook_api.notices.delivering.recording import Result, record, take_rest
from handbook_api.notices.delivering.sweeping import close_given_up
from handbook_api.notices.delivering.verdicts import QUOTA_SECONDS, Doubt, Rest
from handbook_api.runtime import Runtime

log = structlog.get_logger("push")

#: How often a sender that has nothing to do looks, and sweeps.
_LOOK_SECONDS, _SWEEP_SECONDS = 1.0, 60.0
#: How long answers are held on to while the database is away. Lost answers are asked for again,
#: and those devices ring twice.
_HOLD_ON_SECONDS = 60.0
_RETRY_SECONDS = 0.5


def send_some(runtime: Runtime, transport: PushTransport) -> int:
    """Return how many due bells were looked at, at most one call's: handed over or decided."""
    return Sender(runtime, transport).send_some()


def run(runtime: Runtime, stopping: Event) -> None:
    """Bells are rung as they become due until the process is to stop.

    A database that is away is waited for, from the first moment on. Without credentials there is
    nothing to do. Raises FcmNotInstalled, CredentialsUnreadable, ClientChanged.
    """
    transport = transport_for(runtime.settings)
    if not transport.rings:
        stopping.wait()
        return
    # The client brings in a hundred thousand objects that stay: looking through them again and
    # again for garbage costs a tenth of the sender's time.
    gc.collect()
    gc.freeze()
    sender = Sender(runtime, transport, stopping, ahead=True)
    bell = Doorbell(runtime.engine, stopping, CHANNEL)
    swept = 0.0
    while not stopping.is_set():
        try:
            if monotonic() >= swept + _SWEEP_SECONDS:
                with runtime.transaction() as session:
                    close_given_up(session)
                swept = monotonic()
            bell.listen()
            if not sender.send_some():
                bell.wait(_LOOK_SECONDS)
        except SQLAlchemyError as error:
            log.warning("push_waits_for_database", error=name_of(error))
            bell.close()
            stopping.wait(_RETRY_SECONDS)
    bell.close()
    with suppress(SQLAlchemyError):
        sender.let_go()


@dataclass(frozen=True, slots=True)
class _Turn:
    """A claim, how the way stood when it was taken, and until when it is surely ours."""

    claim: Claim
    standing: Standing
    #: By this process's own clock, some way before the lease is over.
    good_until: float


class Sender:
    """One sender with its way out, and its memory of the last answers.

    ahead: takes the next bells while a call goes on. Only what is handed over can ring twice when
    the process is killed: what was taken ahead waits for the end of its lease.
    """

    def __init__(
        self,
        runtime: Runtime,
        transport: PushTransport,
        stopping: Event | None = None,
        *,
        ahead: bool = False,
    ) -> None:
        self._runtime = runtime
        self._rings = transport.rings
        self._calls = BoundedCalls(transport, runtime.settings.fcm_call_seconds)
        self._lease_seconds = runtime.settings.push_lease_seconds
        self._doubt = Doubt()
        self._stopping = stopping or Event()
        self._mould = mould_of(runtime.content, runtime.settings.public_url)
        self._ahead = ahead
        self._next: _Turn | None = None

    @property
    def _rules(self) -> NoticeRules:
        return self._runtime.content.notices(clock.today())

    def send_some(self) -> int:
        """Return how many due bells were looked at, at most one call's: handed over or decided.

        None while the way rests, or while a call that took too long is not over.
        """
        if not self._rings or self._calls.is_busy:
            return 0
        turn, self._next = self._next, None
        if turn is None or monotonic() >= turn.good_until:
            turn = self._take()
        if turn is None:
            return 0
        if turn.claim.bells:
            answers = self._hand_over(turn)
            self._hold_on(Result(turn.claim, answers, self._doubt.note(answers)), turn.standing)
        return turn.claim.seen

    def let_go(self) -> None:
        """What was taken ahead is back in the queue."""
        turn, self._next = self._next, None
        if turn is not None and turn.claim.bells:
            with self._runtime.transaction() as session:
                claiming.release(session, turn.claim)

    def _take(self) -> _Turn | None:
        good_until = monotonic() + self._lease_seconds * 2 / 3
        with self._runtime.transaction() as session:
            standing = pauses.standing(session, self._rules.push_batch)
            if standing.until is not None:
                return None
            claim = claiming.claim(
                *(session, self._rules, self._mould),
                most=standing.most,
                lease_seconds=self._lease_seconds,
                resting=standing.resting,
            )
        return _Turn(claim, standing, good_until)

    def _hand_over(self, turn: _Turn) -> Sequence[Answer]:
        messages = [bell.message for bell in turn.claim.bells]
        try:
            return self._calls.send(
                messages, lambda: self._meanwhile(turn), every=self._lease_seconds / 3
            )
        except CallAbandoned:
            return self._nobody_knows(messages)
        except Exception as error:  # whatever the client raises, the bells are not lost
            log.error("push_call_failed", error=name_of(error))
            return self._nobody_knows(messages)

    def _meanwhile(self, turn: _Turn) -> None:
        try:
            if self._ahead and self._next is None and not self._stopping.is_set():
                self._next = self._take()
            if monotonic() >= turn.good_until - self._lease_seconds / 2:
                self._keep(turn)
        except SQLAlchemyError as error:
            log.warning("push_lease_not_kept", error=name_of(error))

    def _keep(self, turn: _Turn) -> None:
        good_until = monotonic() + self._lease_seconds * 2 / 3
        with self._runtime.transaction() as session:
            claiming.keep(session, turn.claim, self._lease_seconds)
            if self._next is not None:
                claiming.keep(session, self._next.claim, self._lease_seconds)
        if self._next is not None:
            self._next = replace(self._next, good_until=good_until)

    def _nobody_knows(self, messages: Sequence[object]) -> Sequence[Answer]:
        rest = Rest("no_answer", QUOTA_SECONDS)
        try:
            with self._runtime.transaction() as session:
                take_rest(session, rest, self._rules.push_batch)
            self.let_go()
        except SQLAlchemyError as error:
            log.warning("push_rest_not_noted", error=name_of(error))
        return [Answer(Outcome.UNKNOWN)] * len(messages)

    def _hold_on(self, result: Result, standing: Standing) -> None:
        """Write the answers down; while the database is away, try again for a while."""
        end = monotonic() + _HOLD_ON_SECONDS
        while True:
            try:
                with self._runtime.transaction() as session:
                    rests = record(session, result, standing, self._rules.push_batch)
                    if rests and self._next is not None:
                        claiming.release(session, self._next.claim)
                if rests:
                    self._next = None
                return
            except SQLAlchemyError as error:
                if monotonic() >= end or self._stopping.is_set():
                    raise
                log.warning("push_answers_not_noted", error=name_of(error))
                self._stopping.wait(_RETRY_SECONDS)
