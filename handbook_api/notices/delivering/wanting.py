"""Whether a due bell is still wanted, and whether it may ring now. Decided without the database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from handbook_api.content_store.parameters.rules import NoticeRules
from handbook_api.notices.delivering.bells import TEST_NOTICE
from handbook_api.notices.delivering.models import DeliveryState
from handbook_api.notices.delivering.planning import URGENT
from handbook_api.notices.models import OPEN, REACHED, NoticeState, Reach

_RINGS_FOR = (NoticeState.SENDING, NoticeState.SENT)
#: Nothing rings for these people any more, whatever the round.
_OUT_OF_REACH = (Reach.UNREACHABLE, Reach.WITHDRAWN)
_DONE_WITH = (Reach.CONFIRMED, Reach.ANSWERED, Reach.TOLD)
_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Drop:
    """It is not to ring any more."""

    state: DeliveryState
    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """It is to ring, and not before `at` (UTC)."""

    at: datetime
    reason: str


class Wanting:
    """What one look at the queue knows. recent: when each device rang within the last hour."""

    def __init__(
        self,
        now: datetime,
        rules: NoticeRules,
        resting: Mapping[str, datetime],
        recent: Mapping[UUID, Collection[datetime]],
    ) -> None:
        self._now = now
        self._most = rules.most_bells_an_hour
        self._resting = resting
        self._rung = {device: sorted(times) for device, times in recent.items()}

    def of(self, row: Any) -> Drop | Later | None:
        """Return what stands in the way of the bell of `row`; None: it rings now."""
        if row.give_up_at <= self._now:
            return Drop(DeliveryState.FAILED, "given_up")
        reason = self._unwanted(row)
        if reason is not None:
            return Drop(DeliveryState.DROPPED, reason)
        return self._must_wait(row)

    def _unwanted(self, row: Any) -> str | None:
        if row.sealed is None or row.dead_at is not None:
            return "device_gone"
        if row.ended_at is not None or row.signed_in_until is None:
            return "signed_out"
        if row.signed_in_until <= self._now:
            return "signed_out"
        if row.is_outdated:
            return "newer_round"
        return None if row.notice_id == TEST_NOTICE else self._of_notice(row)

    def _of_notice(self, row: Any) -> str | None:
        if row.state == NoticeState.CANCELLED:
            return self._of_cancelled(row)
        if row.state not in _RINGS_FOR:
            return "closed"
        if row.expires_at is not None and row.expires_at <= self._now:
            return "expired"
        return "opened" if has_come_through(row) else None

    def _of_cancelled(self, row: Any) -> str | None:
        """Only that it is off rings, for whoever knows of it and has not seen that yet."""
        if not row.insists or row.reach not in REACHED:
            return "cancelled"
        if row.expires_at is not None and row.expires_at <= self._now:
            return "expired"
        return "opened" if row.opened_version == row.version else None

    def _must_wait(self, row: Any) -> Later | None:
        until = self._resting.get(row.platform)
        if until is not None:
            return Later(min(until, row.give_up_at), "platform_rests")
        if row.rank == URGENT:
            return None
        rung = self._rung.setdefault(row.target_id, [])
        if len(rung) < self._most:
            rung.append(self._now)
            return None
        # There is room again when the earliest of the last few is an hour past.
        at = rung[-self._most] + _AN_HOUR
        rung.append(at)
        return Later(min(max(at, self._now + timedelta(seconds=1)), row.give_up_at), "enough")


def has_come_through(row: Any) -> bool:
    """Whether this person needs no bell any more for the notice as it now reads.

    The first bell: he has opened it. A later one, for a correction or a reminder: he has opened
    these very words and done what they ask. One that insists rings all the same.
    """
    if row.reach is None or row.reach in _OUT_OF_REACH:
        return True
    if row.insists:
        return False
    if row.round == 0:
        return row.reach not in OPEN
    return row.reach in _DONE_WITH and row.version in (1, row.opened_version)
