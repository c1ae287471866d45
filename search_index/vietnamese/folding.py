"""Text without marks, as most people type it on a phone."""

import unicodedata

_D = str.maketrans("đĐ", "dD")


class _Folded(dict[int, int]):
    """Code of a character → code of its letter without marks, worked out when first met."""

    def __missing__(self, code: int) -> int:
        letter = self[code] = ord(unicodedata.normalize("NFD", chr(code))[0].translate(_D))
        return letter


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Return NFC `text` in lower case without any mark: “Đảng ủy” → “dang uy”.

    One letter in, one letter out for Vietnamese text, so offsets stay true.
    """
    return text.lower().translate(_FOLDED)


def has_marks(text: str) -> bool:
    """Tell whether `text` carries any Vietnamese mark (đ counts)."""
    return fold(text) != text.lower()
