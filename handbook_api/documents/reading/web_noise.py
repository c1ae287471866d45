"""The menus, buttons and captions that come along when an article is saved from a web page."""

import re
from collections.abc import Sequence
from itertools import pairwise

from handbook_api.gateways.text_extraction import Line

#: What only a web page says. A line made of nothing but these is dropped wherever it stands.
_BUTTONS = (
    "cỡ chữ", "a+", "a-", "in tin bài", "lưu tin bài", "in trang này", "in bài viết", "gửi ý kiến",
    "ý kiến bạn đọc", "các tin khác", "tin cùng chuyên mục", "tin cùng chuyên đề", "tin mới hơn",
    "tin cũ hơn", "bài viết liên quan", "tin liên quan", "tin bài liên quan", "các tin đã đưa",
    "chia sẻ facebook", "chia sẻ zalo", "facebook", "zalo", "twitter", "android apk", "ios app",
    "gửi bình luận", "đừng bỏ lỡ", "xem nhiều nhất", "đọc nhiều nhất", "trở về đầu trang",
    "về đầu trang", "tìm kiếm:", "đăng nhập", "đăng ký nhận tin", "lượt xem:", "lượt truy cập:",
)  # fmt: skip
#: Words that a paper may use too: dropped only before the first or after the last real paragraph.
_MARGIN_WORDS = (
    "phản hồi", "bình luận", "nổi bật", "mới nhất", "trang chủ", "tin khác", "chia sẻ", "in",
    "tags", "từ khóa", "tìm kiếm", "lên đầu", "liên hệ", "sơ đồ site", "rss", "print", "email",
)  # fmt: skip
_TODAY = re.compile(r"hôm nay\s*,\s*(?:thứ \w+\s*,?\s*|chủ nhật\s*,?\s*)?ngày .{6,30}", re.I)
_POWERED = re.compile(r"powered by\b.*|(?:bản quyền|copyright)\s*©.*", re.I)
_LONGEST = 80
#: A paragraph of this length is text, not furniture.
_REAL = 200
#: Shorter lines may be repeated on purpose (a dash in a table, a name).
_REPEATED = 20


def without_noise(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of an article without menus and without the lead told twice."""
    written = [line for line in lines if line.text.strip()]
    real = [index for index, line in enumerate(written) if len(line.text) >= _REAL]
    first, last = (real[0], real[-1]) if real else (0, len(written))
    kept: list[Line] = []
    for index, line in enumerate(written):
        in_margin = index < first or index > last
        if not _is_noise(line.text, in_margin=in_margin):
            kept.append(line)
    return _told_once(kept, written[last + 1 :] if real else [])


def _is_noise(text: str, *, in_margin: bool) -> bool:
    if len(text) > _LONGEST:
        return False
    text = " ".join(text.split()).casefold()
    if _POWERED.fullmatch(text) or (in_margin and _TODAY.fullmatch(text)):
        return True
    rest = _without(text, _BUTTONS + _MARGIN_WORDS if in_margin else _BUTTONS)
    return rest != text and not re.search(r"[^\W\d_]", rest)


def _without(text: str, phrases: Sequence[str]) -> str:
    for phrase in sorted(phrases, key=len, reverse=True):
        text = text.replace(phrase, " ")
    return text


def _told_once(lines: Sequence[Line], tail: Sequence[Line]) -> list[Line]:
    """Drop a paragraph that repeats the one before it, and titles listed again in the tail."""
    kept = list(lines[:1])
    seen = {line.text.strip() for line in lines[:1]}
    for before, line in pairwise(lines):
        text = line.text.strip()
        repeated = text == before.text.strip() or (line in tail and text in seen)
        if len(text) < _REPEATED or not repeated:
            kept.append(line)
        seen.add(text)
    return kept
