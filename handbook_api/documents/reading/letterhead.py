"""Where a document's letterhead and title end and its text begins."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handbook_api.documents.reading.mending import Paragraph
from handbook_api.documents.reading.numbering import read_marker
from search_index.kinds import KIND_NAMES, kind_of_name
from search_index.symbols import find_dates, find_symbols

#: A letterhead with an emblem, a table and a long title stays within so many paragraphs.
_REACH = 30
_LONGEST_TITLE_LINE = 300
_MOST_TITLE_LINES = 7


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The first `end` paragraphs. Indexes are None where the paper has no such line.

    number_at: the line with the symbol. dated_at: the line with place and date. kind_at: the line
    with the kind in capitals. kind: its code. issued_by: whose it is, where a line under the
    kind says so (“CỦA BAN BÍ THƯ”). title: the lines of the title, in order.
    """

    end: int
    number_at: int | None = None
    dated_at: int | None = None
    kind_at: int | None = None
    kind: str | None = None
    issued_by: str | None = None
    title: tuple[str, ...] = ()

    @property
    def is_official(self) -> bool:
        """Tell whether this is an issued paper rather than an article about one."""
        return self.number_at is not None or self.kind is not None


_NATIONAL = re.compile(r"ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI")
_NUMBER_LINE = re.compile(r"^(?:\*\s*)?S[ốỐ]\s*:?\s*[\d.…\-–/]", re.IGNORECASE)
_PLACE_AND_DATE = re.compile(r",\s*ngày\s*[\d.…]*\s*tháng\s*[\d.…]*\s*năm\s*(?:\d{4}|[\d.…]*)\s*$")
_RULE = re.compile(r"^[\s*\-–—_=~.•]*$")
_KIND_LINE = re.compile(
    r"^(?P<kind>"
    + "|".join(name.upper() for name in sorted(KIND_NAMES.values(), key=len, reverse=True))
    + r")(?P<rest>(?:\s.*)?)$",
    re.DOTALL,
)
_SUBJECT = re.compile(r"^(?:V/v|Về việc|V/v:)\s*:?\s*(?P<rest>\S.*)$", re.DOTALL | re.IGNORECASE)
_OF_WHOM = re.compile(
    r"^của (?:ban|bộ|tỉnh|thành|đảng|huyện|chi|ủy|uỷ|văn phòng|thường|đại hội|hội nghị|quân)\b",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r"^\(\s*(?:kèm theo|ban hành kèm theo)", re.IGNORECASE)
#: How the reasons, the addressee or the first sentence begin: the title is over.
_TEXT_BEGINS = re.compile(
    r"^(?:[-–+]\s|Căn cứ|Kính gửi|Thực hiện|Thi hành|Xét|Theo đề nghị|Ngày \d|Để |Nhằm |Trong |"
    r"Sau |Qua |Hiện nay|Thời gian|Những năm|Hôm nay|Từ )"
)
_BODY_IN_CAPITALS = re.compile(
    r"^(?:BAN |BỘ |TỈNH ỦY|TỈNH UỶ|THÀNH ỦY|THÀNH UỶ|ĐẢNG ỦY|ĐẢNG UỶ|HUYỆN ỦY|QUẬN ỦY|THỊ ỦY|"
    r"CHI BỘ|CHI ỦY|ĐẢNG BỘ|VĂN PHÒNG|ỦY BAN|UỶ BAN|HỘI NGHỊ|ĐẠI HỘI|THƯỜNG TRỰC)"
)


def read_letterhead(paragraphs: Sequence[Paragraph]) -> Letterhead:
    """Where the paper's text begins, and which of the lines before it say what."""
    texts = [paragraph.text.strip() for paragraph in paragraphs[:_REACH]]
    number_at = _first(texts, _is_number_line)
    kind_at = _kind_line(paragraphs, texts, number_at)
    if kind_at is not None:
        return _with_kind(paragraphs, texts, number_at, kind_at)
    if number_at is not None:
        return _letter(texts, number_at)
    national = _first(texts, lambda text: bool(_NATIONAL.search(text)) and text.isupper())
    if national is None:
        return Letterhead(end=0)
    return Letterhead(end=national + 1, dated_at=_first(texts, _is_dated))


def _with_kind(
    paragraphs: Sequence[Paragraph], texts: list[str], number_at: int | None, kind_at: int
) -> Letterhead:
    found = _KIND_LINE.match(texts[kind_at].upper())
    name = found["kind"] if found else ""
    rest = texts[kind_at][len(name) :].strip(" :") if found else texts[kind_at]
    lines = [rest] if rest else []
    at = kind_at + 1
    while at < len(texts) and len(lines) < _MOST_TITLE_LINES:
        if not _continues_title(paragraphs[at], texts[at], lines):
            break
        if not _RULE.match(texts[at]):
            lines.append(texts[at])
        at += 1
        if _RULE.match(texts[at - 1]) and lines:
            break
    before = texts[: kind_at + 1]
    return Letterhead(
        end=at,
        number_at=number_at,
        dated_at=_first(before, _is_dated),
        kind_at=kind_at,
        kind=kind_of_name(name),
        issued_by=next((line[4:] for line in lines if _OF_WHOM.match(line)), None),
        title=tuple(
            line for line in lines if not _ATTACHED.match(line) and not _OF_WHOM.match(line)
        ),
    )


def _letter(texts: list[str], number_at: int) -> Letterhead:
    """An official letter names no kind: a subject under the number, then the addressee."""
    subject = _first(texts, lambda text: bool(_SUBJECT.match(text)))
    lines: tuple[str, ...] = ()
    if subject is not None:
        found = _SUBJECT.match(texts[subject])
        lines = (found["rest"],) if found else ()
    dated_at = _first(texts, _is_dated)
    national = _first(texts, lambda text: bool(_NATIONAL.search(text)))
    last = max(at for at in (number_at, subject, dated_at, national) if at is not None)
    return Letterhead(end=last + 1, number_at=number_at, dated_at=dated_at, title=lines)


def _continues_title(paragraph: Paragraph, text: str, lines: list[str]) -> bool:
    if _RULE.match(text) or _ATTACHED.match(text):
        return True
    if len(text) > _LONGEST_TITLE_LINE or _TEXT_BEGINS.match(text) or read_marker(text):
        return False
    if lines and _OF_WHOM.match(lines[-1]):
        return True
    if lines and (_BODY_IN_CAPITALS.match(text) or paragraph.heading):
        return False
    if lines and lines[-1].isupper() and not text.isupper() and not text.startswith(("về", "Về")):
        return False
    return not text.endswith((".", ";", ":", "/.")) or not lines


def _kind_line(
    paragraphs: Sequence[Paragraph], texts: list[str], number_at: int | None
) -> int | None:
    for at, text in enumerate(texts):
        if (number_at is not None and at < number_at) or len(text) > _LONGEST_TITLE_LINE:
            continue
        if read_marker(text) and not _KIND_LINE.match(text):
            return None
        found = _KIND_LINE.match(text)
        if found and (not found["rest"].strip() or text.isupper() or at == 0):
            return at
        heading = paragraphs[at].heading == 1 or (at == 0 and len(text) < _LONGEST_TITLE_LINE)
        if heading and _KIND_LINE.match(text.upper()) and _whole_name(text):
            return at
    return None


def _whole_name(text: str) -> bool:
    """“Quy định” alone, or at the head of a title typed as a heading, never “Quy định số 5 …”."""
    found = _KIND_LINE.match(text.upper())
    rest = text[len(found["kind"]) :] if found else ""
    return (
        bool(found) and not re.match(r"\s*(?:số|này|của)\b", rest) and "." not in rest.strip(" .")
    )


def _is_number_line(text: str) -> bool:
    if len(text) > 160 or not _NUMBER_LINE.search(_after_body(text)):
        return False
    return next(find_symbols(text), None) is not None or bool(re.search(r"[-–/][A-ZĐ]", text))


def _after_body(text: str) -> str:
    """The letterhead of a Word table may come as one line: “TỈNH ỦY X Số 05-CT/TU …”."""
    found = re.search(r"\bS[ốỐ]\s*:?\s*[\d.…]", text)
    return text[found.start() :] if found and text[: found.start()].isupper() else text


def _is_dated(text: str) -> bool:
    if len(text) > 200:
        return False
    return bool(_PLACE_AND_DATE.search(text)) or (
        len(text) < 60 and "," in text and next(find_dates(text), None) is not None
    )


def _first(texts: Sequence[str], holds: Callable[[str], bool]) -> int | None:
    return next((at for at, text in enumerate(texts) if holds(text)), None)
