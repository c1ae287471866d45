"""The office's own summaries, from Markdown to safe HTML."""

from collections.abc import Iterable
from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
#: A summary stands under a heading of the page's second level.
_LOWER = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}


@lru_cache(maxsize=256)
def html_of(markdown: str, sources: tuple[str, ...] = ()) -> Markup:
    """Return a summary as HTML; [S1] leads to the source of that key on the same page.

    Nothing written in it can become a tag: HTML in Markdown is shown as it stands.
    """
    references = {key.upper(): {"href": f"#{source_id(key)}", "title": ""} for key in sources}
    tokens = _MARKDOWN.parse(markdown, {"references": references})
    for token in tokens:
        token.tag = _LOWER.get(token.tag, token.tag)
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S704


def source_id(key: str) -> str:
    """Return a source's id in the page."""
    return "nguon-" + "".join(letter for letter in key.lower() if letter.isalnum())


def keys_of(sources: Iterable[object]) -> tuple[str, ...]:
    """Return the keys that a summary may name."""
    return tuple(str(getattr(source, "key", "")) for source in sources)
