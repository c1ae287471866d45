"""The raw text of every data file: UTF-8, composed letters, plain line ends, no odd characters."""

import codecs
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from handbook_api.content_store.checking.problem import Problem
from search_index.vietnamese.normalise import nfc

_KINDS = frozenset({".toml", ".md", ".csv", ".json"})


def text_problems(folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the characters of the files in `folder`."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in _KINDS and path.is_file():
            yield from _of_file(path.relative_to(folder).as_posix(), path.read_bytes())


def _of_file(name: str, body: bytes) -> Iterator[Problem]:
    if body.startswith(codecs.BOM_UTF8):
        message = "tệp bắt đầu bằng dấu BOM; hãy lưu lại kiểu “UTF-8” thay cho “UTF-8 with BOM”"
        yield Problem(name, "", message)
    if b"\r" in body:
        message = "tệp xuống dòng kiểu Windows (CRLF); hãy lưu lại với kiểu xuống dòng LF"
        yield Problem(name, "", message)
    try:
        text = body.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        yield Problem(name, "", "tệp không phải UTF-8; hãy lưu lại bằng bảng mã UTF-8")
        return
    for number, line in enumerate(text.replace("\r", "").split("\n"), start=1):
        if nfc(line) != line:
            yield Problem(name, f"dòng {number}", _oddity(line))


def _oddity(line: str) -> str:
    if unicodedata.normalize("NFC", line) != line:
        return "chữ có dấu rời (tổ hợp); hãy gõ lại bằng bảng mã Unicode dựng sẵn"
    odd = next(char for char in line if nfc(char) != char)
    name = unicodedata.name(odd, "không tên")
    return f"có ký tự lạ U+{ord(odd):04X} ({name}); hãy xóa đi và gõ lại chỗ đó"
