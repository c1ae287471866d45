"""What follows from a gateway's answer. Decided without the database: every case can be seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handbook_api.gateways.messages import Answer, Outcome
from handbook_api.notices.delivering.models import DeliveryState
from handbook_api.notices.delivering.verdicts import pause_after

#: How long the way rests at least, in seconds: somebody has to mend the account, or pay.
QUOTA_SECONDS, ACCOUNT_SECONDS, OUTAGE_SECONDS = 60, 600, 60
#: A message that may have gone out is tried once more, not for ever: each may be a second one.
MOST_UNKNOWN = 2
#: So many failures in a row, and it is the gateway that is at fault, not one address.
_IN_A_ROW = 2

_RESTS = {Outcome.QUOTA: QUOTA_SECONDS, Outcome.ACCOUNT_REFUSED: ACCOUNT_SECONDS}
_SILENT = (Outcome.UNAVAILABLE, Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a delivery. due_at: when it is tried again; None: it is final.

    counts: whether it was an attempt.
    """

    state: DeliveryState
    reason: str | None = None
    due_at: datetime | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Rest:
    """The way has to rest for `seconds` at least."""

    reason: str
    seconds: float


def verdict_on(answer: Answer, *, attempts: int, now: datetime, give_up_at: datetime) -> Verdict:
    """Return what becomes of a message that got `answer` at its `attempts`-th attempt."""
    outcome = answer.outcome
    if outcome is Outcome.ACCEPTED:
        return Verdict(DeliveryState.HANDED)
    if outcome is Outcome.REFUSED or (outcome is Outcome.UNKNOWN and attempts >= MOST_UNKNOWN):
        return Verdict(DeliveryState.FAILED, outcome)
    if outcome in _RESTS:  # says nothing of this one message
        again = now + timedelta(seconds=1)
        return Verdict(DeliveryState.WAITING, outcome, min(again, give_up_at), counts=False)
    again = now + pause_after(attempts, answer.retry_after)
    return Verdict(DeliveryState.WAITING, outcome, min(again, give_up_at))


class Patience:
    """What the last answers of one call say of the gateway as a whole."""

    def __init__(self) -> None:
        self._silent = 0

    def rest_after(self, answer: Answer) -> Rest | None:
        """Take in the next answer; return the rest that is needed now, if any."""
        if answer.outcome in _RESTS:
            asked = answer.retry_after or 0
            return Rest(answer.outcome, max(_RESTS[answer.outcome], asked))
        self._silent = self._silent + 1 if answer.outcome in _SILENT else 0
        return Rest("outage", OUTAGE_SECONDS) if self._silent >= _IN_A_ROW else None
