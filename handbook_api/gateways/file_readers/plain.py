"""Plain text in whatever encoding it was saved."""

import codecs

from handbook_api.gateways.file_readers.refusals import Refused
from handbook_api.gateways.file_readers.wire import Wire

#: The parent knows the old Vietnamese encodings; here we only keep every byte apart.
EIGHT_BIT = "8-bit"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
#: Line ends, tabs and the form feed of printers are text; other control characters are not.
_CONTROLS = frozenset(chr(code) for code in range(32)) - set("\t\n\v\f\r\x1a\x1b")


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of `data` and the name of its encoding; every 8-bit code page is one name.

    Raises Refused(files.wrong_type) for bytes that are no text at all.
    """
    text, encoding = _by_mark(data) or _by_trial(data)
    sample = text[:65_536]
    if sum(character in _CONTROLS for character in sample) > len(sample) // 500:
        raise Refused("files.wrong_type", found="binary")
    return text, encoding


def read(data: bytes, wire: Wire) -> None:
    """Every line of the text has been written, blank ones too: they part paragraphs."""
    text, encoding = decoded(data)
    if not text.strip():
        raise Refused("files.empty")
    wire.encoding(encoding)
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        wire.line(line)
    wire.end(pages=1)


def _by_mark(data: bytes) -> tuple[str, str] | None:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace"), name
    return None


def _by_trial(data: bytes) -> tuple[str, str]:
    for offset, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        # Latin letters in UTF-16 leave every other byte zero; no 8-bit text does.
        if data[offset:4096:2].count(0) > len(data[:4096]) // 5:
            return data.decode(codec, "replace"), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "keep-byte"), EIGHT_BIT


def _keep_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return chr(error.object[error.start]), error.start + 1


codecs.register_error("keep-byte", _keep_byte)
