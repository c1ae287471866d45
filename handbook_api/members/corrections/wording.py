"""What a correction is about, as a person reads it: what stands there now, what is wanted."""

from datetime import date

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.members.corrections.queries import CorrectionRow
from handbook_api.members.corrections.service.values import is_typed_over, present_value
from handbook_api.members.record import MASKED, masked
from handbook_api.members.schemas.fields import text_of


def said_of(content: Content, field: str, value: str, language: str) -> str:
    """Return a value that is kept as text in words; what was told in words stays as it was."""
    spec = content.member_fields.get(field)
    return value if spec is None else _said(content, spec, value, language)


def present_text(
    session: Session, content: Content, row: CorrectionRow, language: str
) -> str | None:
    """Return what the field says now; None when it says nothing, or is not typed over.

    For whoever sees the field. A number that records show in part is shown in part here.
    """
    spec = content.member_fields.get(row.correction.field)
    if spec is None or not is_typed_over(spec):
        return None
    value = present_value(session, spec, row.member)
    if value is None:
        return None
    return masked(value) if spec.code in MASKED else _said(content, spec, value, language)


def _said(content: Content, spec: FieldSpec, value: str, language: str) -> str:
    if not is_typed_over(spec):
        return value
    kept = date.fromisoformat(value) if spec.kind == "date" else value
    return text_of(content, spec, kept, language) or value
