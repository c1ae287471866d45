"""Our own summaries: fixed headings, a length people read, a source behind every figure."""

import re
from collections.abc import Iterator

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.checking.shelf import Shelf
from handbook_api.content_store.documents import summary_name
from handbook_api.content_store.entries import DocumentEntry

HEADINGS = (
    "## Văn bản này để làm gì",
    "## Đảng viên cần biết, cần làm gì",
    "## Con số chính",
    "## Thay thế, liên quan",
)
_FIGURES = HEADINGS[2]
_FEWEST, _MOST = 120, 350

_KEY = re.compile(r"\[(S\d+)\]")


def summary_problems(shelf: Shelf) -> Iterator[Problem]:
    """Yield what is wrong with the summaries that there are; a document may have none."""
    for name, entry in shelf.documents.items():
        if entry.summary:
            for place, message in _of_summary(entry):
                yield Problem(summary_name(name), place, message)


def _of_summary(entry: DocumentEntry) -> Iterator[tuple[str, str]]:
    lines = entry.summary.split("\n")
    headings = tuple(line for line in lines if line.startswith("#"))
    if headings != HEADINGS or not lines[0].startswith("#"):
        yield "", f"phải có đúng bốn đề mục theo thứ tự: {'; '.join(HEADINGS)}"
        return
    words = len(_KEY.sub("", entry.summary).split())
    if not _FEWEST <= words <= _MOST:
        yield "", f"dài {words} tiếng; hãy viết trong khoảng {_FEWEST} đến {_MOST} tiếng"
    opening = entry.summary.split("\n## ")[0]
    if entry.status.claim == "replaced" and "thay thế" not in opening:
        yield HEADINGS[0], "văn bản đã bị thay thế: phải nói rõ điều đó ngay ở phần đầu"
    yield from _sources(entry, lines)


def _sources(entry: DocumentEntry, lines: list[str]) -> Iterator[tuple[str, str]]:
    known = {source.id for source in entry.sources}
    heading = ""
    for number, line in enumerate(lines, start=1):
        heading = line if line.startswith("#") else heading
        keys = _KEY.findall(line)
        for key in keys:
            if key not in known:
                yield f"dòng {number}", f"không có nguồn “{key}” trong tệp .toml của văn bản"
        if heading == _FIGURES and line != heading and not keys and re.search(r"\d", line):
            yield f"dòng {number}", "có con số mà chưa ghi nguồn; hãy thêm mã nguồn như [S1]"
