"""Whether what stands after a number is the title of a provision or its text."""

import re

_LONGEST = 280
_MOST_WORDS = 55
#: A title ends with its noun; these announce a list and belong to the text.
_ANNOUNCES = re.compile(
    r"(?:(?:sau|sau đây|dưới đây|gồm|gồm có|là|cụ thể|phải)"
    r"|\bcó (?:các |những )?(?:trách nhiệm|nhiệm vụ|quyền)[^:;,.]{0,30})\s*:$",
    re.IGNORECASE,
)
#: “(Khoản 1): …”, “Điều 41 (Khoản 2): …”: the title that the Charter's own provision carries.
_KEYED = re.compile(
    r"^(?:Điều\s\d+[^:]{0,120}|(?:\((?:Khoản|Điều)[^)]{1,60}\)[;,]?\s?){1,8})\s*:\s", re.IGNORECASE
)
_NOUN_FIRST = re.compile(
    r"^(?:Về|Việc|Những|Một số|Các|Thẩm quyền|Thời hạn|Trách nhiệm|Thủ tục|Quy trình|Điều kiện|"
    r"Tiêu chuẩn|Nguyên tắc|Nhiệm vụ|Nội dung|Hình thức|Hồ sơ|Phạm vi|Đối tượng|Quyền|Quan hệ|"
    r"Trường hợp|Số lượng|Cơ cấu|Tổ chức|Mục tiêu|Mục đích|Quan điểm|Yêu cầu|Phương châm)\b"
)
#: Words of a finite sentence that titles avoid.
_FINITE = re.compile(
    r"(?:^|\s)(?:thì|phải|nếu|sẽ|đã|không được|vẫn|nên|có trách nhiệm|sau đây|nằm trong)\s",
    re.IGNORECASE,
)
_VERB_FIRST = re.compile(r"^(?:Không|Đạt|Được|Chỉ|Có|Là|Nếu|Bảo đảm|Giao|Yêu cầu)\s")
#: Who does something, in a sentence with a full stop, does it in the text.
_AGENT_FIRST = re.compile(
    r"^(?:Các cấp ủy|Cấp ủy|Các đảng|Các chi|Các ban|Ban |Bộ |Đảng ủy|Chi bộ|Chi ủy|Đảng bộ|"
    r"Đảng viên|Ủy ban|Uỷ ban|Văn phòng|Tỉnh ủy|Thành ủy|Đồng chí|Mỗi |"
    r"[^\W\d_]+(?: [^\W\d_]+)? này )"
)
_ASIDE = re.compile(r"\([^()]*\)")
_STOP = re.compile(r"[.!?]\s+[“\"(]?(\w)")


def is_heading(text: str, *, has_children: bool, has_text: bool, is_letter: bool = False) -> bool:
    """Tell whether `text`, the first paragraph of a provision, is its title.

    Only what stands over something is a title: a lone paragraph is the provision itself.
    """
    text = text.strip()
    if not text or not (has_children or has_text) or (is_letter and text.endswith(".")):
        return False
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or text.endswith((";", ",")):
        return False
    announces = text.endswith(":") and _ANNOUNCES.search(text) is not None
    keyed = _KEYED.match(text)
    if keyed:
        return not announces and not _has_two_sentences(text[keyed.end() :])
    if _has_two_sentences(text):
        return False
    if announces:
        return has_children and _NOUN_FIRST.match(text) is not None
    return len(_ASIDE.sub("", text).split()) <= _most_words(text, has_children=has_children)


def _most_words(text: str, *, has_children: bool) -> int:
    """How long a title may be: the less it looks like a sentence, the longer."""
    noun_first = _NOUN_FIRST.match(text) is not None
    finite = _FINITE.search(text) is not None
    if not text.endswith("."):
        return 30 if finite and not noun_first else _MOST_WORDS
    if _VERB_FIRST.match(text):
        return 0
    if finite and not noun_first:
        return 8
    if not has_children:
        return 0 if _AGENT_FIRST.match(text) else 22
    return 40 if noun_first else 30


def _has_two_sentences(text: str) -> bool:
    return any(found[1].isupper() for found in _STOP.finditer(text))
