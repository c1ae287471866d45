"""Days as lists write them. Vietnamese lists put the day first; what could be read in two ways is
refused, because a wrong legal date is worse than a missing one."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from handbook_api.gateways.table_reading import Cell as Box
from handbook_api.members.imports import faults
from handbook_api.members.imports.values.plain import text_of
from handbook_api.members.values import EARLIEST
from search_index.vietnamese.folding import fold

_BETWEEN = r"\s*[/.\-–\s]\s*"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}})")
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{1,2}})")
_IN_WORDS = re.compile(r"(\d{1,2}),? *thang *(\d{1,2}),? *(?:nam)? *(\d{4})")
_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})")
_SHORT_YEAR = re.compile(rf"\d{{1,2}}{_BETWEEN}\d{{1,2}}{_BETWEEN}\d{{2}}")
_MONTH = re.compile(rf"(?:thang *)?\d{{1,2}}(?:{_BETWEEN}|,? *nam *)\d{{4}}")
_YEAR = re.compile(r"(?:nam *)?\d{4}")
#: “…/…/1950” and “…/5/1950”: places left blank.
_NO_MONTH = re.compile(r"[_.…x?/\- ]+\d{4}")
_NO_DAY = re.compile(r"[_.…x?/\- ]+\d{1,2}[/.\- ]+\d{4}")
_PREFIX = re.compile(r"^(?:sinh )?(?:ngay )")
_MIDNIGHT = re.compile(r"[ t]0{1,2}:00(?::00(?:\.0+)?)?$")

#: The day before the first one that a spreadsheet counts.
_SERIAL_START = date(1899, 12, 30)
#: Numbers that a spreadsheet keeps for days from 1900 to 2100, and that no year looks like.
_SERIALS = range(2101, 73416)
_YEARS = range(1900, 2101)


def day_of(box: Box) -> date | None:
    """Return the day that the box says, None for an empty one.

    Raises a BoxRefused for anything that is not one full day from 1900 on.
    """
    value = box.value
    if isinstance(value, datetime):
        return _possible(value.date())
    if isinstance(value, date):
        return _possible(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    text = text_of(box)
    return day_in(text) if text else None


def day_in(text: str) -> date:
    """Return the day that `text` says, in figures or in words. Raises as `day_of`."""
    bare = _MIDNIGHT.sub("", _PREFIX.sub("", fold(text)).strip(" .,;"))
    for shape, read in _FULL.items():
        if found := shape.fullmatch(bare):
            return read(*map(int, found.groups()))
    raise _refusal(bare)


def _from_number(value: int | float) -> date:
    if isinstance(value, int) and value in _YEARS:
        raise faults.YearAlone
    if isinstance(value, int) and (found := _TOGETHER.fullmatch(str(value))):
        return _calendar(*map(int, found.groups()))
    if int(value) in _SERIALS:
        day = _SERIAL_START + timedelta(days=int(value))
        raise faults.NumberForDay(day=f"{day:%d/%m/%Y}")
    raise faults.DayNotUnderstood


def _calendar(day: int, month: int, year: int) -> date:
    if not day:
        raise faults.MonthAlone if month else faults.YearAlone
    if not month:
        raise faults.YearAlone
    if month > 12 >= day:
        raise faults.MonthFirst
    try:
        return _possible(date(year, month, day))
    except ValueError as error:
        raise faults.NoSuchDay from error


def _from_the_year(year: int, month: int, day: int) -> date:
    return _calendar(day, month, year)


def _possible(day: date) -> date:
    if day < EARLIEST:
        raise faults.DayTooLongAgo
    return day


def _refusal(bare: str) -> faults.BoxRefused:
    if len(_DAY_FIRST.findall(bare)) + len(_IN_WORDS.findall(bare)) > 1:
        return faults.TwoDays()
    if _YEAR.fullmatch(bare) or _NO_MONTH.fullmatch(bare):
        return faults.YearAlone()
    if _MONTH.fullmatch(bare) or _NO_DAY.fullmatch(bare):
        return faults.MonthAlone()
    if _SHORT_YEAR.fullmatch(bare):
        return faults.YearShort()
    return faults.DayNotUnderstood()


_FULL: dict[re.Pattern[str], Callable[[int, int, int], date]] = {
    _DAY_FIRST: _calendar,
    _YEAR_FIRST: _from_the_year,
    _IN_WORDS: _calendar,
    _TOGETHER: _calendar,
}
