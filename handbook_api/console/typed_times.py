"""Days and hours as people type them: “5” or “05”, “19”, “19:30”, “19h30”, “19 giờ 30”."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from handbook_api.core import clock
from handbook_api.core.errors import FieldFault

#: An hour, with minutes or without.
_HOUR = re.compile(
    r"(\d{1,2})(?:\s*(?:[:.h]|giờ|\s)\s*(\d{1,2})?)?(?:\s*(?:ph|phút))?", re.IGNORECASE
)
_PARTS = ("day", "month", "year")


class Mistyped(ValueError):
    """What was typed is no day, or no hour; `fault` says which field, and how to write it."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.fault = FieldFault(field, code)


@dataclass(frozen=True, slots=True)
class Parts:
    """An instant in the fields of a form; “” where nothing is said."""

    day: str = ""
    month: str = ""
    year: str = ""
    time: str = ""

    @classmethod
    def of(cls, at: datetime | None) -> "Parts":
        """Return how an instant stands in the fields, in Vietnamese time."""
        if at is None:
            return cls()
        local = at.astimezone(clock.VIETNAM)
        minutes = f":{local.minute:02}" if local.minute else ""
        return cls(str(local.day), str(local.month), str(local.year), f"{local.hour}{minutes}")

    @classmethod
    def of_day(cls, day: date) -> "Parts":
        """Return how a day stands in the fields."""
        return cls(str(day.day), str(day.month), str(day.year))


def typed_moment(form: Mapping[str, str], name: str) -> datetime | None:
    """Return the instant typed in the fields of `name`; None: all are empty. Raises Mistyped."""
    said = [form.get(f"{name}_{part}", "").strip() for part in (*_PARTS, "time")]
    if not any(said):
        return None
    day, hour = _day(said[:3]), _hour(said[3])
    if day is None or hour is None:
        raise Mistyped(name, "field.typed_moment")
    return datetime.combine(day, hour, clock.VIETNAM)


def typed_day(form: Mapping[str, str], name: str) -> date | None:
    """Return the day typed in the fields of `name`; None: all are empty. Raises Mistyped."""
    said = [form.get(f"{name}_{part}", "").strip() for part in _PARTS]
    if not any(said):
        return None
    day = _day(said)
    if day is None:
        raise Mistyped(name, "field.typed_date")
    return day


def typed_time(form: Mapping[str, str], name: str) -> time | None:
    """Return the hour typed in `name`; None: nothing was. Raises Mistyped."""
    said = form.get(name, "").strip()
    if not said:
        return None
    hour = _hour(said)
    if hour is None:
        raise Mistyped(name, "field.time_parsing")
    return hour


def _day(said: list[str]) -> date | None:
    if not all(one.isascii() and one.isdigit() and len(one) <= 4 for one in said):
        return None
    day, month, year = map(int, said)
    try:
        return date(year if year >= 100 else 2000 + year, month, day)
    except ValueError:
        return None


def _hour(said: str) -> time | None:
    found = _HOUR.fullmatch(said)
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None
