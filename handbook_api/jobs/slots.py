"""What is done by the clock: once an hour, a day, a week or a month, in Vietnamese time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from handbook_api.core import clock
from handbook_api.db.jobs import enqueue
from handbook_api.runtime import Runtime


class Every(StrEnum):
    """How often."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


#: How late a slot is still made up for when no worker ran at its time: later, the next is near
#: enough, and nobody wants yesterday's digest.
_MAKE_UP = {
    Every.HOURLY: timedelta(minutes=59),
    Every.DAILY: timedelta(hours=12),
    Every.WEEKLY: timedelta(days=2),
    Every.MONTHLY: timedelta(days=5),
}
#: Jobs are remembered for longer than this, or a slot would be done twice.
LONGEST_MAKE_UP = max(_MAKE_UP.values())


@dataclass(frozen=True, slots=True)
class Slot:
    """A job of `kind` is made at each such time, once for all workers together.

    name: unique; part of the job's once_key. hour: 0 to 23, for all but hourly.
    weekday: 0 is Monday, for weekly. day: 1 to 28, for monthly.
    The handler's payload is {"slot": "2026-11-22T06:00:00+07:00"}.
    """

    name: str
    every: Every
    kind: str
    hour: int = 6
    weekday: int = 0
    day: int = 1

    def __post_init__(self) -> None:
        if not (0 <= self.hour <= 23 and 0 <= self.weekday <= 6 and 1 <= self.day <= 28):
            raise ValueError(f"{self.name}: no such time")

    def latest(self, at: datetime) -> datetime:
        """Return the slot's last time up to `at`."""
        local = at.astimezone(clock.VIETNAM)
        if self.every == Every.HOURLY:
            return local.replace(minute=0, second=0, microsecond=0)
        if self.every == Every.MONTHLY:
            this_month = self._on(local.replace(day=self.day))
            last_month = local.replace(day=1) - timedelta(days=1)
            return this_month if this_month <= local else self._on(last_month.replace(day=self.day))
        back = (local.weekday() - self.weekday) % 7 if self.every == Every.WEEKLY else 0
        found = self._on(local - timedelta(days=back))
        step = timedelta(days=7 if self.every == Every.WEEKLY else 1)
        return found if found <= local else found - step

    def following(self, at: datetime) -> datetime:
        """Return the slot's first time after `at`."""
        latest = self.latest(at)
        step = {
            Every.HOURLY: timedelta(hours=1),
            Every.DAILY: timedelta(days=1),
            Every.WEEKLY: timedelta(days=7),
            Every.MONTHLY: timedelta(days=31),
        }[self.every]
        return self.latest(latest + step)

    def is_worth_it(self, slot: datetime, at: datetime) -> bool:
        """Whether `slot` is still to be made up for at `at`."""
        return at - slot <= _MAKE_UP[self.every]

    def _on(self, day: datetime) -> datetime:
        return datetime.combine(day.date(), time(self.hour), clock.VIETNAM)


class Timetable:
    """The slots of a process, and which of them it has seen to."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._slots = slots
        self._seen: dict[str, datetime] = {}

    def make_due(self, runtime: Runtime) -> None:
        """Every slot whose time has come has its job, whoever of all workers made it.

        After a pause only the latest slot is made up for. Asks the database only when there is
        a new slot.
        """
        now = clock.now()
        latest = {slot: slot.latest(now) for slot in self._slots}
        new = {slot: at for slot, at in latest.items() if self._seen.get(slot.name) != at}
        if not new:
            return
        with runtime.transaction() as session:
            for slot, at in sorted(new.items(), key=lambda item: item[0].name):
                if slot.is_worth_it(at, now):
                    said = at.isoformat()
                    once = f"{slot.name}:{said}"
                    enqueue(session, slot.kind, {"slot": said}, run_at=at, once_key=once)
        self._seen.update({slot.name: at for slot, at in new.items()})

    def following(self, at: datetime) -> datetime | None:
        """Return when the next slot comes after `at`."""
        return min((slot.following(at) for slot in self._slots), default=None)
