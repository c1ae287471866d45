"""What one file says of another: codes that exist, no document twice."""

from collections import Counter
from collections.abc import Iterable, Iterator

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.checking.shelf import Shelf
from handbook_api.content_store.entries import DocumentEntry
from handbook_api.content_store.files import ISSUERS, TOPICS


def reference_problems(shelf: Shelf) -> Iterator[Problem]:
    """Yield codes that lead nowhere and things that are there twice."""
    yield from _codes(shelf)
    for name, entry in shelf.documents.items():
        for place, message in (*_issuer_and_topics(entry, shelf), *_sources(entry)):
            yield Problem(name, place, message)
    yield from _twice(shelf)


def _codes(shelf: Shelf) -> Iterator[Problem]:
    issuers = [issuer.code for issuer in shelf.issuers or ()]
    for code in _repeated(issuers):
        yield Problem(ISSUERS, "code", f"mã “{code}” dùng cho hai cơ quan; hãy đổi một mã")
    for code in _repeated(topic.code for topic in shelf.topics or ()):
        yield Problem(TOPICS, "code", f"mã “{code}” dùng cho hai chủ đề; hãy đổi một mã")
    for number, issuer in enumerate(shelf.issuers or (), start=1):
        for successor in issuer.successors:
            if successor not in issuers or successor == issuer.code:
                place = f"issuers[{number}].successors"
                message = f"“{successor}” không phải mã của một cơ quan khác; hãy sửa lại"
                yield Problem(ISSUERS, place, message)


def _issuer_and_topics(entry: DocumentEntry, shelf: Shelf) -> Iterator[tuple[str, str]]:
    if shelf.issuers is not None and entry.issuer not in {one.code for one in shelf.issuers}:
        message = f"không có cơ quan nào mang mã “{entry.issuer}”; hãy thêm vào {ISSUERS}"
        yield "issuer", message
    if shelf.topics is not None:
        known = {topic.code for topic in shelf.topics}
        for code in entry.topics:
            if code not in known:
                yield "topics", f"không có chủ đề nào mang mã “{code}”; hãy thêm vào {TOPICS}"


def _sources(entry: DocumentEntry) -> Iterator[tuple[str, str]]:
    known = [source.id for source in entry.sources]
    for one in _repeated(known):
        yield "sources", f"mã nguồn “{one}” dùng hai lần; hãy đổi một mã"
    used = [
        ("source", entry.source),
        ("effective_source", entry.effective_source),
        ("status.source", entry.status.source),
        *((f"relations[{n}].source", one.source) for n, one in enumerate(entry.relations, 1)),
        *((f"mentions[{n}].source", one.source) for n, one in enumerate(entry.mentions, 1)),
    ]
    for place, source in used:
        if source is not None and source not in known:
            yield place, f"không có nguồn nào mang mã “{source}”; hãy thêm vào [[sources]]"


def _twice(shelf: Shelf) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], str] = {}
    for name, entry in shelf.documents.items():
        called = (entry.symbol or entry.title).casefold()
        key = (called, entry.issuer, entry.issued_on, entry.issued_in)
        first = seen.setdefault(key, name)
        if first != name:
            message = f"trùng số hiệu, cơ quan và ngày với {first}; mỗi văn bản chỉ một tệp"
            yield Problem(name, "symbol", message)


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]
