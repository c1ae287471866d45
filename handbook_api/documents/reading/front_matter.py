"""What an officer may write over a text file: “Ký hiệu: 15-QĐ/TU”, one line for each fact."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handbook_api.documents.reading.mending import Paragraph
from search_index.folded_text import fold_in_place

_WORDS = {
    "symbol": ("ký hiệu", "số, ký hiệu", "số ký hiệu", "số"),
    "kind": ("loại", "loại văn bản", "thể loại"),
    "issued_on": ("ngày ban hành",),
    "issuer": ("cơ quan ban hành",),
    "place": ("nơi ban hành",),
    "title": ("trích yếu", "tiêu đề"),
    "signer": ("người ký",),
    "effective_on": ("hiệu lực từ", "ngày hiệu lực"),
}
#: The words before the colon, with or without marks → what they set.
_KEYS = {fold_in_place(word): key for key, words in _WORDS.items() for word in words}
_KEY = re.compile(
    r"(?:^|(?<=\s))(?P<key>"
    + "|".join(sorted((word for words in _WORDS.values() for word in words), key=len, reverse=True))
    + r")\s*:\s*",
    re.IGNORECASE,
)
_FENCE = re.compile(r"^(?:---|\+\+\+)$")
_LEAST = 2


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The first `end` paragraphs and what they say."""

    end: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


def read_front_matter(paragraphs: Sequence[Paragraph]) -> FrontMatter:
    """The key lines at the very top, if there are at least two that we know."""
    values: dict[str, str] = {}
    at = 0
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        said = _said(text)
        if not said and not _FENCE.match(text):
            break
        for key, value in said.items():
            values.setdefault(key, value)
        at += 1
    return FrontMatter(at, values) if len(values) >= _LEAST else FrontMatter()


def _said(text: str) -> dict[str, str]:
    """What one line says; a Markdown reader may have joined the lines into one."""
    keys = [found for found in _KEY.finditer(text) if _key(found["key"])]
    if not keys or keys[0].start() > 0:
        return {}
    ends = [*(found.start() for found in keys[1:]), len(text)]
    return {
        _key(found["key"]): value
        for found, end in zip(keys, ends, strict=True)
        if (value := text[found.end() : end].strip())
    }


def _key(words: str) -> str:
    return _KEYS.get(" ".join(fold_in_place(words).split()), "")
