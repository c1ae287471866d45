"""From when a paper says it is in force."""

import re
from collections.abc import Sequence
from datetime import date

from handbook_api.documents.reading.mending import Paragraph
from search_index.kinds import KIND_NAMES
from search_index.symbols import find_dates

_KINDS = "|".join(KIND_NAMES.values())
_OF_THIS = re.compile(
    rf"(?:{_KINDS}|[Vv]ăn bản)\s+này\b.{{0,250}}?\b(?:có hiệu lực|áp dụng|thực hiện|thi hành)\b",
    re.IGNORECASE | re.DOTALL,
)
_ON_SIGNING = re.compile(r"(?:từ|kể từ)\s+ngày\s+(?:ký|kí|ban hành)\b", re.IGNORECASE)
_SINCE = re.compile(r"(?:kể\s+)?từ\s+ngày\s+(?=\d)", re.IGNORECASE)
_REACH = 90


def effective_date(paragraphs: Sequence[Paragraph], issued_on: date | None) -> date | None:
    """The day the paper takes effect, when it says so; the day of issue for “từ ngày ký”."""
    for paragraph in reversed(paragraphs):
        for found in _OF_THIS.finditer(paragraph.text):
            window = paragraph.text[found.end() : found.end() + _REACH].split(". ")[0]
            since = _SINCE.search(window)
            if since:
                day = next(find_dates(window[since.end() :]), None)
                if day is not None and day.start == 0:
                    return day.on
            if _ON_SIGNING.search(window):
                return issued_on
    return None
