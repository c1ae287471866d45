"""A carrier: takes messages, hands each over outside any transaction, writes down its answer.

As many may run as one likes, on as many machines: they share the queue, its leases and its rests.
"""

from contextlib import closing
from threading import Event
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.gateways.messages import Answer
from handbook_api.jobs.giving_up import name_of
from handbook_api.notices.delivering import pauses
from handbook_api.notices.delivering.models import Way
from handbook_api.notices.second_ways.claiming import Claim, Letter, Words, claim
from handbook_api.notices.second_ways.recording import keep, put_back, record, rests
from handbook_api.notices.second_ways.verdicts import Patience, Rest, verdict_on
from handbook_api.notices.second_ways.ways import OpenWay, open_ways
from handbook_api.runtime import Runtime

log = structlog.get_logger("notices.second_ways")

#: How often a carrier that has nothing to do looks: nobody waits for a text by the second.
_LOOK_SECONDS = 5.0
#: A message may take as long as its gateway waits for each of a few steps.
_STEPS = 4

_LANGUAGE = "vi"


def carry_texts(runtime: Runtime, stopping: Event) -> None:
    """Texts go out as they become due until the process is to stop. Raises GatewayUnusable."""
    _run(runtime, Way.SMS, stopping)


def carry_mail(runtime: Runtime, stopping: Event) -> None:
    """E-mails go out as they become due until the process is to stop. Raises GatewayUnusable."""
    _run(runtime, Way.EMAIL, stopping)


def _run(runtime: Runtime, way: Way, stopping: Event) -> None:
    found = next((one for one in open_ways(runtime.settings) if one.way == way), None)
    if found is None:
        stopping.wait()
        return
    carrier = Carrier(runtime, found, stopping)
    while not stopping.is_set():
        try:
            if not carrier.send_some():
                stopping.wait(_LOOK_SECONDS)
        except SQLAlchemyError as error:
            log.warning("second_way_waits_for_database", way=way.value, error=name_of(error))
            stopping.wait(_LOOK_SECONDS)


class Carrier:
    """One carrier of one way."""

    def __init__(self, runtime: Runtime, open_way: OpenWay, stopping: Event | None = None) -> None:
        self._runtime = runtime
        self._way = open_way.way
        self._gateway = open_way.gateway
        self._lease_seconds = runtime.settings.push_lease_seconds + _STEPS * open_way.seconds
        self._stopping = stopping or Event()
        self._words = words_of(runtime.content, open_way.way)

    def send_some(self) -> int:
        """Return how many due messages were looked at: handed over or decided. 0 while it rests."""
        most = self._runtime.content.notices(clock.today()).second_way_batch
        with self._runtime.transaction() as session:
            if rests(session, self._way):
                return 0
            taken = claim(
                session, self._way, self._words, most=most, lease_seconds=self._lease_seconds
            )
        if taken.letters:
            self._hand_over(taken, most)
        return taken.seen

    def _hand_over(self, taken: Claim, most: int) -> None:
        patience = Patience()
        with closing(self._gateway.send([one.message for one in taken.letters])) as answers:
            for number, (letter, answer) in enumerate(zip(taken.letters, answers, strict=True), 1):
                rest = patience.rest_after(answer)
                with self._runtime.transaction() as session:
                    self._note(session, taken.lease, letter, answer)
                    if rest is None and not self._stopping.is_set():
                        keep(session, self._way, taken.lease, self._lease_seconds)
                        continue
                    self._stop_short(session, taken, number, rest, most)
                return

    def _note(self, session: Session, lease: UUID, letter: Letter, answer: Answer) -> None:
        verdict = verdict_on(
            answer, attempts=letter.attempts, now=clock.now(), give_up_at=letter.give_up_at
        )
        record(session, self._way, lease, letter, verdict)

    def _stop_short(
        self, session: Session, taken: Claim, done: int, rest: Rest | None, most: int
    ) -> None:
        """What is left goes back: until the rest is over, or to whoever comes next."""
        until, reason = clock.now(), "stopping"
        if rest is not None:
            until = pauses.rest(session, self._way.value, rest.reason, rest.seconds, most)
            reason = rest.reason
            log.warning("second_way_rests", way=self._way.value, reason=reason)
        put_back(session, self._way, taken.lease, taken.letters[done:], reason, until)


def words_of(content: Content, way: Way) -> Words:
    """Return what is said to everybody by this way."""
    labels = content.messages(_LANGUAGE).labels
    if way is Way.SMS:
        return Words("", labels["text.words"])
    return Words(labels["mail.subject"], labels["mail.words"])
