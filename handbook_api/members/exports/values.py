"""What a record says, as a person reads it in a list."""

from collections.abc import Mapping, Sequence
from datetime import date

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.gateways.table_writing import Value
from handbook_api.members.lines import LineSeen
from handbook_api.members.queries import MemberAt
from handbook_api.members.values import CELL, COLUMNS, LINES, STATUS

Lines = Sequence[LineSeen]


def value_of(
    content: Content,
    spec: FieldSpec,
    at: MemberAt,
    sealed: Mapping[str, str],
    lines: Mapping[str, Lines],
) -> Value:
    """Return what the field `spec` of a record says: dates as dates, codes by their names."""
    if spec.code == CELL:
        return _cell(at)
    if spec.code == STATUS:
        return content.member_statuses[at.member.status].name
    if spec.kind == LINES:
        return "; ".join(_line(content, spec, line) for line in lines.get(spec.code, ()))
    value: str | date | None = (
        getattr(at.member, spec.code) if spec.code in COLUMNS else sealed.get(spec.code)
    )
    return _name(content, spec, value) if isinstance(value, str) else value


def _cell(at: MemberAt) -> str:
    """Code and name together: a list that is read in again finds the cell by its code."""
    return f"{at.home.code} - {at.home.name}" if at.home.code else at.home.name


def _line(content: Content, spec: FieldSpec, seen: LineSeen) -> str:
    said = _name(content, spec, seen.code) if seen.code else seen.text or ""
    days = " – ".join(f"{day:%d/%m/%Y}" for day in (seen.line.since, seen.line.until) if day)
    return f"{said} ({days})" if days else said


def _name(content: Content, spec: FieldSpec, value: str) -> str:
    known = content.lists.get(spec.choices)
    return known[value].name if known is not None and value in known else value
