"""The one clock. Instants are UTC; legal dates are days in Vietnam."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

#: Deadlines and validity are counted in days of this zone (no daylight saving).
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


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
