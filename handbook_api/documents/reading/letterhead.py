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
_NUMBER_LINE = re.compile(
    r"^(?:\*\s*)?(?:Luật\s+|Pháp lệnh\s+)?S[ốỐ]\s*:?\s*[\d.…\-–/]", re.IGNORECASE
)
_PLACE_AND_DATE = re.compile(r",\s*ngày\s*[\d.…]*\s*tháng\s*[\d.…]*\s*năm\s*(?:\d{4}|[\d.…]*)\s*$")
_ARTICLE = re.compile(r"^Điều \d{1,3}\s?(?:[.:]|$)")
_READS_ON = re.compile(
    r"^(?:về|thi hành|thực hiện|triển khai|một số|sửa đổi|ban hành|phê duyệt|của|cụ thể)\b",
    re.IGNORECASE,
)
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
    national = _first(texts, _is_national)
    if national is None:
        return Letterhead(end=0)
    return Letterhead(end=national + 1, dated_at=_first(texts, _is_dated))


def _with_kind(
    paragraphs: Sequence[Paragraph], texts: list[str], number_at: int | None, kind_at: int
) -> Letterhead:
    name, rest = _name_and_rest(texts[kind_at])
    lines = [rest] if rest else []
    at = kind_at + 1
    while at < len(texts) and len(lines) < _MOST_TITLE_LINES:
        if at == number_at or not _continues_title(paragraphs[at], texts[at], lines):
            break
        if not _RULE.match(texts[at]):
            lines.append(texts[at])
        at += 1
        if _RULE.match(texts[at - 1]) and lines:
            break
    numbered = number_at if number_at is not None else -1
    dated_at = _first(texts[: max(at, numbered + 2)], _is_dated)
    return Letterhead(
        end=max(at, numbered + 1, (dated_at if dated_at is not None else -1) + 1),
        number_at=number_at,
        dated_at=dated_at,
        kind_at=kind_at,
        kind=kind_of_name(name),
        issued_by=next((line[4:] for line in lines if _OF_WHOM.match(line)), None),
        title=tuple(
            line for line in lines if not _ATTACHED.match(line) and not _OF_WHOM.match(line)
        ),
    )


def _name_and_rest(text: str) -> tuple[str, str]:
    """The kind, and the title that begins on the same line.

    A title typed in small letters keeps its kind unless it reads on without it: “Quy định về …”
    is titled “về …”, “Hướng dẫn nhanh về …” is titled so.
    """
    found = _KIND_LINE.match(text.upper())
    name = found["kind"] if found else ""
    rest = text[len(name) :].strip(" :")
    if rest and not text.isupper() and not _READS_ON.match(rest):
        return name, text
    return name, rest


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
    if len(text) > _LONGEST_TITLE_LINE or _TEXT_BEGINS.match(text) or _PLACE_AND_DATE.search(text):
        return False
    if read_marker(text):
        return False
    return not lines or _OF_WHOM.match(lines[-1]) is not None or _goes_on(paragraph, text, lines)


def _goes_on(paragraph: Paragraph, text: str, lines: list[str]) -> bool:
    """Tell whether `text` is one more line of a title that has begun."""
    if _BODY_IN_CAPITALS.match(text) or paragraph.heading or text.endswith((".", ";", ":")):
        return False
    return not lines[-1].isupper() or text.isupper() or text.startswith(("về", "Về"))


def _kind_line(
    paragraphs: Sequence[Paragraph], texts: list[str], number_at: int | None
) -> int | None:
    """The line of the kind: under the number as a rule, over it in texts typed by hand."""
    official = number_at is not None or _looks_official(paragraphs, texts)
    after = range(number_at or 0, len(texts))
    before = range(number_at or 0)
    for at in after:
        if _is_kind_line(paragraphs[at], texts[at], at, official=official):
            return at
        if read_marker(texts[at]):
            break
    return next(
        (at for at in before if _is_kind_line(paragraphs[at], texts[at], at, official=official)),
        None,
    )


def _is_kind_line(paragraph: Paragraph, text: str, at: int, *, official: bool) -> bool:
    """A headline may begin with “Quy định …” too; only official papers have such a line."""
    if len(text) > _LONGEST_TITLE_LINE:
        return False
    found = _KIND_LINE.match(text)
    if found and not found["rest"].strip():
        return True
    if found and text.isupper():
        return official
    return official and (paragraph.heading == 1 or at == 0) and _whole_name(text)


def _looks_official(paragraphs: Sequence[Paragraph], texts: list[str]) -> bool:
    """Tell whether a paper without a number has other marks of one."""
    if any(_is_national(text) or _PLACE_AND_DATE.search(text[-120:]) for text in texts):
        return True
    articles = sum(
        one.text.startswith("Điều ") and _ARTICLE.match(one.text) is not None for one in paragraphs
    )
    return articles >= 2


def _whole_name(text: str) -> bool:
    """“Quy định” alone, or at the head of a title typed as a heading, never “Quy định số 5 …”."""
    found = _KIND_LINE.match(text.upper())
    rest = text[len(found["kind"]) :] if found else ""
    return (
        bool(found) and not re.match(r"\s*(?:số|này|của)\b", rest) and "." not in rest.strip(" .")
    )


def _is_national(text: str) -> bool:
    return text.isupper() and _NATIONAL.search(text) is not None


def _is_number_line(text: str) -> bool:
    if len(text) > 160 or not _NUMBER_LINE.search(_after_body(text)):
        return False
    return next(find_symbols(text), None) is not None or bool(re.search(r"[-–/][A-ZĐ]", text))


def _after_body(text: str) -> str:
    """The letterhead of a Word table may come as one line: “TỈNH ỦY X Số 05-CT/TU …”."""
    found = re.search(r"\bS[ốỐ]\s*:?\s*[\d.…]", text)
    is_body = found is not None and _BODY_IN_CAPITALS.match(text) is not None
    return text[found.start() :] if found and is_body else text


def _is_dated(text: str) -> bool:
    if len(text) > 200:
        return False
    return bool(_PLACE_AND_DATE.search(text)) or (
        len(text) < 60 and "," in text and next(find_dates(text), None) is not None
    )


def _first(texts: Sequence[str], holds: Callable[[str], bool]) -> int | None:
    return next((at for at, text in enumerate(texts) if holds(text)), None)
