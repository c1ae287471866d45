"""Headings and list entries as real lists write them, made comparable."""

import re
from collections.abc import Mapping

from search_index.vietnamese.folding import fold


def bare_words(text: str) -> str:
    """Return `text` without case, marks and punctuation: “Số thẻ Đ.V” → “so the d v”."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def meanings(wordings: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """Return code by bare words, from the ways each code is written; the first claim stands."""
    found: dict[str, str] = {}
    for code, texts in wordings.items():
        for text in texts:
            found.setdefault(bare_words(text), code)
    return found
