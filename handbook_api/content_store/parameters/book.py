"""The dated rule files → one book of parameters, and from it the typed rules of a day."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar, get_type_hints

from handbook_api.content_store.errors import ContentUnreadable
from handbook_api.content_store.files import (
    ANNOTATIONS,
    BADGES,
    DATA_PROTECTION,
    DRAFTS,
    MEMBERSHIP,
    NOTICES,
    SECURITY,
    STATISTICS,
    TRANSFERS,
    table_of,
)
from handbook_api.content_store.parameters.dated import DatedValue, Parameter
from handbook_api.content_store.parameters.rules import (
    AnnotationRules,
    BadgeRules,
    DataProtectionRules,
    DraftRules,
    MembershipRules,
    NoticeRules,
    SecurityRules,
    StatisticsRules,
    TransferRules,
    YearDay,
)
from handbook_api.content_store.tables import TableReader

R = TypeVar("R")

#: The files with dated rules, and what each must hold: no rule less and none more.
RULE_FILES: Mapping[str, type] = {
    ANNOTATIONS: AnnotationRules,
    BADGES: BadgeRules,
    DATA_PROTECTION: DataProtectionRules,
    DRAFTS: DraftRules,
    MEMBERSHIP: MembershipRules,
    NOTICES: NoticeRules,
    SECURITY: SecurityRules,
    STATISTICS: StatisticsRules,
    TRANSFERS: TransferRules,
}

#: Any year that is no leap year: 29/2 does not come every year.
_COMMON_YEAR = 2001


def book_of(folder: Path) -> Mapping[str, Parameter]:
    """Return every dated rule by name (“badges.years”). Raises ContentUnreadable."""
    return {
        parameter.name: parameter
        for file in RULE_FILES
        for parameter in parameters_of(folder, file)
    }


def rules_on(book: Mapping[str, Parameter], kind: type[R], on: date) -> R:
    """Return the rules `kind` as they stood on `on`. Raises NoValueInForce."""
    room = _room(next(file for file, known in RULE_FILES.items() if known is kind))
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: book[f"{room}.{name}"].on(on).value for name in names})


def parameters_of(folder: Path, file: str) -> tuple[Parameter, ...]:
    """Return the rules of `file`, in the order of its class. Raises ContentUnreadable."""
    told = TableReader(table_of(folder, file), file).table("rules")
    hints = get_type_hints(RULE_FILES[file])
    for unknown in told.keys() - hints.keys():
        problem = f"không có quy tắc nào tên “{unknown}”; hãy xóa hoặc sửa tên"
        raise ContentUnreadable(file=file, problem=problem)
    return tuple(
        _parameter(told.table(name), f"{_room(file)}.{name}", _READERS[hint])
        for name, hint in hints.items()
    )


def _room(file: str) -> str:
    return PurePosixPath(file).stem


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
    return tuple(sorted(_year_day(text, told) for text in told.texts("value")))


def _year_day(text: str, told: TableReader) -> YearDay:
    """Read “3/2” (day, then month), a day that every year has. Raises ContentUnreadable."""
    try:
        day, month = map(int, text.split("/"))
        date(_COMMON_YEAR, month, day)
    except ValueError:
        raise told.refusal("value") from None
    return YearDay(month, day)


_READERS: Mapping[Any, Callable[[TableReader], Any]] = {
    int: _number,
    tuple[int, ...]: _numbers,
    tuple[YearDay, ...]: _year_days,
}
