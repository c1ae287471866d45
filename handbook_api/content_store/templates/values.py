"""A field's value as it came over the wire → the words that stand in a notice."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import TypeVar

from handbook_api.core.clock import VIETNAM
from search_index.vietnamese.normalise import nfc

T = TypeVar("T")

_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")

#: Dates and hours are short; nothing longer is even looked at.
_LONGEST_MOMENT = 40


class Unusable(ValueError):
    """A value of the wrong kind; `code` names the words for it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = f"field.{code}"


def written(kind: str, value: object) -> str:
    """Return `value` as it is written in Vietnamese; “” when nothing was filled in.

    kind: “text” (one line), “lines”, “date”, “time”, “datetime” or “number”. Days and hours come
        as ISO 8601; an instant without an offset is meant in Vietnamese time.
    Raises Unusable.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        value = nfc(value).strip()
        if not value:
            return ""
    return _WRITERS[kind](value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Unusable("string_type")
    if "\n" in value:
        raise Unusable("one_line")
    return value


def _lines(value: object) -> str:
    if not isinstance(value, str):
        raise Unusable("string_type")
    return value


def _date(value: object) -> str:
    return _day_said(_moment(value, date.fromisoformat, "date_parsing"))


def _time(value: object) -> str:
    return _hour_said(_moment(value, time.fromisoformat, "time_parsing"))


def _datetime(value: object) -> str:
    told = _moment(value, datetime.fromisoformat, "datetime_parsing")
    if told.tzinfo is not None:
        try:
            told = told.astimezone(VIETNAM)
        except OverflowError:
            raise Unusable("datetime_parsing") from None
    return f"{_hour_said(told.time())} {_day_said(told.date())}"


def _number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unusable("int_type")
    return f"{value:,}".replace(",", ".")


def _moment(value: object, read: Callable[[str], T], code: str) -> T:
    if not isinstance(value, str) or len(value) > _LONGEST_MOMENT:
        raise Unusable(code)
    try:
        return read(value)
    except ValueError:
        raise Unusable(code) from None


def _day_said(day: date) -> str:
    """“thứ sáu, ngày 05/02/2027”: below 10, and January and February, with a nought."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{_WEEKDAYS[day.weekday()]}, ngày {day.day:02}/{month}/{day.year}"


def _hour_said(told: time) -> str:
    return f"{told.hour} giờ {told.minute:02}" if told.minute else f"{told.hour} giờ"


_WRITERS: Mapping[str, Callable[[object], str]] = {
    "text": _text,
    "lines": _lines,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "number": _number,
}
