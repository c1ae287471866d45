"""The columns as somebody confirmed them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handbook_api.content_store import Content
from handbook_api.members.imports import targets
from handbook_api.members.imports.errors import FieldsMissing, MappingNotUnderstood
from handbook_api.members.imports.letters import column_of, letter_of

#: What may be said once for the whole list instead of in a column.
MAY_BE_FIXED = frozenset((targets.CELL, targets.STATUS))
_LONGEST = 300
_MOST_COLUMNS = 60
#: Above it stand the headings.
_FIRST_ROW = 2


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column says what.

    sheet: its name, “” for the first that is shown. first_row: the first row below the headings.
    columns: target by column number. fixed: what holds for everybody, by target.
    cells_in_titles: the cell stands in rows of its own, above its people.
    """

    sheet: str
    first_row: int
    columns: Mapping[int, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    cells_in_titles: bool = False

    @property
    def targets(self) -> frozenset[str]:
        """Everything that this list says of a person."""
        in_titles = {targets.CELL} if self.cells_in_titles else set()
        return frozenset((*self.columns.values(), *self.fixed, *in_titles))

    def column(self, *wanted: str) -> int:
        """Return the number of the column with the first of `wanted` that there is, else of the
        name: a fault has to be shown somewhere."""
        by_target = {target: column for column, target in self.columns.items()}
        names = (targets.FULL_NAME, targets.GIVEN_NAME)
        return next(by_target[one] for one in (*wanted, *names) if one in by_target)

    def as_table(self) -> dict[str, Any]:
        """Return what `mapping_from` reads: letters for columns."""
        table: dict[str, Any] = {
            "sheet": self.sheet,
            "first_row": self.first_row,
            "columns": {letter_of(number): self.columns[number] for number in sorted(self.columns)},
        }
        if self.fixed:
            table["fixed"] = dict(self.fixed)
        if self.cells_in_titles:
            table["cells_in_titles"] = True
        return table


def mapping_from(content: Content, table: Mapping[str, Any]) -> ColumnMapping:
    """Return the mapping that `table` says. Raises MappingNotUnderstood, FieldsMissing."""
    unknown = table.keys() - {"sheet", "first_row", "columns", "fixed", "cells_in_titles"}
    if unknown:
        raise MappingNotUnderstood(problem=f"không có mục “{min(unknown)[:40]}”")
    mapping = ColumnMapping(
        sheet=_text(table.get("sheet", ""), "sheet"),
        first_row=_row(table.get("first_row")),
        columns=dict(_columns(content, table.get("columns"))),
        fixed=dict(_fixed(table.get("fixed", {}))),
        cells_in_titles=table.get("cells_in_titles") is True,
    )
    missing = targets.groups_missing(mapping.targets)
    if missing:
        raise FieldsMissing(missing=", ".join(content.member_fields[code].name for code in missing))
    return mapping


def read_mapping(content: Content, path: Path) -> ColumnMapping:
    """Return the mapping in a TOML file. Raises MappingNotUnderstood, FieldsMissing."""
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingNotUnderstood(problem="không phải tệp TOML viết bằng UTF-8") from error
    return mapping_from(content, table)


def written(mapping: ColumnMapping) -> str:
    """Return the mapping as a TOML file that `read_mapping` reads."""
    table = mapping.as_table()
    lines = [f"sheet = {_quoted(mapping.sheet)}", f"first_row = {mapping.first_row}"]
    if mapping.cells_in_titles:
        lines.append("cells_in_titles = true")
    for name in ("columns", "fixed"):
        if name in table:
            lines += ["", f"[{name}]"]
            lines += [f"{key} = {_quoted(value)}" for key, value in table[name].items()]
    return "\n".join(lines) + "\n"


def _columns(content: Content, said: object) -> Iterator[tuple[int, str]]:
    if not isinstance(said, dict) or not 0 < len(said) <= _MOST_COLUMNS:
        raise MappingNotUnderstood(problem="thiếu bảng columns (chữ cái của cột = mã mục)")
    taken = {*targets.fields_taken(content), *targets.PARTS}
    seen: set[str] = set()
    columns: set[int] = set()
    for letters, target in said.items():
        column = column_of(str(letters))
        if column is None:
            raise MappingNotUnderstood(problem=f"“{str(letters)[:10]}” không phải chữ cái của cột")
        if target not in taken:
            raise MappingNotUnderstood(problem=f"cột {letters}: không có mục “{str(target)[:40]}”")
        if target in seen:
            raise MappingNotUnderstood(problem=f"hai cột cùng là mục “{target}”")
        if column in columns:
            raise MappingNotUnderstood(problem=f"cột {letters} ghi hai lần")
        seen.add(target)
        columns.add(column)
        yield column, target


def _fixed(said: object) -> Iterator[tuple[str, str]]:
    if not isinstance(said, dict):
        raise MappingNotUnderstood(problem="fixed là một bảng (mã mục = nội dung)")
    for target, text in said.items():
        if target not in MAY_BE_FIXED:
            allowed = ", ".join(sorted(MAY_BE_FIXED))
            raise MappingNotUnderstood(problem=f"chỉ ghi chung được các mục {allowed}")
        yield target, _text(text, f"fixed.{target}")


def _text(said: object, place: str) -> str:
    if not isinstance(said, str) or len(said) > _LONGEST or not said.isprintable():
        raise MappingNotUnderstood(problem=f"mục {place} phải là một dòng chữ")
    return said


def _row(said: object) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or said < _FIRST_ROW:
        raise MappingNotUnderstood(problem="first_row là số của dòng đầu tiên dưới dòng tiêu đề")
    return said


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
