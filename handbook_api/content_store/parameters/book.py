"""The dated rule files → one book of parameters, and from it the typed rules of a day."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from handbook_api.content_store.errors import ContentUnreadable
from handbook_api.content_store.files import PARAMETERS, table_of
from handbook_api.content_store.parameters.dated import DatedValue, Parameter
from handbook_api.content_store.parameters.rules import (
    BadgeRules,
    DataProtectionRules,
    MembershipRules,
    SecurityRules,
    TransferRules,
    YearDay,
)
from handbook_api.content_store.tables import TableReader

R = TypeVar("R")

#: The files with dated rules, and what each must hold: no rule less and none more.
RULE_FILES: Mapping[str, type] = {
    "badges": BadgeRules,
    "data_protection": DataProtectionRules,
    "membership": MembershipRules,
    "security": SecurityRules,
    "transfers": TransferRules,
}

_YEAR_DAY = re.compile(r"([1-9]|[12]\d|3[01])/([1-9]|1[0-2])")


def book_of(folder: Path) -> Mapping[str, Parameter]:
    """Return every dated rule by name (“badges.years”). Raises ContentUnreadable."""
    return {
        parameter.name: parameter
        for room, kind in RULE_FILES.items()
        for parameter in parameters_of(folder, room, kind)
    }


def rules_on(book: Mapping[str, Parameter], kind: type[R], on: date) -> R:
    """Return the rules `kind` as they stood on `on`. Raises NoValueInForce."""
    room = next(room for room, known in RULE_FILES.items() if known is kind)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: book[f"{room}.{name}"].on(on).value for name in names})


def parameters_of(folder: Path, room: str, kind: type) -> tuple[Parameter, ...]:
    """Return the rules of one file, one for each field of `kind`. Raises ContentUnreadable."""
    file = f"{PARAMETERS}/{room}.toml"
    told = TableReader(table_of(folder, file), file).table("rules")
    hints = get_type_hints(kind)
    for unknown in told.keys() - hints.keys():
        problem = f"không có quy tắc nào tên “{unknown}”; hãy xóa hoặc sửa tên"
        raise ContentUnreadable(file=file, problem=problem)
    return tuple(
        _parameter(told.table(name), f"{room}.{name}", _READERS[hint])
        for name, hint in hints.items()
    )


def _parameter(told: TableReader, name: str, read: Callable[[TableReader], Any]) -> Parameter:
    def dated(value: TableReader) -> DatedValue[object]:
        return DatedValue(
            value=read(value),
            since=value.day("since"),
            until=value.maybe_day("until"),
            source=value.text("source"),
            as_of=value.maybe_day("as_of"),
            note=value.text_or("note"),
        )

    values = sorted(told.each("values", dated), key=lambda one: one.since)
    return Parameter(name, told.text("title"), told.text("unit"), tuple(values))


def _number(told: TableReader) -> int:
    return told.number("value")


def _numbers(told: TableReader) -> tuple[int, ...]:
    return told.numbers("value")


def _year_days(told: TableReader) -> tuple[YearDay, ...]:
    found = [_YEAR_DAY.fullmatch(text) for text in told.texts("value")]
    if not found or None in found:
        raise told.refusal("value")
    days = (YearDay(int(one[2]), int(one[1])) for one in found if one)
    return tuple(sorted(days))


_READERS: Mapping[Any, Callable[[TableReader], Any]] = {
    int: _number,
    tuple[int, ...]: _numbers,
    tuple[YearDay, ...]: _year_days,
}
