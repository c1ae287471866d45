"""Title and text of a notice: written freely, or made from a template."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.documents.reading.secrecy import stamp_of
from handbook_api.notices.errors import MarkedSecret, TemplateUnknown, TooLong, WordsMissing
from handbook_api.notices.service.drafts import Draft
from search_index.vietnamese.folding import fold
from search_index.vietnamese.normalise import nfc


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says. values: what the template's fields were filled with."""

    title: str
    text: str
    template_version: int | None
    values: Mapping[str, Any]


def words_of(content: Content, draft: Draft) -> Words:
    """Return what `draft` says, tidy and within bounds.

    Raises WordsMissing, MarkedSecret, TooLong, TemplateUnknown, TemplateFieldsRefused (naming
    every field).
    """
    words = _from_template(content, draft) if draft.template else _written(draft)
    if not words.title or not words.text:
        raise WordsMissing
    must_be_open_to_all(words.title, words.text)
    rules = content.notices(clock.today())
    _within(words.title, "title", rules.title_most_letters)
    _within(words.text, "text", rules.text_most_letters)
    return words


def folded(title: str, text: str) -> str:
    """Return what an inbox is searched by: no marks, no case."""
    return fold(f"{title}\n{text}")


def must_be_open_to_all(*texts: str) -> None:
    """Return when no line of `texts` is a stamp of secrecy. Raises MarkedSecret.

    What bears one is not even kept as a draft.
    """
    for line in (line for text in texts for line in text.splitlines()):
        if degree := stamp_of(line):
            raise MarkedSecret(degree=degree)


def _written(draft: Draft) -> Words:
    if draft.values:
        raise TemplateUnknown
    title = " ".join(nfc(draft.title).split())
    return Words(title, nfc(draft.text).strip(), None, {})


def _from_template(content: Content, draft: Draft) -> Words:
    template = content.notice_templates.get(draft.template or "")
    version = template.on(clock.today()) if template else None
    if template is None or version is None or template.kind != draft.kind:
        raise TemplateUnknown
    if draft.title or draft.text:
        raise TemplateUnknown
    title, text = template.fill(version.number, draft.values)
    return Words(title, text, version.number, dict(draft.values))


def _within(text: str, field: str, most: int) -> None:
    if len(text) > most:
        raise TooLong(field=field, most=most)
