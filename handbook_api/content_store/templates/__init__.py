"""Templates of notices: words prepared once, with fields to fill in (content/templates)."""

from handbook_api.content_store.templates.reading import templates_of
from handbook_api.content_store.templates.template import (
    NoticeField,
    NoticeTemplate,
    TemplateVersion,
)

__all__ = ["NoticeField", "NoticeTemplate", "TemplateVersion", "templates_of"]
