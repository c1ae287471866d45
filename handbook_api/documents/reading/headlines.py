"""The headline and the dateline of a news article saved from the web."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handbook_api.documents.reading.mending import Paragraph
from search_index.symbols import find_dates

_REACH = 8
_LONGEST_HEADLINE = 300
_LONGEST_DATELINE = 90
_TIME = re.compile(r"\b\d{1,2}\s?[:hg]\s?\d{2}\b(?::\d{2})?")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Headline:
    """Where an article says its title and its day.

    title_is_text: the title is a sentence of the text itself, for the page lost its headline.
    sections_at: lines over the title that name a section of the site (“Đảng ủy | Tuyên truyền”).
    """

    title_at: int | None = None
    dated_at: int | None = None
    published_on: date | None = None
    title_is_text: bool = False
    sections_at: frozenset[int] = frozenset()

    @property
    def outside_text(self) -> frozenset[int]:
        """The paragraphs that are not part of the article's text."""
        title_at = None if self.title_is_text else self.title_at
        return self.sections_at | {at for at in (title_at, self.dated_at) if at is not None}


def read_headline(paragraphs: Sequence[Paragraph]) -> Headline:
    """The headline is the line above the dateline, or else the first line that reads like one."""
    texts = [paragraph.text.strip() for paragraph in paragraphs[:_REACH]]
    dated_at, published_on = _dateline(texts)
    heading = next((at for at, one in enumerate(paragraphs[:_REACH]) if one.heading == 1), None)
    if heading is not None:
        return Headline(heading, dated_at, published_on)
    above = texts[:dated_at] if dated_at else texts
    order = reversed(range(len(above))) if dated_at else range(len(above))
    title_at = next((at for at in order if _reads_like_title(above[at])), None)
    sections = frozenset(at for at in range(title_at or 0) if "|" in texts[at])
    if title_at is None or len(paragraphs) == 1:
        first = next((at for at in range(len(texts)) if at != dated_at), None)
        return Headline(first, dated_at, published_on, title_is_text=True)
    ends_as_text = texts[title_at].endswith((".", "…", "!"))
    return Headline(title_at, dated_at, published_on, ends_as_text and dated_at is None, sections)


def _dateline(texts: Sequence[str]) -> tuple[int | None, date | None]:
    for at, text in enumerate(texts):
        if len(text) > _LONGEST_DATELINE or text.lower().startswith("hôm nay"):
            continue
        found = next((one for one in find_dates(text) if one.on), None)
        if found is None:
            continue
        rest = _TIME.sub("", text[: found.start] + text[found.end :])
        words = _LETTERS.findall(rest)
        if len(words) <= 3 or (_TIME.search(text) and len(words) <= 8):
            return at, found.on
    return None, None


def _reads_like_title(text: str) -> bool:
    """A name of a page's section (“A | B”, all capitals) is not the title of what stands on it."""
    return (
        len(text) <= _LONGEST_HEADLINE
        and len(text.split()) >= 4
        and "|" not in text
        and not text.startswith(("(", "-", "Ảnh"))
    )
