"""Codes and days that one file of rules gives twice: only the last would count."""

from collections.abc import Iterator, Mapping
from typing import cast

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.files import Table

#: Lists whose entries may share a code, being told apart by more than that.
_MAY_SHARE = frozenset({"steps"})


def repetition_problems(file: str, table: Table, place: str = "") -> Iterator[Problem]:
    """Yield entries of `table` that repeat the code (or the day) of one before them."""
    for key, entries in table.items():
        if not isinstance(entries, list) or key in _MAY_SHARE:
            continue
        tables = [cast(Mapping[str, object], one) for one in entries if isinstance(one, dict)]
        yield from _codes(file, f"{place}{key}", tables)
        if key == "transitions":
            yield from _transitions(file, tables)
        for number, inner in enumerate(tables, start=1):
            yield from repetition_problems(file, dict(inner), f"{place}{key}[{number}].")


def _codes(file: str, place: str, tables: list[Mapping[str, object]]) -> Iterator[Problem]:
    seen: dict[object, int] = {}
    for number, table in enumerate(tables, start=1):
        code = table.get("code", table.get("day"))
        first = seen.setdefault(code, number) if code is not None else number
        if first != number:
            message = f"“{code}” đã dùng ở mục thứ {first}; hãy đổi mã hoặc bỏ một mục"
            yield Problem(file, f"{place}[{number}]", message)


def _transitions(file: str, tables: list[Mapping[str, object]]) -> Iterator[Problem]:
    seen: dict[tuple[object, object], int] = {}
    for number, table in enumerate(tables, start=1):
        for start in cast(list[object], table["from"]):
            first = seen.setdefault((start, table["to"]), number)
            if first != number:
                message = f"bước từ “{start}” đến “{table['to']}” đã có ở mục thứ {first}; hãy bỏ"
                yield Problem(file, f"transitions[{number}]", message)
