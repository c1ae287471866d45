"""File names of documents, which are also their ids and the ends of their addresses."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.checking.shelf import Shelf
from handbook_api.content_store.files import DOCUMENTS
from search_index.vietnamese.folding import fold

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_YEAR_AT_END = re.compile(r"-((?:19|20)\d\d)$")


def name_problems(folder: Path, shelf: Shelf) -> Iterator[Problem]:
    """Yield file names that do not say which document they are."""
    for path in sorted((folder / DOCUMENTS).glob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".md" and path.stem not in shelf.slugs:
            yield Problem(name, "", f"bản tóm tắt không có tệp {path.stem}.toml đi cùng")
        elif path.suffix not in {".md", ".toml"}:
            yield Problem(name, "", "tệp lạ; thư mục này chỉ có tệp .toml và .md")
    for name, entry in shelf.documents.items():
        slug = PurePosixPath(name).stem
        if not _SLUG.fullmatch(slug):
            message = "tên tệp chỉ dùng chữ thường không dấu, chữ số và gạch nối"
            yield Problem(name, "", message)
        elif not slug.startswith(start := slug_of_symbol(entry.symbol)):
            yield Problem(name, "", f"tên tệp phải bắt đầu bằng số hiệu: “{start}…”")
        elif (year := _YEAR_AT_END.search(slug)) and int(year[1]) != entry.issued_year:
            yield Problem(name, "", f"năm {year[1]} ở tên tệp khác năm ban hành")


def slug_of_symbol(symbol: str) -> str:
    """Return how a file name begins for `symbol`: “294-QĐ/TW” → “294-qd-tw”."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(symbol)))
