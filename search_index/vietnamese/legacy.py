"""Text saved in the encodings of the nineties."""

OLD_ENCODINGS: tuple[str, ...] = ()


def detect(text: str) -> str:
    """Return the encoding that `text` was saved in."""
    return "unicode" if text else "ascii"


def decode(text: str, encoding: str) -> str:
    """Return `text` in Unicode."""
    return text if encoding else ""
