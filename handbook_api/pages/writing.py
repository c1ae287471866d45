"""Days, hours and numbers as people write them: “thứ Bảy, 5/12/2026, 19 giờ 30”."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook_api.core import clock
from handbook_api.core.words import Words

#: What a line must not be broken at.
_NBSP = "\u00a0"


def day(value: date, words: Words) -> str:
    """Return a day with its weekday."""
    return words.say(f"base.weekday_{value.weekday()}", day=short_day(value))


def short_day(value: date) -> str:
    """Return a day as 5/12/2026."""
    return f"{value.day}/{value.month}/{value.year}"


def moment(value: datetime, words: Words) -> str:
    """Return an instant as people in Vietnam speak of it."""
    local = value.astimezone(clock.VIETNAM)
    return f"{hour(value, words)}, {day(local.date(), words)}"


def short_moment(value: datetime, words: Words) -> str:
    """Return an instant without its weekday."""
    local = value.astimezone(clock.VIETNAM)
    return f"{hour(value, words)}, {short_day(local.date())}"


def hour(value: datetime, words: Words) -> str:
    """Return the time of the day in Vietnam: “19 giờ 30”, “19 giờ”."""
    local = value.astimezone(clock.VIETNAM)
    key = "base.hour_and_minutes" if local.minute else "base.hour"
    said = words.say(key, hour=local.hour, minute=f"{local.minute:02}")
    return said.replace(" ", _NBSP)


def number(value: int) -> str:
    """Return a number with dots between thousands: 5.000."""
    return f"{value:,}".replace(",", ".")


def size(count: int) -> str:
    """Return how much a file weighs: “40 KB”, “1,2 MB”."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))}{_NBSP}KB"
    return f"{count / 1_000_000:.1f}".replace(".", ",") + f"{_NBSP}MB"


def _worded(write: Callable[..., str]) -> Callable[..., str]:
    @pass_context
    def in_the_reader_s_language(context: Context, value: object) -> str:
        return write(value, context["page"].words)

    return in_the_reader_s_language


FILTERS: Mapping[str, Callable[..., str]] = {
    "day": _worded(day),
    "short_day": short_day,
    "moment": _worded(moment),
    "short_moment": _worded(short_moment),
    "hour": _worded(hour),
    "number": number,
    "size": size,
}
