"""From what a row says to somebody who is to have a record."""

from datetime import date
from typing import Any

from handbook_api.content_store import Content
from handbook_api.members.imports import targets
from handbook_api.members.imports.home_cells import Home
from handbook_api.members.imports.reading import Draft
from handbook_api.members.imports.values.words import Standing
from handbook_api.members.lines import NewLine
from handbook_api.members.people import NewMember
from handbook_api.members.values import COLUMNS, LINES, is_sealed


def new_member(content: Content, draft: Draft, home: Home, standing: Standing) -> NewMember:
    """Return the person that a row without faults says."""
    fields = content.member_fields
    columns: dict[str, Any] = {}
    sealed: dict[str, str] = {}
    lines: list[NewLine] = []
    for code, value in draft.values.items():
        if code in COLUMNS:
            columns[code] = value
        elif isinstance(value, date):
            continue
        elif fields[code].kind == LINES:
            lines.append(_line(content, code, value))
        elif is_sealed(fields[code]):
            sealed[code] = value
    columns.setdefault(targets.FULL_NAME, "")
    return NewMember(
        cell_id=home.id,
        status=standing.code,
        status_until=standing.until,
        sealed=sealed,
        lines=lines,
        **columns,
    )


def _line(content: Content, code: str, text: str) -> NewLine:
    """A list says in one box what a record keeps line by line: one line, in the list's words."""
    known = content.lists.get(content.member_fields[code].choices)
    choice = known.meant_by(text) if known else None
    return NewLine(list=code, code=choice.code if choice else None, text=None if choice else text)
