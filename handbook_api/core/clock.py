"""The one clock. Instants are UTC; legal dates are days in Vietnam.

Machines that share a database live by its clock: what one puts off for a minute, another takes up
a minute later, whatever their own clocks say.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

#: Deadlines and validity are counted in days of this zone (no daylight saving).
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

#: A difference that is smaller may come from the measuring, and does no harm.
_LEAST_DIFFERENCE = timedelta(seconds=1)

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)
_ahead = timedelta(0)


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return _frozen.get() or machine_now() + _ahead


def machine_now() -> datetime:
    """Return what this machine's own clock says, aware, in UTC."""
    return datetime.now(UTC)


def follow(ask: Callable[[], datetime]) -> timedelta:
    """`now` is right by another clock afterwards; return how far that is ahead of the machine's.

    ask: reads the other clock. A clock that is held still stays so.
    """
    global _ahead  # noqa: PLW0603  # there is one clock
    begun = machine_now()
    theirs = ask()
    took = machine_now() - begun
    ahead = theirs - (begun + took / 2)
    _ahead = ahead if abs(ahead) > _LEAST_DIFFERENCE + took else timedelta(0)
    return _ahead


def today() -> date:
    """Return the calendar day in Vietnam."""
    return now().astimezone(VIETNAM).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold the clock still at `at` (aware) for this context: tests and replays."""
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
