"""Text without marks, as most people type it on a phone."""

import unicodedata

_D = str.maketrans("đĐ", "dD")


def fold(text: str) -> str:
    """Return NFC `text` in lower case without any mark: “Đảng ủy” → “dang uy”.

    One letter in, one letter out for Vietnamese text, so offsets stay true.
    """
    return "".join(map(_folded, text.lower()))


def _folded(character: str) -> str:
    if character < "\x80":
        return character
    return unicodedata.normalize("NFD", character)[0].translate(_D)


def has_marks(text: str) -> bool:
    """Tell whether `text` carries any Vietnamese mark (đ counts)."""
    return any(_folded(character) != character for character in text.lower())
