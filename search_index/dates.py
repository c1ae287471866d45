"""Dates as Vietnamese papers and newspapers write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from search_index.folded_text import fold_in_place

_GAP = r"\s{0,4}"
_YEAR = r"(?:1[89]|2[01])\d\d"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date written in a text at [start, end); `day` is None when only a month is written."""

    start: int
    end: int
    text: str
    year: int
    month: int
    day: int | None

    @property
    def on(self) -> date | None:
        """The calendar date, or None when only a month is written."""
        return None if self.day is None else date(self.year, self.month, self.day)


#: Read over folded text, so marks and their absence do not matter.
#: A figure before, or a figure or slash and letter after, would make it part of something longer
#: (27/2012/NĐ-CP, 1.234.567).
_DATE = re.compile(
    rf"""
    (?<![\d/.])(?<!\d[,\-])
    (?:
        (?:ngay{_GAP})?(?P<d1>\d{{1,2}}){_GAP}thang{_GAP}(?P<m1>\d{{1,2}}),?{_GAP}
            nam{_GAP}(?P<y1>{_YEAR})
      | (?P<d2>\d{{1,2}})\s?(?P<sep>[/.\-–])\s?(?P<m2>\d{{1,2}})\s?(?P=sep)\s?(?P<y2>{_YEAR})
      | (?P<y3>{_YEAR})-(?P<m3>\d\d)-(?P<d3>\d\d)
      | thang{_GAP}(?P<m4>\d{{1,2}})\s?(?:[/.\-–]|,?{_GAP}nam)\s?(?P<y4>{_YEAR})
    )
    (?!\d)(?!/\w)(?!\.\d)
    """,
    re.VERBOSE,
)


def find_dates(text: str) -> Iterator[DateMention]:
    """Every real date in `text`, in order; impossible ones (31/2/2020) are not dates."""
    for found in _DATE.finditer(fold_in_place(text)):
        mention = _mention(text, found)
        if mention is not None:
            yield mention


def parse_date(text: str) -> date | None:
    """The first full date written in `text`, or None."""
    return next((found.on for found in find_dates(text) if found.on is not None), None)


def _mention(text: str, found: re.Match[str]) -> DateMention | None:
    start, end = found.span()
    for index in "123":
        if found[f"y{index}"]:
            day, month, year = (int(found[f"{part}{index}"]) for part in "dmy")
            try:
                date(year, month, day)
            except ValueError:
                return None
            return DateMention(start, end, text[start:end], year, month, day)
    month, year = int(found["m4"]), int(found["y4"])
    if not 1 <= month <= 12:
        return None
    return DateMention(start, end, text[start:end], year, month, None)
