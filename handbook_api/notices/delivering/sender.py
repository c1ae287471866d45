"""A sender: takes bells, hands them over outside any transaction, writes down what became of them.

As many may run as one likes, on as many machines: they share the queue, its leases and its rests.
"""

from collections.abc import Sequence
from threading import Event
from time import monotonic

import structlog
from sqlalchemy.exc import SQLAlchemyError

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
    sender = Sender(runtime, transport, stopping)
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


class Sender:
    """One sender with its way out, and its memory of the last answers."""

    def __init__(
        self, runtime: Runtime, transport: PushTransport, stopping: Event | None = None
    ) -> None:
        self._runtime = runtime
        self._rings = transport.rings
        self._calls = BoundedCalls(transport, runtime.settings.fcm_call_seconds)
        self._doubt = Doubt()
        self._stopping = stopping or Event()
        self._mould = mould_of(runtime.content, runtime.settings.public_url)

    def send_some(self) -> int:
        """Return how many due bells were looked at, at most one call's: handed over or decided.

        None while the way rests, or while a call that took too long is not over.
        """
        if not self._rings or self._calls.is_busy:
            return 0
        rules = self._runtime.content.notices(clock.today())
        lease_seconds = self._runtime.settings.push_lease_seconds
        with self._runtime.transaction() as session:
            standing = pauses.standing(session, rules.push_batch)
            if standing.until is not None:
                return 0
            claim = claiming.claim(
                *(session, rules, self._mould),
                most=standing.most,
                lease_seconds=lease_seconds,
                resting=standing.resting,
            )
        if claim.bells:
            answers = self._hand_over(claim, lease_seconds)
            result = Result(claim, answers, self._doubt.note(answers))
            self._hold_on(result, standing, rules.push_batch)
        return claim.seen

    def _hand_over(self, claim: Claim, lease_seconds: float) -> Sequence[Answer]:
        messages = [bell.message for bell in claim.bells]

        def meanwhile() -> None:
            try:
                with self._runtime.transaction() as session:
                    claiming.keep(session, claim, lease_seconds)
            except SQLAlchemyError as error:
                log.warning("push_lease_not_kept", error=name_of(error))

        try:
            return self._calls.send(messages, meanwhile, every=lease_seconds / 3)
        except CallAbandoned:
            return self._nobody_knows(messages)
        except Exception as error:  # whatever the client raises, the bells are not lost
            log.error("push_call_failed", error=name_of(error))
            return self._nobody_knows(messages)

    def _nobody_knows(self, messages: Sequence[object]) -> Sequence[Answer]:
        rest = Rest("no_answer", QUOTA_SECONDS)
        try:
            with self._runtime.transaction() as session:
                rules = self._runtime.content.notices(clock.today())
                take_rest(session, rest, rules.push_batch)
        except SQLAlchemyError as error:
            log.warning("push_rest_not_noted", error=name_of(error))
        return [Answer(Outcome.UNKNOWN)] * len(messages)

    def _hold_on(self, result: Result, standing: pauses.Standing, full: int) -> None:
        """Write the answers down; while the database is away, try again for a while."""
        end = monotonic() + _HOLD_ON_SECONDS
        while True:
            try:
                with self._runtime.transaction() as session:
                    record(session, result, standing, full)
                return
            except SQLAlchemyError as error:
                if monotonic() >= end or self._stopping.is_set():
                    raise
                log.warning("push_answers_not_noted", error=name_of(error))
                self._stopping.wait(_RETRY_SECONDS)
