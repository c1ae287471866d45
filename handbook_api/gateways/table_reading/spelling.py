"""The text of cells in one spelling: Unicode, composed, whatever the list was typed in."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from handbook_api.gateways.text_extraction.spelling import pasted
from search_index.vietnamese import legacy
from search_index.vietnamese.normalise import nfc
from search_index.vietnamese.rhymes import is_syllable

#: Letters that no 8-bit font could hold; a cell with one was typed in Unicode.
_MODERN = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
#: The Icelandic and the African letter that pass for Đ.
_LOOKALIKES = re.compile("[ÐðƉ]")

_WORD = re.compile(r"\w+")


class OldFonts(NamedTuple):
    """Where a list was typed in the fonts of the nineties (.VnTime, VNI-Times)."""

    #: By column (0-based): nearly all its words are in this encoding.
    columns: Mapping[int, legacy.Encoding]
    #: Of the list as a whole; other columns may have some words in it. None: nothing is old.
    main: legacy.Encoding | None

    def modern(self, column: int, text: str) -> str:
        """Return a text of that column in Unicode; one that was typed in Unicode as it is."""
        if self.main is None or text.isascii() or _MODERN.search(text):
            return text
        known = self.columns.get(column)
        decoded = legacy.decode(text, known or self.main)
        gain = _marked_syllables(decoded) - _marked_syllables(text)
        # “Phóc” (Phúc) and “Quê” are words before and after: there the column decides.
        return decoded if gain > 0 or (gain == 0 and known) else text


NOTHING_OLD = OldFonts({}, None)


def clean(text: str) -> str:
    """Return `text` as a person sees it: composed, trimmed, nothing invisible, no apostrophe."""
    if not text.isprintable() or not (
        text.isascii() or (unicodedata.is_normalized("NFC", text) and not _LOOKALIKES.search(text))
    ):
        text = nfc(text)
    text = text.strip()
    # A name never begins with one; a text that must not become a number or a formula does.
    return text[1:].lstrip() if text.startswith("'") else text


def of_whole_file(sample: str, columns: int) -> OldFonts:
    """An 8-bit file has one encoding; it is told by its lines with strange letters."""
    found = legacy.detect(sample)
    if found not in legacy.OLD_ENCODINGS:
        return NOTHING_OLD
    return OldFonts(dict.fromkeys(range(columns), found), found)


def of_columns(rows: Sequence[Sequence[object]]) -> OldFonts:
    """What was typed in an old font, column by column.

    rows: raw cells of the first rows, which tell it for the whole sheet.
    """
    width = max(map(len, rows), default=0)
    texts = [_joined(row[index] for row in rows if index < len(row)) for index in range(width)]
    found = {index: old for index, text in enumerate(texts) if (old := pasted(text))}
    if found:
        return OldFonts(found, Counter(found.values()).most_common(1)[0][0])
    # A short list may tell only as a whole.
    return OldFonts({}, pasted("\n".join(texts)))


def _joined(values: Iterable[object]) -> str:
    return "\n".join(value for value in values if isinstance(value, str) and not value.isascii())


def _marked_syllables(text: str) -> int:
    return sum(
        not word.isascii() and is_syllable(word)
        for word in _WORD.findall(unicodedata.normalize("NFC", text))
    )
