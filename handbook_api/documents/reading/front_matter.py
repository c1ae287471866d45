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
_LINE = re.compile(r"^(?P<key>[^:]{2,24}):\s*(?P<value>\S.*)$", re.DOTALL)
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
        found = _LINE.match(text)
        key = _KEYS.get(" ".join(fold_in_place(found["key"]).split())) if found else None
        if found and key and key not in values:
            values[key] = found["value"].strip()
        elif not _FENCE.match(text):
            break
        at += 1
    return FrontMatter(at, values) if len(values) >= _LEAST else FrontMatter()
