"""Titles printed in capitals, written the way a catalogue writes them."""

import re

from handbook_api.documents.reading.proper_nouns import PHRASES, PLACES, SHORT_FORMS
from search_index.kinds import KIND_NAMES

_WORD = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
_ROMAN_AFTER = re.compile(
    r"(?:khóa|khoá|thứ|quý|hội|phần|chương|nhiệm kỳ|nhiệm kì)\s+([ivx]+)\b", re.IGNORECASE
)
_LAW = re.compile(r"\b(thi hành|điều của|bổ sung|hướng dẫn) luật (\w)")
#: “đảng” is the Party, except inside these everyday words.
_PARTY = re.compile(r"\bđảng\b(?!\s+(?:viên|phí|ủy|uỷ|bộ|đoàn|tịch|số|vụ)\b)")
_SMALL_AFTER = re.compile(
    r"\b(?:tổ chức|thẻ|tuổi|sinh hoạt|cơ sở|cơ quan|công tác|hoạt động|chi|kỷ luật|cấp ủy|"
    r"văn bản) $"
)


def sentence_case(printed: str, names: tuple[str, ...] = ()) -> str:
    """`printed` with one capital at the head and those of its proper nouns.

    Text that is not all capitals is kept as printed, but for its first letter. names: places
    and bodies named on the same paper, in their own capitals.
    """
    text = " ".join(printed.split()).strip(" -–—*_.:")
    if not text:
        return ""
    if not text.isupper():
        return text[0].upper() + text[1:]
    written = text.lower()
    for phrase in (*PHRASES, *PLACES, *names):
        written = _put_back(written, phrase)
    written = _kinds(_party(written))
    written = _ROMAN_AFTER.sub(lambda found: found[0][: -len(found[1])] + found[1].upper(), written)
    written = _WORD.sub(lambda found: _short_form(found, text), written)
    return written[0].upper() + written[1:]


def _put_back(text: str, phrase: str) -> str:
    pattern = r"(?<![^\W_])" + re.escape(phrase.lower()) + r"(?![^\W_])"
    return re.sub(pattern, lambda _: phrase, text)


def _party(text: str) -> str:
    def capital(found: re.Match[str]) -> str:
        small = _SMALL_AFTER.search(text[: found.start()].lower())
        return found[0] if small else "Đảng"

    return _PARTY.sub(capital, text)


def _kinds(text: str) -> str:
    """A document that is named carries a capital: “Chỉ thị số 05-CT/TW”, “Luật Cư trú”."""
    text = _LAW.sub(lambda found: f"{found[1]} Luật {found[2].upper()}", text)
    for name in KIND_NAMES.values():
        pattern = re.escape(name.lower()) + r"(?=\s+(?:số|của|thi hành|\d))"
        text = re.sub(rf"(?<![^\W_]){pattern}", name, text)
    return text


def _short_form(found: re.Match[str], printed: str) -> str:
    word = printed[found.start() : found.end()] if len(printed) == len(found.string) else found[0]
    if word.upper() in SHORT_FORMS or (any(map(str.isdigit, word)) and "/" in word):
        return word
    return found[0]
