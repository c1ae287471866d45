"""What an officer may write over a text file: “Ký hiệu: 15-QĐ/TU”, one line for each fact."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handbook_api.documents.reading.mending import Paragraph
from search_index.folded_text import fold_in_place

#: Folded words before the colon → what they set.
_KEYS = {
    "ky hieu": "symbol",
    "so ky hieu": "symbol",
    "so": "symbol",
    "loai": "kind",
    "loai van ban": "kind",
    "the loai": "kind",
    "ngay ban hanh": "issued_on",
    "co quan ban hanh": "issuer",
    "noi ban hanh": "place",
    "trich yeu": "title",
    "tieu de": "title",
    "nguoi ky": "signer",
    "hieu luc tu": "effective_on",
    "ngay hieu luc": "effective_on",
}
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
        key = (
            _KEYS.get(" ".join(fold_in_place(found["key"]).replace(",", "").split()))
            if found
            else None
        )
        if found and key and key not in values:
            values[key] = found["value"].strip()
        elif not _FENCE.match(text):
            break
        at += 1
    return FrontMatter(at, values) if len(values) >= _LEAST else FrontMatter()
