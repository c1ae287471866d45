"""The files of content/templates → templates."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from handbook_api.content_store.files import table_of, template_names
from handbook_api.content_store.tables import TableReader
from handbook_api.content_store.templates.template import (
    NoticeField,
    NoticeTemplate,
    TemplateVersion,
)


def templates_of(folder: Path) -> Mapping[str, NoticeTemplate]:
    """Return every template by code, which is the name of its file. Raises ContentUnreadable."""
    found = (template_of(folder, name) for name in template_names(folder))
    return {template.code: template for template in found}


def template_of(folder: Path, name: str) -> NoticeTemplate:
    """Return the template written in `name` ("templates/<code>.toml"). Raises ContentUnreadable."""
    told = TableReader(table_of(folder, name), name)
    return NoticeTemplate(
        PurePosixPath(name).stem,
        told.text("name"),
        told.text_or("name_en"),
        kind=told.text("kind"),
        versions=told.each("versions", _version),
    )


def _version(told: TableReader) -> TemplateVersion:
    return TemplateVersion(
        number=told.number("number"),
        title=told.text("title").strip(),
        text=told.text("text").strip(),
        fields=told.each("fields", _field),
        since=told.day("since"),
        source=told.text("source"),
        as_of=told.maybe_day("as_of"),
        note=told.text_or("note"),
    )


def _field(told: TableReader) -> NoticeField:
    return NoticeField(
        code=told.text("code"),
        label=told.text("label"),
        type=told.text("type"),
        required=told.truth("required"),
        max_length=told.number("max_length"),
        hint=told.text_or("hint"),
    )
