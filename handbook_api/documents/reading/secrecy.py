"""State secrets: the stamp that keeps a document out of a networked system.

Source: Luật Bảo vệ bí mật nhà nước 117/2025/QH15, three degrees: Mật, Tối mật, Tuyệt mật.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Protocol

from handbook_api.gateways.text_extraction import Extracted
from search_index.vietnamese.normalise import nfc

#: From the highest. Without spaces: stamps are often letter-spaced (“M Ậ T”).
_STAMPS = {
    "tuyệtmật": "Tuyệt mật",
    "tuyetmat": "Tuyệt mật",
    "tốimật": "Tối mật",
    "toimat": "Tối mật",
    "mật": "Mật",
    "mat": "Mật",
}
_DEGREES = ("Tuyệt mật", "Tối mật", "Mật")
_LABEL = re.compile(r"^\W*(?:mức\s+)?(?:độ|do|cấp\s+độ)\s+(?:mật|mat)\s*:", re.IGNORECASE)
#: A stamp printed in one line with its neighbours of the letterhead.
_NEIGHBOURS = re.compile(
    r"ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    r"|Độc lập - Tự do - Hạnh phúc"
    r"|Số\s*:?\s*[\d.…]+\s*-?\s*[\wĐ]*/\S+"
    r"|(?:TP\.?\s*)?(?:[^\W\d_][a-zà-ỹđ]+[\s-]*){1,4},\s*ngày"
    r"[\d.…\s]*tháng[\d.…\s]*năm[\d.…\s]*"
    r"|(?i:tài\s+liệu|văn\s+bản|hỏa\s+tốc|hoả\s+tốc|thượng\s+khẩn|khẩn|bản\s+số\s*:?\s*\d+)"
)
#: A stamp with its neighbours is short, and has an M and a T: two cheap questions first.
_LONGEST = 90
_TAIL = re.compile(r"[Mm]\W*\w\W*\w?\W*\w?\W*[Tt]")
_LETTERS = re.compile(r"[\W\d_]+")
#: The letterhead when the format has no pages; a stamp further down is quoted, not set.
_LETTERHEAD = 30
_PAGE_TOP = 2

_NAME_WORDS = re.compile(r"(?<![^\W_])(tuyệt|tuyet|tối)[\W_]*(mật|mat)(?![^\W_])", re.IGNORECASE)
#: “toi mat” in the middle of a name is “tôi mất (thẻ)” without marks.
_NAME_PLAIN = re.compile(
    r"TOI[\W_]*MAT(?![^\W_])|(?:^|\d[\W_]*)toi[\W_]*mat(?=[\W_]*(?:\d|\.\w+$|$))"
)
_NAME_CAPITALS = re.compile(r"(?<!BÍ)(?<!BẢO)(?<!CƠ)(?<!ĐỘ)[\W_]MẬT(?![^\W_])")
_NAME_BRACKETS = re.compile(r"[(\[{]\s*(?:mật|mat)\s*[)\]}]", re.IGNORECASE)


class Printed(Protocol):
    """A line or a paragraph, with its page if it has one."""

    @property
    def text(self) -> str: ...
    @property
    def page(self) -> int | None: ...


def secrecy_of(extracted: Extracted, *, name: str) -> str | None:
    """Return the highest degree that a file states: in its text, its margins or its name."""
    found = {
        secrecy_mark(extracted.lines),
        secrecy_mark_in_name(name),
        *map(stamp_of, extracted.margins),
    }
    return _highest(found)


def secrecy_mark(lines: Iterable[Printed]) -> str | None:
    """Return the highest stamp: “Mật”, “Tối mật”, “Tuyệt mật”, or None for an open document.

    lines: as extracted or as mended. A stamp is a line of its own on the first page, in the
        letterhead of a format without pages, or at the head of several pages. A document
        that speaks of secrets, or shows in an appendix what the stamps look like, has none.
    """
    written = [line for line in lines if line.text.strip()]
    found = {stamp_of(line.text) for line in _letterhead(written)}
    heads = Counter(stamp_of(line.text) for line in _page_tops(written))
    found |= {mark for mark, times in heads.items() if times > 1}
    return _highest(found)


def secrecy_mark_in_name(name: str) -> str | None:
    """Return the degree that a file's name states: “12-BC (MẬT).pdf” → “Mật”.

    Bare “mat” says nothing: it is also “mặt trận” and “bảo mật” without marks.
    """
    name = nfc(name)
    if found := _NAME_WORDS.search(name):
        return "Tuyệt mật" if found[1].casefold().startswith("tuy") else "Tối mật"
    if _NAME_PLAIN.search(name):
        return "Tối mật"
    if _NAME_BRACKETS.search(name) or _NAME_CAPITALS.search(f" {name}"):
        return "Mật"
    return None


def stamp_of(line: str) -> str | None:
    """Return the degree if `line` is a stamp, framed, spaced, labelled, or beside its like."""
    if len(line) > _LONGEST or not _TAIL.search(line):
        return None
    text = nfc(line)
    # A small first letter is the tail of a sentence: “… bảo vệ bí / mật.”
    if not _LETTERS.sub("", text)[:1].isupper():
        return None
    letters = _LETTERS.sub("", _NEIGHBOURS.sub(" ", _LABEL.sub(" ", text)))
    return _STAMPS.get(letters.casefold())


def _highest(found: Collection[str | None]) -> str | None:
    return next((degree for degree in _DEGREES if degree in found), None)


def _letterhead(lines: Sequence[Printed]) -> Iterable[Printed]:
    if lines and lines[0].page is not None:
        return [line for line in lines if line.page == lines[0].page]
    return lines[:_LETTERHEAD]


def _page_tops(lines: Sequence[Printed]) -> Iterable[Printed]:
    for page, on_page in groupby(lines, key=lambda line: line.page):
        if page is not None:
            yield from list(on_page)[:_PAGE_TOP]
