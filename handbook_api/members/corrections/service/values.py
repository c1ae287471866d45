"""What a field says now, and whether it could say what is wanted."""

from datetime import date

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.core import clock
from handbook_api.members import sealed
from handbook_api.members.errors import DateNotUnderstood
from handbook_api.members.models import Member
from handbook_api.members.values import (
    BY_ACTS,
    COLUMNS,
    LINES,
    day_of_field,
    is_sealed,
    text_of_field,
)

#: What is wanted of a list of lines, or of cell and status, is told in words.
_LONGEST_WORDS = 1_000


def is_typed_over(spec: FieldSpec) -> bool:
    """Whether accepting a correction changes the field at once.

    Cell, status and lists of lines change by acts of their own, which come first.
    """
    return spec.code not in BY_ACTS and spec.kind != LINES


def possible_value(content: Content, spec: FieldSpec, wanted: str) -> str:
    """Return `wanted` as the field would keep it; a day as year-month-day.

    Raises PersonRefused as the record itself would.
    """
    if not is_typed_over(spec):
        return wanted.strip()[:_LONGEST_WORDS]
    if spec.kind != "date":
        return text_of_field(content, spec, wanted)
    try:
        day = date.fromisoformat(wanted.strip())
    except ValueError:
        raise DateNotUnderstood(field=spec.code) from None
    return day_of_field(spec.code, day, clock.today()).isoformat()


def present_value(session: Session, spec: FieldSpec, member: Member) -> str | None:
    """Return what a field that is typed over says now; None when it says nothing."""
    if is_sealed(spec):
        return (
            sealed.read_fields(session, [member.id], [spec.code]).get(member.id, {}).get(spec.code)
        )
    if spec.code not in COLUMNS:
        return None
    value = getattr(member, spec.code)
    return None if value is None else str(value)
