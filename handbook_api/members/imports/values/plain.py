"""What a box says, as text: before anybody asks which field it is for."""

import re
from datetime import date

from handbook_api.gateways.table_reading import Cell as Box
from handbook_api.members.imports.faults import (
    ErrorInBox,
    FormulaInBox,
    OldFont,
    OtherKindOfBox,
    TextTooLong,
)

_APOSTROPHES = "'’`‘"  # what keeps a number as text, and what people type for it
#: What people write where there is nothing to write.
_NOTHING = frozenset(("", "-", "–", "—", "...", "…", "/", "_", "//"))
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|#+)", re.IGNORECASE)
#: A formula that only says: keep these digits as text.
_QUOTED = re.compile(r'="([^"]*)"')
#: Signs that stand for Vietnamese letters in the fonts of TCVN 5712, inside a word.
_OLD = re.compile("[^\\W\\d_][¨©ª«¬®µ¶·¸¹»¼½¾]|[¨©ª«¬®µ¶·¸¹»¼½¾][^\\W\\d_]")


def is_empty(box: Box) -> bool:
    """Whether the box says nothing: empty, or with the dash that people put there."""
    value = box.value
    return value is None or (isinstance(value, str) and value in _NOTHING)


def text_of(box: Box) -> str:
    """Return what the box says in one composition and with single spaces, “” for nothing.

    A number comes as its digits. Raises FormulaInBox, ErrorInBox, OldFont, OtherKindOfBox.
    """
    match box.value:
        case None:
            return ""
        case str() as said:
            return _said(said, formula=box.formula)
        case bool() | date():
            raise OtherKindOfBox
    return box.text


def short(text: str, longest: int) -> str:
    """Return `text` when it is no longer than `longest`. Raises TextTooLong."""
    if len(text) > longest:
        raise TextTooLong(longest=longest)
    return text


def _said(said: str, *, formula: bool) -> str:
    if not formula and said.isascii() and said.isalnum():
        return said
    quoted = _QUOTED.fullmatch(said)
    # Composed and trimmed it came; but people press the space bar twice.
    text = " ".join((quoted[1] if quoted else said).split()).lstrip(_APOSTROPHES)
    if text in _NOTHING:
        return ""
    if text.startswith("#") and _ERROR.fullmatch(text):
        raise ErrorInBox
    if not quoted and (formula or (text.startswith("=") and len(text) > 1)):
        raise FormulaInBox
    if not text.isascii() and _OLD.search(text):
        raise OldFont
    return text
