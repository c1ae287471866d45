"""What follows from an answer. Decided without the database: every case can be looked at."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import uniform

from handbook_api.gateways.push import Answer, Outcome, Platform
from handbook_api.notices.delivering.models import DeliveryState

#: The first pause before a bell is tried again; twice as long each time.
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
#: How long the way rests at least: FCM counts by the minute; a key has to be mended by somebody.
QUOTA_SECONDS, KEY_SECONDS, REFUSED_SECONDS, OUTAGE_SECONDS = 60, 600, 300, 10

_KILLS = {
    Outcome.UNREGISTERED: "unregistered",
    Outcome.MALFORMED_ADDRESS: "malformed",
    Outcome.WRONG_SENDER: "wrong_sender",
}
#: Answers that say nothing about this one device: it is tried again, and that does not count.
_NOT_ITS_FAULT = (Outcome.QUOTA, Outcome.PLATFORM_KEY_BROKEN, Outcome.CREDENTIALS_REFUSED)
_NO_ANSWER = (Outcome.UNAVAILABLE, Outcome.UNKNOWN)

#: Shares beyond which we do not believe that the devices are at fault, in hundredths.
_MOST_WRONG = {Outcome.WRONG_SENDER: 1, Outcome.MALFORMED_ADDRESS: 10}
#: So few, beside bells that came through, are single devices whatever their share.
_FEW = 2
#: A call of fewer messages tells nothing about an outage.
_ENOUGH = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a delivery. due_at: when it is tried again; None: it is final.

    kills: why its device is dead; None: it lives on. counts: whether it was an attempt.
    """

    state: DeliveryState
    reason: str | None = None
    due_at: datetime | None = None
    kills: str | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Rest:
    """The way, or one platform of it (`platform`), has to rest for `seconds` at least."""

    reason: str
    seconds: float
    platform: Platform | None = None
    #: Somebody has to be called.
    alarm: bool = True


class Doubt:
    """Whether answers that kill devices are to be believed: judged by the last answers."""

    def __init__(self, remembered: int = 2_000) -> None:
        self._last: deque[Outcome] = deque()
        self._counted: Counter[Outcome] = Counter()
        self._remembered = remembered

    def note(self, answers: Sequence[Answer]) -> frozenset[Outcome]:
        """Take in a call's answers; return the outcomes that are not to be believed now."""
        for answer in answers:
            self._last.append(answer.outcome)
            self._counted[answer.outcome] += 1
        while len(self._last) > self._remembered:
            self._counted[self._last.popleft()] -= 1
        counted = self._counted
        accepted = counted[Outcome.ACCEPTED]
        doubted = set()
        for outcome, most in _MOST_WRONG.items():
            wrong = counted[outcome]
            few = wrong <= _FEW and accepted > 0
            if wrong * 100 > most * (accepted + wrong) and not few:
                doubted.add(outcome)
        return frozenset(doubted)


def verdict_on(
    answer: Answer,
    *,
    attempts: int,
    now: datetime,
    give_up_at: datetime,
    doubted: frozenset[Outcome] = frozenset(),
) -> Verdict:
    """Return what becomes of a delivery that got `answer` at its `attempts`-th attempt."""
    outcome = answer.outcome
    if outcome is Outcome.ACCEPTED:
        return Verdict(DeliveryState.HANDED)
    if outcome is Outcome.BAD_PAYLOAD:
        return Verdict(DeliveryState.FAILED, outcome)
    if outcome in doubted or outcome in _NOT_ITS_FAULT:
        # The rest that follows decides when; it is not before this.
        again = now + timedelta(seconds=max(answer.retry_after or 0, 1))
        return Verdict(DeliveryState.WAITING, outcome, min(again, give_up_at), counts=False)
    if outcome in _KILLS:
        return Verdict(DeliveryState.FAILED, outcome, kills=_KILLS[outcome])
    again = now + pause_after(attempts, answer.retry_after)
    return Verdict(DeliveryState.WAITING, outcome, min(again, give_up_at))


def pause_after(attempts: int, asked: int | None) -> timedelta:
    """Return how long to wait after the `attempts`-th failure; at least `asked` seconds."""
    doubled = min(FIRST_PAUSE * 2.0 ** min(attempts - 1, 12), LONGEST_PAUSE)
    spread = doubled * uniform(0.8, 1.2)  # noqa: S311  # no secret
    return max(min(spread, LONGEST_PAUSE), timedelta(seconds=min(asked or 0, 24 * 3600)))


def rests_after(
    answers: Sequence[tuple[Platform, Answer]], doubted: frozenset[Outcome]
) -> Sequence[Rest]:
    """Return what has to rest after a call."""
    counted = Counter(answer.outcome for _, answer in answers)
    rests = []
    if counted[Outcome.QUOTA]:
        asked = [a.retry_after or 0 for _, a in answers if a.outcome is Outcome.QUOTA]
        rests.append(Rest("quota", max(QUOTA_SECONDS, *asked), alarm=False))
    if counted[Outcome.CREDENTIALS_REFUSED]:
        rests.append(Rest(Outcome.CREDENTIALS_REFUSED, REFUSED_SECONDS))
    broken = {p for p, answer in answers if answer.outcome is Outcome.PLATFORM_KEY_BROKEN}
    rests += [Rest(Outcome.PLATFORM_KEY_BROKEN, KEY_SECONDS, one) for one in sorted(broken)]
    rests += [Rest(one, REFUSED_SECONDS) for one in sorted(doubted) if counted[one]]
    silent = sum(counted[outcome] for outcome in _NO_ANSWER)
    if len(answers) >= _ENOUGH and silent * 2 > len(answers):
        rests.append(Rest("outage", OUTAGE_SECONDS, alarm=False))
    return rests
