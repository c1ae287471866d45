"""How the line that opens a numbered, lettered or dashed item looks, and how a torn one does."""

import re

_NUMBER = r"[1-9]\d?(?:\.[1-9]\d?){0,5}"
_UPPER = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_ITEM = re.compile(
    rf"""(?:
        (?P<number>{_NUMBER})(?:\.|\s?[-–)/:])(?=\s|[{_UPPER}("“])   # 3.5.1. 1- 1) 1.Điều
      | (?P<bare>[1-9]\d?(?:\.[1-9]\d?)+)(?=\s+[{_UPPER}("“])        # 10.4.3 Các tổ chức
      | (?P<letter>[a-zđ]\d?)[).](?=\s|[{_UPPER}])                   # a) đ. a1)
      | (?P<dash>[-–—+•●▪■◦*·](?=\s*[\w"“(])|[-–—+](?=[{_UPPER}]))
      | (?P<article>Điều\s+\d{{1,3}}[a-zđ]?\s*(?:[.:]|$))
      | (?P<division>(?:Chương|Phần|Mục|Tiểu\smục|Phụ\slục|CHƯƠNG|PHẦN|MỤC|PHỤ\sLỤC)\s+
          (?:(?:[IVXLC]+|\d{{1,3}}|[A-ZĐ])|(?:thứ|THỨ)\s+\w+)\s*(?:[.:\-–](?=\s|$)|$))
    )""",
    re.VERBOSE,
)
#: Words that want a number or a letter after them: what follows on the next line belongs here.
_WANTS_NUMBER = re.compile(
    r"""(?:^|[\s(“"])(?:
        điều|khoản|điểm|tiết|mục|chương|phần|số|ngày|tháng|năm|quý|khóa|khoá|lần|thứ|tuổi
      | trên|dưới|hơn|gần|đủ|từ|đến|tới|khoảng|quá|nhất|đa|thiểu|và|hoặc|với|là|có|gồm|còn|tại|theo
      | quy\sđịnh|hướng\sdẫn|quyết\sđịnh|chỉ\sthị|nghị\squyết|kết\sluận|thông\sbáo|kế\shoạch
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_WANTS_LETTER = re.compile(r"(?:^|[\s(])(?:điểm|tiết|khoản|mục|và|hoặc|các)$", re.IGNORECASE)
#: “Khoản 1, 2,” at the end of a line: the list of numbers goes on below.
_NUMBERS_GO_ON = re.compile(
    r"\b(?:điều|khoản|điểm|tiết|mục|chương)\s+(?:[\da-zđ.]+\s*,\s*)+$", re.IGNORECASE
)
#: A symbol or a span cut in two: how the first line ends, how the second begins.
_CUTS = (
    # “Số: 16 -” / “HD/BTCTW”, “2020-” / “2025”
    (re.compile(r"\d\s?[-–/]$"), re.compile(r"\s*(?:\d|[A-ZĐ]{1,4}[A-Za-zđ]{0,3}\s?/)")),
    # “29-QĐ/” / “TW”
    (re.compile(r"\d\s?[-–]\s?[A-ZĐ]{1,4}[a-zđ]{0,2}\s?/$"), re.compile(r"[A-ZĐ]{2}")),
    # “Quy định số 29” / “-QĐ/TW”
    (re.compile(r"\b[Ss]ố\s*:?\s*\d+$"), re.compile(r"\s*[-–/]\s*[A-ZĐ]{1,4}[a-zđ]{0,2}\s?/")),
)
#: “chủ nghĩa Mác -” / “Lênin”: nobody ends a paragraph so.
_OPEN_HYPHEN = re.compile(r"[^\W\d_]\s?[-–]$")


def opens_item(line: str) -> bool:
    """Tell whether `line` looks like the first of a numbered, lettered or dashed item.

    A dash before a small letter or a figure (“- xã hội”, “- 2025”) is left to the context.
    """
    return _ITEM.match(line) is not None


def dash_in_doubt(line: str) -> bool:
    """Tell whether the dash at the start of `line` may be the middle of “kinh tế - xã hội”."""
    return re.match(r"[-–]\s*[^\W_A-ZĐ]", line) is not None and not re.match(
        rf"[-–]\s*[{_UPPER}]", line
    )


def is_torn(above: str, line: str) -> bool:
    """Tell whether a reference was cut between the two lines: “Điều” / “5. Quy định”."""
    above = above.rstrip()
    if any(before.search(above) and after.match(line) for before, after in _CUTS):
        return True
    if _OPEN_HYPHEN.search(above) and not opens_item(line):
        return True
    if line[:1].isdigit():
        return bool(_WANTS_NUMBER.search(above) or _NUMBERS_GO_ON.search(above))
    if re.match(r"[a-zđ]\d?[).]", line):
        return bool(_WANTS_LETTER.search(above) or _NUMBERS_GO_ON.search(above))
    return False
