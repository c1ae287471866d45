"""Who issued a paper, and who signed it: the letterhead, the signature and what they leave out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handbook_api.documents.reading.letterhead import Letterhead
from handbook_api.documents.reading.mending import Paragraph
from handbook_api.documents.reading.proper_nouns import FAMILY_NAMES
from handbook_api.documents.reading.sentence_case import sentence_case
from handbook_api.documents.reading.tails import attachments_at, signed_at

_BODY = re.compile(
    r"^(?:BAN |BỘ CHÍNH TRỊ|TỈNH ỦY|TỈNH UỶ|THÀNH ỦY|THÀNH UỶ|ĐẢNG ỦY|ĐẢNG UỶ|HUYỆN ỦY|HUYỆN UỶ|"
    r"QUẬN ỦY|THỊ ỦY|CHI BỘ|CHI ỦY|ĐẢNG BỘ|VĂN PHÒNG|ỦY BAN|UỶ BAN|QUÂN ỦY|ĐẢNG ĐOÀN|ĐẠI HỘI|"
    r"TRUNG TÂM|TRƯỜNG CHÍNH TRỊ|HỘI ĐỒNG|QUỐC HỘI|CHÍNH PHỦ|THỦ TƯỚNG)"
)
#: Bodies that every committee has; alone they name nobody.
_STAFF = re.compile(
    r"^(?:Văn phòng|Ban Tổ chức|(?:Cơ quan )?Ủy ban Kiểm tra|Ban Tuyên giáo(?: và Dân vận)?|"
    r"Ban Dân vận|Ban Nội chính|Ban xây dựng Đảng|Ban Xây dựng Đảng)$"
)
_SIGNED_FOR = re.compile(r"(?:^|\s)(?:T/M|T\.M\.?|TM\.?)\s+(?P<body>[^\W\d_][^\n]*)$")
_NAME = re.compile(r"^[^\W\d_]+(?:['’][^\W\d_]+)?(?:\s[^\W\d_]+(?:['’][^\W\d_]+)?){1,5}$")
_POSITION = re.compile(
    r"^(?:T/M|TM|K/T|KT|T/L|TL|TUQ|TỔNG|PHÓ|BÍ THƯ|CHỦ|TRƯỞNG|CHÁNH|THƯỜNG|THƯ KÝ|ỦY VIÊN|Nơi nhận)"
)
_ENACTING = re.compile(
    r"^(?P<body>(?:Ban Bí thư|Bộ Chính trị|Ban Chấp hành Trung ương|Ban Thường vụ [^,:;]{3,60}?|"
    r"Ban Tổ chức Trung ương|Ủy ban Kiểm tra Trung ương|Văn phòng Trung ương Đảng))\s+"
    r"(?:quy định|hướng dẫn|quyết định|yêu cầu|ban hành|kết luận)\b"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """The body signed for, as printed in capitals, and the person's name."""

    body: str | None
    signer: str | None


def read_signature(paragraphs: Sequence[Paragraph], letterhead: Letterhead) -> Signature:
    """The signature of the paper itself, not of what is attached to it."""
    signed = signed_at(paragraphs, letterhead.end)
    attached = attachments_at(paragraphs, letterhead.end, signed)
    lines = [one.text.strip() for one in paragraphs[signed : min([*attached, len(paragraphs)])]]
    bodies = [found["body"].strip() for line in lines if (found := _SIGNED_FOR.search(line))]
    names = [line for line in map(_without_page_number, lines) if _is_name(line)]
    known = [name for name in names if name.split()[0].capitalize() in FAMILY_NAMES]
    signer = next(reversed(known or names), None)
    if signer and signer.isupper():
        signer = " ".join(word.capitalize() for word in signer.split())
    return Signature(bodies[-1] if bodies else None, signer)


def read_issuer_name(
    paragraphs: Sequence[Paragraph], letterhead: Letterhead, signature: Signature
) -> str | None:
    """The issuing body's name.

    The letterhead of the Centre's papers always says “Ban Chấp hành Trung ương”, whoever of the
    four decides; so the signature counts first, then the line under the kind, then the enacting
    clause, and the letterhead last.
    """
    head = _body_of_letterhead(paragraphs, letterhead)
    for said in (signature.body, letterhead.issued_by, _enacting(paragraphs, letterhead)):
        if said is not None:
            return _full_name(sentence_case(said.upper(), names_on(paragraphs, letterhead)), head)
    return head


def names_on(paragraphs: Sequence[Paragraph], letterhead: Letterhead) -> tuple[str, ...]:
    """Places named in the letterhead, in their capitals: “XÃ BÌNH MINH MẪU” → “Bình Minh Mẫu”."""
    names = []
    for paragraph in paragraphs[: letterhead.kind_at or letterhead.end]:
        text = _before_number(paragraph.text)
        found = _PLACE.search(text)
        if found and text.isupper():
            names.append(" ".join(word.capitalize() for word in found["place"].split()))
    return tuple(sorted(names, key=len, reverse=True))


_PLACE = re.compile(
    r"(?:(?:TỈNH|THÀNH|HUYỆN|QUẬN|THỊ) (?:ỦY|UỶ)|\bTỈNH|\bTHÀNH PHỐ|\bXÃ|\bPHƯỜNG|"
    r"\bĐẶC KHU|\bHUYỆN|\bQUẬN|\bTHÔN|\bBẢN|\bXÓM|\bTỔ DÂN PHỐ(?: SỐ)?)\s+"
    r"(?P<place>(?!ỦY|UỶ)[^\W_]+(?:\s+[^\W_]+){0,4})$"
)


def _enacting(paragraphs: Sequence[Paragraph], letterhead: Letterhead) -> str | None:
    for paragraph in paragraphs[letterhead.end : letterhead.end + 12]:
        found = _ENACTING.match(paragraph.text.strip())
        if found:
            return found["body"]
    return None


def _body_of_letterhead(paragraphs: Sequence[Paragraph], letterhead: Letterhead) -> str | None:
    """The lowest body named: the one above it is the committee it belongs to."""
    end = letterhead.number_at if letterhead.number_at is not None else letterhead.end
    names = names_on(paragraphs, letterhead)
    bodies = [
        sentence_case(text, names)
        for paragraph in paragraphs[: end + 1]
        if (text := _before_number(paragraph.text)).isupper() and _BODY.match(text)
    ]
    if not bodies:
        return None
    return _under(bodies[-1], bodies[-2]) if len(bodies) > 1 else bodies[-1]


def _before_number(text: str) -> str:
    """The body's part of a line that two columns of the page were run into."""
    body = re.split(r"\s*\bS[ốỐ]\s*:?\s*\d+\s*[-–/]|\s+ĐẢNG CỘNG SẢN|\s+CỘNG H", text.strip())[0]
    return body.strip(" *-–")


def _under(body: str, above: str) -> str:
    """“Văn phòng” under “Tỉnh ủy Sao Mai” is “Văn phòng Tỉnh ủy Sao Mai”."""
    if not _STAFF.match(body):
        return body
    if above.startswith("Ban Chấp hành Trung ương"):
        return f"{body} Trung ương{' Đảng' if body == 'Văn phòng' else ''}"
    return f"{body} {above}"


def _full_name(body: str, head: str | None) -> str:
    """A body that names no place takes that of the letterhead."""
    if head is None or _is_whole(body):
        return body
    if body.startswith("Ban Thường vụ"):
        return f"Ban Thường vụ {head}" if not head.startswith("Ban Thường vụ") else head
    return head


def _is_whole(body: str) -> bool:
    if body in {"Ban Bí thư", "Bộ Chính trị", "Quốc hội", "Chính phủ"} or "Trung ương" in body:
        return True
    #: “Ban Thường vụ Tỉnh ủy Sao Mai” says where; “Ban Thường vụ Tỉnh ủy” does not.
    return re.search(r"(?:ủy|bộ|xã|phường|tỉnh|thôn|phố)\s+[^\W\d_a-z]\w*", body) is not None


def _is_name(line: str) -> bool:
    if not _NAME.match(line) or _POSITION.match(line) or _BODY.match(line.upper()):
        return False
    return all(word[0].isupper() for word in line.split())


def _without_page_number(line: str) -> str:
    """“Trần Văn Mẫu1184”: the printer's own number at the foot of a page."""
    return re.sub(r"(?<=[^\W\d_])\d+$", "", line)
