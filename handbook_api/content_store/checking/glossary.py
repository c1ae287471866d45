"""The two word lists that feed the search: nothing twice, nothing too broad."""

from collections.abc import Iterable, Iterator

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.checking.shelf import NumberedRow, Shelf
from handbook_api.content_store.files import ABBREVIATIONS, SYNONYMS
from search_index.vietnamese.normalise import one_spelling

#: Words that stand in nearly every paper: widening them would match everything.
_TOO_COMMON = frozenset({"đảng viên", "chi bộ", "đảng ủy", "cấp ủy", "cán bộ", "tổ chức đảng"})


def glossary_problems(shelf: Shelf) -> Iterator[Problem]:
    """Yield rows that repeat another one or would spoil the search."""
    yield from _repeats(ABBREVIATIONS, shelf.abbreviations)
    yield from _repeats(SYNONYMS, shelf.synonyms)
    for line, (said, written, _) in shelf.synonyms:
        place = f"dòng {line}"
        if _same(said) == _same(written):
            yield Problem(SYNONYMS, place, "hai cột giống nhau; hãy bỏ dòng này")
        if _same(said) in _TOO_COMMON or (" " not in said and not any(map(str.isdigit, said))):
            message = f"“{said}” quá chung, sẽ làm loãng kết quả tìm; hãy viết rõ hơn hoặc bỏ"
            yield Problem(SYNONYMS, place, message)


def _repeats(name: str, rows: Iterable[NumberedRow]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], int] = {}
    for line, (left, right, _) in rows:
        first = seen.setdefault((_same(left), _same(right)), line)
        if first != line:
            yield Problem(name, f"dòng {line}", f"trùng với dòng {first}; hãy bỏ một dòng")


def _same(text: str) -> str:
    return one_spelling(text).lower()
