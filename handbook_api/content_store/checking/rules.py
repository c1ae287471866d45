"""Dated values: in order of time, without overlap, vouched for on a day that has come."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.parameters.dated import Parameter


def order_problems(file: str, parameters: Sequence[Parameter]) -> Iterator[Problem]:
    """Yield values of one rule that begin on the same day, overlap, or end before they begin."""
    for parameter in parameters:
        place = f"rules.{parameter.name.split('.')[1]}"
        for value in parameter.values:
            if value.until is not None and value.until < value.since:
                yield Problem(file, place, f"until {_said(value.until)} trước since; hãy xem lại")
        for earlier, later in pairwise(parameter.values):
            if earlier.since == later.since:
                message = f"hai giá trị cùng bắt đầu ngày {_said(later.since)}; chỉ giữ một"
                yield Problem(file, place, message)
            elif earlier.until is not None and earlier.until >= later.since:
                message = f"giá trị trước chưa hết mà giá trị từ {_said(later.since)} đã bắt đầu"
                yield Problem(file, place, f"{message}; hãy sửa until")


def vouching_problems(
    file: str, told: object, today: date | None, place: str = ""
) -> Iterator[Problem]:
    """Yield days of review in `told` that lie after `today` (None: unknown)."""
    if isinstance(told, dict):
        day = told.get("as_of")
        if today is not None and isinstance(day, date) and day > today:
            yield Problem(file, f"{place}as_of", f"ngày {_said(day)} ở tương lai; hãy xem lại")
        for key, inner in told.items():
            yield from vouching_problems(file, inner, today, f"{place}{key}.")
    elif isinstance(told, list):
        for number, inner in enumerate(told, start=1):
            yield from vouching_problems(file, inner, today, f"{place[:-1]}[{number}].")


def _said(day: date) -> str:
    return f"{day:%d/%m/%Y}"
