"""Which field the words over a column mean."""

import re
from collections.abc import Iterable, Mapping, Sequence

from handbook_api.content_store import Content, bare_words
from handbook_api.members.imports import targets
from handbook_api.members.imports.targets import fields_taken

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")

_FAMILY = (
    *("họ", "họ đệm", "họ và đệm", "họ và tên đệm", "họ tên đệm", "họ, tên đệm"),
    *("họ và chữ đệm", "họ, chữ đệm", "họ lót", "họ và lót", "họ và tên lót"),
)
_COMMITTEE = (
    *("đảng bộ", "đảng ủy", "đảng bộ cơ sở", "đảng ủy cơ sở", "tổ chức cơ sở đảng", "tccsđ"),
    *("đảng bộ bộ phận", "trực thuộc đảng bộ", "thuộc đảng bộ", "tên đảng bộ", "đảng bộ xã"),
)

#: Headings of parts of a field, which the catalogue of fields does not know.
_PARTS: Mapping[str, str] = {
    **{bare_words(words): targets.FAMILY_NAME for words in _FAMILY},
    bare_words("tên"): targets.GIVEN_NAME,
    **{bare_words(words): targets.COMMITTEE for words in _COMMITTEE},
    bare_words("nữ"): targets.MARKED_WOMAN,
}
_SEXES = {"nam": True, "nu": False}


class Recogniser:
    """Knows the headings of all fields that a list may fill."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._taken = fields_taken(content)

    def __call__(self, words: Sequence[str]) -> str | None:
        """Return the target that a column under `words` (top row first) stands for.

        The whole is tried first, then the lowest words, then the two the other way round:
        “Ngày vào Đảng · Chính thức”, “Trình độ · LLCT”, “CCCD · Số”.
        """
        if split := self._by_sex(words):
            return split
        for attempt in _attempts(words):
            for text in (attempt, _BRACKETS.sub(" ", attempt)):
                if target := self._single(text):
                    return target
        return None

    def _single(self, text: str) -> str | None:
        spec = self._content.field_of_heading(text)
        if spec is not None:
            return spec.code if spec.code in self._taken else None
        return _PARTS.get(bare_words(text))

    def _by_sex(self, words: Sequence[str]) -> str | None:
        """“Ngày sinh · Nam | Nữ” and “Giới tính · Nam | Nữ”."""
        is_man = _SEXES.get(bare_words(words[-1])) if len(words) > 1 else None
        if is_man is None:
            return None
        above = {self._single(text) for text in words[:-1]}
        if targets.BIRTH_DATE in above:
            return targets.BORN_MAN if is_man else targets.BORN_WOMAN
        if targets.SEX in above:
            return targets.MARKED_MAN if is_man else targets.MARKED_WOMAN
        return None


def _attempts(words: Sequence[str]) -> Iterable[str]:
    yield " ".join(words)
    if len(words) > 1:
        yield " ".join(words[-2:])
        yield words[-1]
        yield f"{words[-1]} {words[-2]}"
