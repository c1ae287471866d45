"""Where the numbered text ends: effect, recipients, signature, and what is attached after them."""

import re
from collections.abc import Sequence

from handbook_api.documents.reading.mending import Paragraph
from search_index.kinds import KIND_NAMES

_KINDS = "|".join(name.replace(" ", r"\s") for name in KIND_NAMES.values())
_CLOSING = re.compile(
    rf"""^(?:
        (?:Bản\s)?(?:{_KINDS})\snày\s.{{0,80}}?(?:hiệu\slực|phổ\sbiến|ban\shành|thay\sthế|thực\shiện|
            áp\sdụng|công\skhai|đã\sđược|được\sthông\squa)
      | Trong\squá\strình\s(?:triển\skhai,?\s|tổ\schức\s)?thực\shiện
      | (?:Các|Những)\s(?:quy\sđịnh|văn\sbản|hướng\sdẫn)\strước\sđây
      | Căn\scứ\s(?:{_KINDS})\snày
      | Giao\s(?:Văn\sphòng|Ban\sTổ\schức|Ủy\sban|Uỷ\sban)\s.{{0,120}}(?:theo\sdõi|đôn\sđốc)
      | Nhận\sđược\s(?:{_KINDS})\snày
      | Nơi\snhận
    )""",
    re.VERBOSE | re.DOTALL,
)
_ADOPTED = re.compile(rf"^(?:{_KINDS})\s+này\s+(?:đã\s+)?được\s[^.]{{0,160}}\sthông\s+qua\b")
_SIGNED = re.compile(
    r"^(?:Nơi nhận\s*:?|(?:T/M|T\.M|TM|K/T|KT|T/L|TL|TUQ|T\.U\.Q|Q)\s*[./]?\s+(?P<body>\w\w)|"
    r"(?:CHỦ TỊCH ĐOÀN|ĐOÀN CHỦ TỊCH|TỔNG BÍ THƯ|BÍ THƯ|PHÓ BÍ THƯ|CHỦ NHIỆM|TRƯỞNG BAN|"
    r"CHÁNH VĂN PHÒNG|CHỦ TRÌ|THƯ KÝ|CHỦ TỌA|CHỦ TỊCH(?: QUỐC HỘI| NƯỚC)?|THỦ TƯỚNG|BỘ TRƯỞNG)"
    r"\s*$)"
)
_APPENDIX = re.compile(
    r"^(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+)?(?P<number>[IVX]+|\d{1,2}|[A-H]))?\s*(?:[.:\-–]|$)|"
    r"^(?:MẪU|Mẫu)\s+(?:số\s*:?\s*)?(?P<form>\d+[A-Z]?(?:[-–.][A-ZĐa-zđ]+)?)|"
    r"^(?:BIỂU MẪU|BIỂU|DANH MỤC|DANH SÁCH)\b"
)
_RULES = re.compile(
    r"^(?:QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|QUY TRÌNH|ĐỀ ÁN|CHƯƠNG TRÌNH|KẾ HOẠCH|HƯỚNG DẪN)(?:\s|$)"
)
#: “Chương I” over “QUY ĐỊNH CHUNG” is a chapter and its title.
_CHAPTER_ABOVE = re.compile(r"^(?:chương|phần|mục)\s+\S+\s*[.:]?$", re.IGNORECASE)
#: A form line inside the text (“Mẫu 2C dùng cho …”) is no attachment.
_LONGEST_ATTACHMENT_LINE = 160


def signed_at(paragraphs: Sequence[Paragraph], start: int) -> int:
    """The paragraph that begins recipients or signature; the end where there is neither."""
    for at in range(start, len(paragraphs)):
        found = _SIGNED.match(paragraphs[at].text.strip())
        if found and (found["body"] or "A").isupper():
            return at
    return len(paragraphs)


def closing_at(paragraphs: Sequence[Paragraph], start: int, end: int, *, in_articles: bool) -> int:
    """The first paragraph in [start, end) that speaks of the paper itself: effect, duties.

    Where there are articles, the last of them does; what may follow is only who adopted it.
    """
    begins = _ADOPTED if in_articles else _CLOSING
    for at in range(start, end):
        if begins.match(paragraphs[at].text.strip()):
            return at
    return end


def attachments_at(paragraphs: Sequence[Paragraph], start: int, signed: int) -> list[int]:
    """Where each appendix, form, table or attached set of rules begins.

    After the signature anything titled like one is attached; in an unsigned paper only what
    calls itself an appendix.
    """
    is_signed = signed < len(paragraphs)
    found: list[int] = []
    for at in range(signed if is_signed else start, len(paragraphs)):
        text = paragraphs[at].text.strip()
        if not _begins_attachment(text) or (not is_signed and not text.startswith("PHỤ LỤC")):
            continue
        above = paragraphs[at - 1].text if at else ""
        if not _CHAPTER_ABOVE.match(above) and not _goes_on(text, found, at):
            found.append(at)
    return found


def _begins_attachment(text: str) -> bool:
    if len(text) > _LONGEST_ATTACHMENT_LINE:
        return False
    return bool(_APPENDIX.match(text)) or (bool(_RULES.match(text)) and text.isupper())


def _goes_on(text: str, found: Sequence[int], at: int) -> bool:
    """“PHỤ LỤC” over “DANH MỤC …” is one attachment under two lines."""
    numbered = _APPENDIX.match(text)
    if numbered and (numbered["number"] or numbered["form"]):
        return False
    return bool(found) and at - found[-1] <= 2
