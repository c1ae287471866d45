"""Figures that count things rather than name a document or a provision."""

import re

#: Folded. A number before one of these names nothing: “hướng dẫn 30 ngày”, “kết luận 3 nội dung”.
#: Words that may begin an issuer's name (ban, tỉnh, đảng, chi bộ) cannot be here.
_THINGS = (
    "ngay|thang|tuoi|lan|nguoi|dong|gio|phut|buoi|tuan|phan tram|nam(?! (?:19|20)\\d\\d)|noi dung|"
    "van de|nhiem vu|giai phap|nhom|truong hop|dong chi|buoc|dang vien|can bo|ca nhan|tap the|"
    "to chuc|don vi|chi tieu|tieu chi|trieu|ti|nghin|ngan|hinh thuc|loai|cap|cuoc|lop|van ban|"
    "thu tuc|ho so|thon|mo hinh|cong trinh|doanh nghiep|quy|%"
)
#: Folded. What is counted after the name of a kind of document; “Quy định 37 điều 11” counts not.
COUNTED_THINGS = rf"{_THINGS}|(?:dieu|khoan|diem|muc|phan|chuong)(?! \d)"

_COUNTING = re.compile(rf"\s{{0,4}}(?:[.,]\d|/\d|%|(?:{COUNTED_THINGS})(?![^\W_]))")
_COUNTING_IN_STEPS = re.compile(rf"\s{{0,4}}(?:%|(?:{_THINGS})(?![^\W_]))")


def is_counting(folded: str, end: int) -> bool:
    """Tell whether the figure that ends at `end`, after a kind of document, counts something."""
    return _COUNTING.match(folded, end) is not None


def is_counting_in_steps(folded: str, end: int) -> bool:
    """The same for a figure after điều, khoản, điểm: “khoản 5 triệu” is no clause."""
    return _COUNTING_IN_STEPS.match(folded, end) is not None
