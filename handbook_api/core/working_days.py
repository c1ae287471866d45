"""Working days: Monday to Friday, public holidays left out. Days are days in Vietnam."""

from collections.abc import Collection
from datetime import date, timedelta

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Whether people work on `day`. holidays: the days off that are not a weekend."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(day: date, count: int, holidays: Collection[date]) -> date:
    """Return the last day of a time limit of `count` working days that begins after `day`.

    The day of the event itself is not counted. count: 0 or more; 0 gives `day` itself.
    """
    while count > 0:
        day += _ONE_DAY
        count -= is_working_day(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: Collection[date]) -> int:
    """Return how many working days lie after `start` up to and including `end`; 0 before it."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day, holidays) for day in days)
