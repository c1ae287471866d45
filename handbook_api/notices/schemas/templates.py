"""Kinds and templates of notices on the wire."""

from datetime import date

from pydantic import Field

from handbook_api.content_store import Content, NoticeKind, NoticeTemplate
from handbook_api.http.wire import WireModel
from handbook_api.notices.schemas.notices import AnswerKindOut


class KindOut(WireModel):
    """A kind of notice that people send."""

    code: str
    name: str
    answers: list[AnswerKindOut]
    confirm: str | None
    has_event: bool = Field(description="Cần giờ và địa điểm.")
    urgent_allowed: bool
    exempt_by_default: bool = Field(description="Thường gửi cả người được miễn sinh hoạt.")


class TemplateFieldOut(WireModel):
    """Something to fill in."""

    code: str
    label: str
    type: str
    required: bool
    max_length: int
    hint: str


class TemplateOut(WireModel):
    """A template as it is used today."""

    code: str
    name: str
    kind: str
    version: int
    title: str
    text: str
    fields: list[TemplateFieldOut]
    since: date
    source: str


class TemplatesOut(WireModel):
    """What a notice can be made from."""

    kinds: list[KindOut]
    templates: list[TemplateOut]


def templates_out(content: Content, on: date, language: str) -> TemplatesOut:
    """Return the kinds people send, and the templates in use on `on`."""
    kinds = (one for one in content.notice_kinds.values() if not one.by_system)
    templates = (_template(one, on, language) for one in content.notice_templates.values())
    return TemplatesOut(
        kinds=[_kind(one, language) for one in kinds],
        templates=[one for one in templates if one is not None],
    )


def _kind(kind: NoticeKind, language: str) -> KindOut:
    answers = [
        AnswerKindOut(code=one.code, name=one.called(language), needs_reason=one.needs_reason)
        for one in kind.answers
    ]
    return KindOut(
        code=kind.code,
        name=kind.called(language),
        answers=answers,
        confirm=kind.confirm.called(language) if kind.confirm else None,
        has_event=kind.has_event,
        urgent_allowed=kind.urgent_allowed,
        exempt_by_default=kind.exempt_by_default,
    )


def _template(template: NoticeTemplate, on: date, language: str) -> TemplateOut | None:
    version = template.on(on)
    if version is None:
        return None
    fields = [
        TemplateFieldOut(
            code=one.code,
            label=one.label,
            type=one.type,
            required=one.required,
            max_length=one.max_length,
            hint=one.hint,
        )
        for one in version.fields
    ]
    return TemplateOut(
        code=template.code,
        name=template.called(language),
        kind=template.kind,
        version=version.number,
        title=version.title,
        text=version.text,
        fields=fields,
        since=version.since,
        source=version.source,
    )
