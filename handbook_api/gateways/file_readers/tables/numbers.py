"""What a stored number means: in a workbook a date is a number that is shown as a date.

Source: ECMA-376 part 1, 18.8.30 (number formats) and 18.17.4 (dates and times).
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Literal
from xml.etree.ElementTree import Element

from handbook_api.gateways.file_readers.tables.table_wire import Sent
from handbook_api.gateways.file_readers.word_xml import name_of

#: How a number is shown, as far as it changes what it says: an int is a width of leading zeros.
Look = Literal["date", "datetime", "time"] | int

_BUILT_IN: dict[int, Look] = {
    **dict.fromkeys((*range(14, 18), *range(27, 32), 36, *range(50, 59)), "date"),
    **dict.fromkeys((*range(18, 22), *range(32, 36), 45, 47), "time"),
    22: "datetime",
}
_NOT_SHOWN_AS_IS = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.I)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.I)
_ZEROS = re.compile("0{2,32}")
#: More digits than a double holds are no amount, they are a name of something.
_EXACT_DIGITS = 15
_LAST_SERIAL = 2_958_466
_SECONDS = 86_400


def looks(styles: Element) -> dict[str, Look]:
    """How the numbers of each cell style are shown; styles that show them plainly are left out."""
    codes: dict[str, str] = {}
    found: dict[str, Look] = {}
    for part in styles:
        if name_of(part) == "numFmts":
            codes.update((each.get("numFmtId", ""), each.get("formatCode", "")) for each in part)
    for part in styles:
        if name_of(part) != "cellXfs":
            continue
        for index, style in enumerate(part):
            number = style.get("numFmtId", "")
            look = look_of(codes[number]) if number in codes else _built_in(number)
            if look is not None:
                found[str(index)] = look
    return found


def _built_in(number: str) -> Look | None:
    return _BUILT_IN.get(int(number)) if number.isdecimal() and len(number) < 4 else None


def look_of(code: str) -> Look | None:
    """How the format `code` (“dd/mm/yyyy”, “000000”) shows numbers; None if plainly."""
    shown = _NOT_SHOWN_AS_IS.sub("", code).partition(";")[0].strip()
    if _ZEROS.fullmatch(shown):
        return len(shown)
    if _ELAPSED.search(shown):
        return None
    letters = shown.lower().replace("am/pm", "").replace("a/p", "").replace("general", "")
    has_time = "h" in letters or "s" in letters
    has_date = "d" in letters or "y" in letters or ("m" in letters and not has_time)
    if has_date:
        return "datetime" if has_time else "date"
    return "time" if has_time else None


def number(text: str) -> Sent:
    """The number that `text` spells, whole where it is whole; `text` itself if it spells none."""
    if text.isascii() and text.removeprefix("-").isdigit():
        return int(text) if len(text) <= _EXACT_DIGITS else text
    try:
        value = float(text)
    except ValueError:
        return text
    # A fraction that is none (“12.0”, “1.2E+11”); also False for what is infinite or no number.
    if abs(value) < 10**_EXACT_DIGITS:
        return int(value) if value.is_integer() else value
    return text


def shown(value: float, look: Look, *, from_1904: bool) -> Sent:
    """What a person sees of `value` in a cell of that look."""
    if isinstance(look, int):
        return f"{value:0{look}d}" if isinstance(value, int) and value >= 0 else value
    if look == "time" and 0 <= value < 1:
        minutes, seconds = divmod(round(value * _SECONDS) % _SECONDS, 60)
        at = time(minutes // 60, minutes % 60, seconds)
        return at.isoformat("seconds" if seconds else "minutes")
    if not (0 if from_1904 else 1) <= value < _LAST_SERIAL:
        # Excel itself shows ##### for these.
        return value
    days, seconds = divmod(round(value * _SECONDS), _SECONDS)
    day = _day(days, from_1904=from_1904)
    if day is None:
        return value
    if look == "date" or seconds == 0:
        return ["d", day.isoformat()]
    moment = datetime.combine(day, time()) + timedelta(seconds=seconds)
    return ["t", moment.isoformat()]


def _day(days: int, *, from_1904: bool) -> date | None:
    if from_1904:
        first = date(1904, 1, 1)
    else:
        # Excel counts a 29 February 1900 that never was.
        first = date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
    try:
        return first + timedelta(days=days)
    except OverflowError:
        return None
