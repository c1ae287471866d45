"""The text of cells in one spelling: Unicode, composed, whatever the list was typed in."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from handbook_api.gateways.text_extraction.spelling import pasted
from search_index.vietnamese import legacy
from search_index.vietnamese.normalise import nfc

#: Letters that no 8-bit font could hold; a cell with one was typed in Unicode.
_MODERN = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
#: The Icelandic and the African letter that pass for Đ.
_LOOKALIKES = re.compile("[ÐðƉ]")

#: The old encoding of each column (0-based) that has one.
OldColumns = Mapping[int, legacy.Encoding]


def clean(text: str) -> str:
    """Return `text` as a person sees it: composed, trimmed, nothing invisible, no apostrophe."""
    if not text.isprintable() or not (
        text.isascii() or (unicodedata.is_normalized("NFC", text) and not _LOOKALIKES.search(text))
    ):
        text = nfc(text)
    text = text.strip()
    # A name never begins with one; a text that must not become a number or a formula does.
    return text[1:].lstrip() if text.startswith("'") else text


def modern(text: str, encoding: legacy.Encoding) -> str:
    """Return a text of a column typed in `encoding`, in Unicode."""
    return text if text.isascii() or _MODERN.search(text) else legacy.decode(text, encoding)


def encoding_of_sample(text: str) -> legacy.Encoding | None:
    """The old Vietnamese encoding of an 8-bit file, told by its lines with strange letters."""
    found = legacy.detect(text)
    return found if found in legacy.OLD_ENCODINGS else None


def old_columns(rows: Sequence[Sequence[object]]) -> dict[int, legacy.Encoding]:
    """The columns that were typed in the fonts of the nineties (.VnTime, VNI-Times).

    rows: raw cells of the first rows, which tell it for the whole sheet.
    """
    width = max(map(len, rows), default=0)
    if whole := pasted(_joined(value for row in rows for value in row)):
        return dict.fromkeys(range(width), whole)
    columns = (_joined(row[index] for row in rows if index < len(row)) for index in range(width))
    return {index: found for index, text in enumerate(columns) if (found := pasted(text))}


def _joined(values: Iterable[object]) -> str:
    return "\n".join(
        value
        for value in values
        if isinstance(value, str) and not value.isascii() and not _MODERN.search(value)
    )
